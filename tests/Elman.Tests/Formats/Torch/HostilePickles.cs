using Elman.Tests.Storage;

namespace Elman.Tests.Formats.Torch;

/// <summary>Pickles made to harm, and files of PyTorch around them; each must be refused by name.</summary>
internal static class HostilePickles
{
    private static ForgedPickle P => ForgedPickle.Protocol();

    /// <summary>A state_dict of a good tensor and this.</summary>
    private static byte[] Weight(Action<ForgedPickle> value) => P.Map(("bias", p => p.Tensor([3], [1])), ("weight", value)).Zip();

    private static byte[] Repeated(int times, params byte[] unit) => [.. Enumerable.Repeat(unit, times).SelectMany(bytes => bytes)];

    public static IEnumerable<HostileFile> All => [.. Calls, .. Machine, .. Tensors, .. Archives, .. OldFiles];

    private static IEnumerable<HostileFile> Calls =>
    [
        new("os.system as a weight", ".pt", () => Weight(p => p.Call("os", "system", q => q.Text("echo"))), "os.system", "never built"),
        new("builtins.eval as a weight", ".pt", () => Weight(p => p.Call("builtins", "eval", q => q.Text("1"))), "builtins.eval"),
        new("builtins.getattr as a weight", ".pt", () => Weight(p => p.Call("builtins", "getattr", q => q.Global("os", "system"), q => q.Text("x"))), "builtins.getattr"),
        new("a call of a call", ".pt", () => Weight(p => p.Call("builtins", "getattr", q => q.Global("os", "x"), q => q.Text("y")).Tuple().Op('R')), "builtins.getattr"),
        new("os.system as the whole", ".pt", () => P.Call("os", "system", q => q.Text("echo")).Zip(), "os.system", "code would have to be run"),
        new("a class made by NEWOBJ", ".pt", () => P.Global("subprocess", "Popen").Tuple(q => q.Text("ls")).Raw(0x81).Zip(), "subprocess.Popen"),
        new("a class made by NEWOBJ_EX", ".pt", () => P.Global("subprocess", "Popen").Tuple().Op('}').Raw(0x92).Zip(), "subprocess.Popen"),
        new("a global by STACK_GLOBAL", ".pt", () => ForgedPickle.Protocol(4).Text("posix").Text("system").Raw(0x93).Tuple(q => q.Text("ls")).Op('R').Zip(), "posix.system"),
        new("a global with control characters", ".pt", () => P.Global("o\u0007s", "sys\u001btem").Op(')').Op('R').Zip(), @"o\u0007s.sys\u001btem"),
        new("a tensor into which a pair is put", ".pt", () => Weight(p => p.Tensor([3], [1]).Text("a").Number(1).Op('s')), "into which something is to be put"),
        new("a tensor into which an item is put", ".pt", () => Weight(p => p.Tensor([3], [1]).Number(1).Op('a')), "into which something is to be put"),
        new("a tensor with a state", ".pt", () => Weight(p => p.Tensor([3], [1]).Op('}').Op('b')), "into which something is to be put"),
        new("a subclass of a tensor", ".pt", () => Weight(p => p.Call("torch._tensor", "_rebuild_from_type_v2", q => q.Global("torch._utils", "_rebuild_tensor_v2"), q => q.Global("evil", "Tensor"), q => q.Tuple(), q => q.Op('}'))), "evil.Tensor"),
        new("a rebuilding of something else", ".pt", () => Weight(p => p.Call("torch._tensor", "_rebuild_from_type_v2", q => q.Global("os", "system"), q => q.Global("torch", "Tensor"), q => q.Tuple(), q => q.Op('}'))), "os.system"),
        new("parameters of parameters", ".pt", () => Weight(p => Deep(p, 200)), "deep"),
        new("a file within", ".pt", () => Weight(p => p.Call("torch.storage", "_load_from_bytes", q => q.Text("x"))), "_load_from_bytes"),
        new("numbers that are no tensors", ".pt", () => P.Map(("lr", p => p.Number(1))).Zip(), "expected a dictionary of tensors"),
        new("a pickled class of NumPy", ".pkl", () => P.Map(("w", p => p.Call("numpy", "load", q => q.Text("/etc/passwd")))).End(), "numpy.load", "never built"),
        new("an array of another class", ".pkl", () => P.Map(("w", p => p.Call("numpy.core.multiarray", "_reconstruct", q => q.Global("numpy", "matrix"), q => q.Numbers(0), q => q.Text("b")))).End(), "numpy.matrix"),
    ];

