using System.Buffers.Binary;
using System.Text;
using Elman.Tests.Storage;

namespace Elman.Tests.Formats.Torch;

/// <summary>A pickle put together instruction by instruction, and the files around it.</summary>
internal sealed class ForgedPickle
{
    private readonly List<byte> _bytes = [];

    public static ForgedPickle Protocol(byte protocol = 2) => new ForgedPickle().Raw(0x80, protocol);

    public byte[] End() => [.. _bytes, (byte)'.'];

    public ForgedPickle Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ForgedPickle Op(char code) => Raw((byte)code);
    public ForgedPickle Text(string text) => Op('X').Raw(Little(text.Length)).Raw(Encoding.UTF8.GetBytes(text));
    public ForgedPickle Number(int number) => Op('J').Raw(Little(number));
    public ForgedPickle Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));
    public ForgedPickle Tuple(params Action<ForgedPickle>[] items) => Op('(').All(items).Op('t');
    public ForgedPickle Call(string module, string name, params Action<ForgedPickle>[] arguments) => Global(module, name).Tuple(arguments).Op('R');
    public ForgedPickle OrderedDict() => Global("collections", "OrderedDict").Op(')').Op('R');

    /// <summary>A dictionary of these pairs.</summary>
    public ForgedPickle Map(params (string Key, Action<ForgedPickle> Value)[] pairs)
    {
        Op('}').Op('(');
        foreach ((string key, Action<ForgedPickle> value) in pairs) Text(key).All(value);
        return Op('u');
    }

    /// <summary>A tensor as <c>_rebuild_tensor_v2</c> has it, true but for what is given.</summary>
    public ForgedPickle Tensor(int[] sizes, int[] strides, int offset = 0, int count = 3, string key = "0", string storage = "FloatStorage") => Call("torch._utils", "_rebuild_tensor_v2",
        p => p.Tuple(q => q.Text("storage"), q => q.Global("torch", storage), q => q.Text(key), q => q.Text("cpu"), q => q.Number(count)).Op('Q'),
        p => p.Number(offset), p => p.Numbers(sizes), p => p.Numbers(strides), p => p.Op('\x89'), p => p.OrderedDict());

    public ForgedPickle Numbers(params int[] numbers) => Tuple([.. numbers.Select(number => (Action<ForgedPickle>)(p => p.Number(number)))]);

    /// <summary>A file of torch.save since 1.6 around this pickle.</summary>
    public byte[] Zip(params ForgedMember[] others) => Zip(End(), others);

    public static byte[] Zip(byte[] pickle, params ForgedMember[] others) =>
        new ForgedZip([ForgedMember.Stored("m/data.pkl", pickle), .. others.Length > 0 ? others : [ForgedMember.Stored("m/data/0", Forged.Floats)], ForgedMember.Stored("m/version", "3\n"u8.ToArray())]).Bytes();

    /// <summary>A file of torch.save before 1.6 around this pickle, with one storage.</summary>
    public byte[] Old(long count = 3, string key = "0", byte[]? storage = null) =>
    [
        .. Protocol().Raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).End(),
        .. Protocol().Number(1001).End(),
        .. Protocol().Map(("little_endian", p => p.Op('\x88'))).End(),
        .. End(),
        .. Protocol().Op(']').Text(key).Op('a').End(),
        .. Forged.Little((ulong)count), .. storage ?? Forged.Floats,
    ];

    private ForgedPickle All(params Action<ForgedPickle>[] parts)
    {
        foreach (Action<ForgedPickle> part in parts) part(this);
        return this;
    }

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
