using System.Buffers.Binary;
using System.Text;

namespace Elman.Formats.Containers.Onnx;

/// <summary>A message of protobuf, written field by field; what is empty or zero is left out, as protobuf does.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0, Stretch = 2, Four = 5;

    private readonly MemoryStream _bytes = new();

    public byte[] Bytes => _bytes.ToArray();

    public void Integer(int field, long value)
    {
        Key(field, Varint);
        Number((ulong)value);
    }

    public void Single(int field, float value)
    {
        Span<byte> four = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(four, value);
        Key(field, Four);
        _bytes.Write(four);
    }

    public void Text(int field, string value)
    {
        if (value.Length > 0) Piece(field, Encoding.UTF8.GetBytes(value));
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        Piece(field, inner._bytes.GetBuffer().AsSpan(0, (int)inner._bytes.Length));
    }

    /// <summary>Numbers of variable length, packed.</summary>
    public void Integers(int field, IReadOnlyList<long> values)
    {
        if (values.Count == 0) return;
        var inner = new ProtoWriter();
        foreach (long value in values) inner.Number((ulong)value);
        Piece(field, inner.Bytes);
    }

    public void Piece(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, Stretch);
        Number((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void Key(int field, int wire) => Number((ulong)(uint)((field << 3) | wire));

    /// <summary>Seven bits a byte, the lowest first; the eighth says that more follow.</summary>
    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