    private static IEnumerable<HostileFile> Machine =>
    [
        new("no protocol", ".pkl", () => [.. "}."u8], "expected the protocol"),
        new("protocol 0", ".pt", () => ForgedPickle.Zip([.. "(dp0\n."u8]), "protocol 0 or 1"),
        new("protocol 1", ".pt", () => ForgedPickle.Protocol(1).Op('}').Zip(), "protocol 1", "expected 2 to 5"),
        new("protocol 6", ".pt", () => ForgedPickle.Protocol(6).Op('}').Zip(), "protocol 6"),
        new("the protocol twice", ".pt", () => P.Raw(0x80, 2).Op('}').Zip(), "stands twice"),
        new("an unknown instruction", ".pt", () => P.Raw(0xff).Zip(), "0xff"),
        new("no end", ".pt", () => ForgedPickle.Zip([0x80, 2, (byte)'}']), "expected 1 more bytes"),
        new("nothing at the end", ".pt", () => P.Zip(), "the stack has none"),
        new("two values at the end", ".pt", () => P.Op('}').Op('}').Zip(), "expected one value"),
        new("an open mark at the end", ".pt", () => P.Op('(').Op('}').Zip(), "expected one value"),
        new("values below the mark", ".pt", () => P.Op('}').Op('(').Op('0').Op('(').Op('s').Zip(), "above its mark"),
        new("no mark", ".pt", () => P.Op('}').Op('u').Zip(), "expected a mark"),
        new("an odd number of pairs", ".pt", () => P.Op('}').Op('(').Number(1).Op('u').Zip(), "odd"),
        new("pairs put into a list", ".pt", () => P.Op(']').Number(1).Number(2).Op('s').Zip(), "expected a dictionary, found a list"),
        new("pairs put into text", ".pt", () => P.Text("a").Number(1).Number(2).Op('s').Zip(), "expected a dictionary, found text"),
        new("items put into a dictionary", ".pt", () => P.Op('}').Number(1).Op('a').Zip(), "expected a list"),
        new("items of a set put into a list", ".pt", () => ForgedPickle.Protocol(4).Op(']').Op('(').Number(1).Raw(0x90).Zip(), "expected a set"),
        new("a state for a number", ".pt", () => P.Number(1).Op('}').Op('b').Zip(), "expected an object"),
        new("a call of text", ".pt", () => P.Text("os.system").Op(')').Op('R').Zip(), "expected a class or function, found text"),
        new("arguments that are no tuple", ".pt", () => P.Global("os", "system").Op(']').Op('R').Zip(), "expected a tuple"),
        new("a memo that is empty", ".pt", () => P.Op('h').Raw(9).Zip(), "place 9"),
        new("a memo place of four bytes", ".pt", () => P.Op('j').Raw(0xff, 0xff, 0xff, 0xff).Zip(), "place 4294967295"),
        new("text beyond the file", ".pt", () => P.Op('X').Raw(0xff, 0xff, 0xff, 0x7f).Zip(), "more bytes"),
        new("text of 2^63 bytes", ".pt", () => ForgedPickle.Protocol(4).Raw(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).Zip(), "more bytes"),
        new("a whole number of 4 GB", ".pt", () => P.Raw(0x8b, 0xff, 0xff, 0xff, 0xff).Zip(), "at most 1024"),
        new("a frame beyond the file", ".pt", () => ForgedPickle.Protocol(4).Raw(0x95, 9, 9, 9, 9, 9, 9, 9, 9).Op('}').Zip(), "more bytes"),
        new("a frame that ends within a value", ".pt", () => ForgedPickle.Protocol(4).Raw(0x95, 2, 0, 0, 0, 0, 0, 0, 0).Number(1).Zip(), "frame ends"),
        new("a frame within a frame", ".pt", () => ForgedPickle.Protocol(4).Raw(0x95, 12, 0, 0, 0, 0, 0, 0, 0).Raw(0x95, 1, 0, 0, 0, 0, 0, 0, 0).Op('}').Raw((byte)'0', (byte)'N').Zip(), "frame begins inside another"),
        new("a name without end", ".pt", () => P.Op('c').Raw(Repeated(5000, (byte)'a')).Zip(), "name of at most"),
        new("a million lists in each other", ".pkl", () => P.Raw(Repeated(100_000, (byte)']')).Raw(Repeated(99_999, (byte)'a')).End(), "nested too deep"),
        new("a dictionary within itself", ".pkl", () => P.Op('}').Op('q').Raw(0).Text("a").Op('h').Raw(0).Op('s').End(), "holds itself"),
        new("a billion laughs", ".pkl", () => Laughs(12), "stands in the file twice"),
        new("a chain of calls", ".pt", () => P.Global("a", "b").Raw(Repeated(50_000, (byte)')', (byte)'R')).Zip(), "code would have to be run"),
        new("bytes outside the file", ".pkl", () => ForgedPickle.Protocol(5).Raw(0x97).End(), "NEXT_BUFFER"),
        new("something behind the pickle", ".pkl", () => [.. P.Op('}').End(), 1, 2, 3], "3 bytes follow"),
        new("something behind the pickle in a zip", ".pt", () => ForgedPickle.Zip([.. P.Op('}').End(), 1, 2, 3]), "3 follow"),
        .. "ILFSVPgpldio2".Select(code => new HostileFile($"the instruction {code}", ".pt", () => P.Op(code).Raw((byte)'0', (byte)'\n').Zip(), "protocol 0 or 1")),
        .. new byte[] { 0x82, 0x83, 0x84 }.Select(code => new HostileFile($"the extension {code}", ".pt", () => P.Raw(code, 1, 0, 0, 0).Zip(), "EXT")),
    ];

