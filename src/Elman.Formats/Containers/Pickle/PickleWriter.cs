using System.Buffers.Binary;
using System.Text;

namespace Elman.Formats.Containers.Pickle;

/// <summary>Writes a pickle of protocol 2 from its parts, each of which puts one value on the stack.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    public PickleWriter()
    {
        Opcode("PROTO");
        _bytes.WriteByte(2);
    }

    public byte[] End()
    {
        Opcode("STOP");
        return _bytes.ToArray();
    }

    public void EmptyTuple() => Opcode("EMPTY_TUPLE");

    public void False() => Opcode("NEWFALSE");

    public void Global(string module, string name)
    {
        Opcode("GLOBAL");
        _bytes.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    public void Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Opcode("BINUNICODE");
        Int(bytes.Length);
        _bytes.Write(bytes);
    }

    public void Number(long number)
    {
        if (number is >= int.MinValue and <= int.MaxValue)
        {
            Opcode("BININT");
            Int((int)number);
            return;
        }
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Opcode("LONG1");
        _bytes.WriteByte(8);
        _bytes.Write(bytes);
    }

    public void Tuple(params ReadOnlySpan<Action> items)
    {
        Opcode("MARK");
        foreach (Action item in items) item();
        Opcode("TUPLE");
    }

    public void Persistent(Action id)
    {
        id();
        Opcode("BINPERSID");
    }

    public void Call(string module, string name, Action arguments)
    {
        Global(module, name);
        arguments();
        Opcode("REDUCE");
    }

    /// <summary>Into the dictionary that stands on top.</summary>
    public void Pairs(IEnumerable<(string Key, Action Value)> pairs)
    {
        Opcode("MARK");
        foreach ((string key, Action value) in pairs)
        {
            Text(key);
            value();
        }
        Opcode("SETITEMS");
    }

    private void Opcode(string name) => _bytes.WriteByte((byte)PickleOpcode.All.First(row => row.Name == name).Code);

    private void Int(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _bytes.Write(bytes);
    }
}