    private static IEnumerable<HostileFile> Tensors =>
    [
        new("a tensor beyond its storage", ".pt", () => Weight(p => p.Tensor([4], [1])), "numbers up to 4"),
        new("a tensor beyond by its offset", ".pt", () => Weight(p => p.Tensor([3], [1], offset: 1)), "numbers up to 4"),
        new("a tensor beyond by its stride", ".pt", () => Weight(p => p.Tensor([2], [3])), "numbers up to 4"),
        new("a negative stride", ".pt", () => Weight(p => p.Tensor([3], [-1], offset: 2)), "strides"),
        new("a negative size", ".pt", () => Weight(p => p.Tensor([-3], [1])), "sizes"),
        new("a negative offset", ".pt", () => Weight(p => p.Tensor([1], [1], offset: -1)), "begin"),
        new("sizes and strides of other ranks", ".pt", () => Weight(p => p.Tensor([3], [1, 1])), "1 sizes and 2 strides"),
        new("a number repeated to 2 GB", ".pt", () => Weight(p => p.Tensor([500_000_000], [0])), "at most 8 times"),
        new("numbers repeated beyond 128 bits", ".pt", () => Weight(p => p.Tensor([.. Enumerable.Repeat(int.MaxValue, 60)], [.. new int[60]])), "at most 8 times"),
        new("a hundred dimensions", ".pt", () => Weight(p => p.Tensor([.. Enumerable.Repeat(1, 100)], [.. new int[100]])), "100 sizes"),
        new("a storage that is not there", ".pt", () => Weight(p => p.Tensor([3], [1], key: "7")), "no storage '7'"),
        new("a storage elsewhere", ".pt", () => Weight(p => p.Tensor([3], [1], key: "../version")), "no storage"),
        new("a storage declared larger than it is", ".pt", () => Weight(p => p.Tensor([3], [1], count: 1000)), "declared with 4000 bytes"),
        new("a storage of an unknown class", ".pt", () => Weight(p => p.Tensor([3], [1], storage: "EvilStorage")), "EvilStorage"),
        new("a tensor of too few arguments", ".pt", () => Weight(p => p.Call("torch._utils", "_rebuild_tensor_v2", q => q.Number(1))), "6 arguments"),
        new("a storage that is text", ".pt", () => Weight(p => p.Call("torch._utils", "_rebuild_tensor_v2", q => q.Text("x"), q => q.Number(0), q => q.Numbers(1), q => q.Numbers(1), q => q.Op('\x89'), q => q.OrderedDict())), "its storage is text"),
        new("a persistent id of text", ".pt", () => Weight(p => p.Call("torch._utils", "_rebuild_tensor_v2", q => q.Text("x").Op('Q'), q => q.Number(0), q => q.Numbers(1), q => q.Numbers(1), q => q.Op('\x89'), q => q.OrderedDict())), "persistent id"),
        new("a persistent id as a weight", ".pt", () => P.Map(("a", p => p.Tensor([3], [1])), ("b", p => p.Text("x").Op('Q'))).Zip(), "'b' is a persistent id"),
        new("a weight twice", ".pt", () => P.Map(("a", p => p.Tensor([3], [1])), ("a", p => p.Tensor([3], [1]))).Zip(), "stands twice"),
        new("quantised numbers", ".pt", () => Weight(p => p.Tensor([3], [1], storage: "QInt8Storage")), "dequantize"),
        new("complex numbers", ".pt", () => Weight(p => p.Tensor([1], [1], count: 1, storage: "ComplexFloatStorage")), "complex"),
    ];

    private static IEnumerable<HostileFile> Archives =>
    [
        new("a zip without a pickle", ".pt", () => new ForgedZip(ForgedMember.Stored("m/data/0", Forged.Floats)).Bytes(), "expected one folder with data.pkl"),
        new("a zip of two pickles", ".pt", () => new ForgedZip(ForgedMember.Stored("m/data.pkl", []), ForgedMember.Stored("n/data.pkl", [])).Bytes(), "found 2"),
        new("a member twice", ".pt", () => P.Op('}').Zip(ForgedMember.Stored("m/data/0", [1]), ForgedMember.Stored("m/data/0", [2])), "stands twice"),
        new("a member that climbs", ".pt", () => P.Op('}').Zip(ForgedMember.Stored("m/../../x", [1])), "climbs"),
        new("another name in the local header", ".pt", () => P.Op('}').Zip(new ForgedMember("m/data/0", [1]) { LocalName = [.. "m/data/1"u8] }), "local header names it"),
        new("a wrong checksum", ".pt", () => P.Map(("w", p => p.Tensor([3], [1]))).Zip(ForgedMember.Stored("m/data/0", Forged.Floats) with { Crc = 7 }), "checksum"),
        new("an encrypted member", ".pt", () => P.Op('}').Zip(ForgedMember.Stored("m/data/0", [1]) with { Flags = 1 }), "encrypted"),
        new("a pickle that unpacks to gigabytes", ".pt", () => new ForgedZip(new ForgedMember("m/data.pkl", new byte[8 << 20])).Bytes(), "fill the memory"),
        new("a byte order of its own", ".pt", () => P.Map(("w", p => p.Tensor([3], [1]))).Zip(ForgedMember.Stored("m/data/0", Forged.Floats), ForgedMember.Stored("m/byteorder", [.. "middle"u8])), "little or big"),
        new("a tar", ".pt", () => [.. new byte[257], .. "ustar"u8, .. new byte[250]], "0.1.10"),
        new("text", ".pt", () => [.. "no model at all"u8], "torch.save"),
        new("a bare pickle", ".pt", () => P.Op('}').End(), "magic number"),
    ];

    private static IEnumerable<HostileFile> OldFiles =>
    [
        new("an old storage beyond the file", ".pth", () => Old(p => p.Old(count: 9)), "declared with 9 numbers"),
        new("an old storage of 2^63 numbers", ".pth", () => Old(p => p.Old(count: long.MaxValue)), "declared with"),
        new("an old storage of negative length", ".pth", () => Old(p => p.Old(count: -1)), "declared with -1"),
        new("an old storage that nothing names", ".pth", () => Old(p => p.Old(key: "5")), "belongs to no tensor"),
        new("bytes behind the old storages", ".pth", () => Old(p => p.Old(storage: [.. Forged.Floats, 1])), "belong to none"),
        new("an old view beyond its storage", ".pth", () => P.Map(("w", p => p.Call("torch._utils", "_rebuild_tensor_v2",
            q => q.Tuple(r => r.Text("storage"), r => r.Global("torch", "FloatStorage"), r => r.Text("0"), r => r.Text("cpu"), r => r.Number(3), r => r.Tuple(s => s.Text("v"), s => s.Number(2), s => s.Number(2))).Op('Q'),
            q => q.Number(0), q => q.Numbers(2), q => q.Numbers(1), q => q.Op('\x89'), q => q.OrderedDict()))).Old(), "view that reaches beyond"),
        new("the magic number and nothing else", ".pth", () => P.Raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).End(), "more bytes"),
    ];

    private static byte[] Old(Func<ForgedPickle, byte[]> file) => file(P.Map(("w", p => p.Tensor([3], [1]))));

    private static void Deep(ForgedPickle pickle, int depth)
    {
        for (int i = 0; i < depth; i++) pickle.Global("torch._utils", "_rebuild_parameter");
        pickle.Tensor([3], [1]);
        for (int i = 0; i < depth; i++) pickle.Raw(0x85).Op('R');
    }

    /// <summary>Lists of ten times the list before: few bytes, 10^depth values if they were counted out.</summary>
    private static byte[] Laughs(int depth)
    {
        ForgedPickle pickle = P.Op(']').Text("ha").Op('a').Op('q').Raw(0).Op('0');
        for (byte i = 0; i < depth; i++)
        {
            pickle.Op(']').Op('(');
            for (int k = 0; k < 10; k++) pickle.Op('h').Raw(i);
            pickle.Op('e').Op('q').Raw((byte)(i + 1)).Op('0');
        }
        return pickle.Op('h').Raw((byte)depth).End();
    }
}
