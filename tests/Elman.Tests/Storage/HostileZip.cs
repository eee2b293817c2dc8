using System.Text;

namespace Elman.Tests.Storage;

internal static class HostileZip
{
    private static readonly byte[] _array = Forged.Npy();
    private static readonly ForgedMember _x = new("x.npy", _array);
    private static readonly ForgedMember _y = ForgedMember.Stored("y.npy", _array);
    private static readonly byte[] _good = new ForgedZip(_x, _y).Bytes();

    public static IEnumerable<HostileFile> All =>
    [
        Of("four bytes", _good[..4], "end record"),
        Of("cut in the first member", _good[..40], "end record"),
        Of("cut before the directory", _good[..(_good.Length - 130)], "end record"),
        Of("cut by its last byte", _good[..^1], "end record"),
        Of("an end alone that counts a member", new ForgedZip { Count = 1 }.Bytes(), "1 members are declared"),
        Of("something before it", new ForgedZip(_x) { Before = [1, 2, 3] }.Bytes(), "bytes"),
        Of("something before it, allowed for", new ForgedZip(_x) { Before = [.. "MZ"u8, .. new byte[30]] }.Bytes(), "belong to none"),
        Of("something behind it", new ForgedZip(_x) { Behind = [1] }.Bytes(), "end record"),
        Of("something between members and directory", new ForgedZip(_x) { BeforeDirectory = new byte[9] }.Bytes(), "belong to no member"),
        Of("something behind the directory", new ForgedZip(_x) { InDirectory = new byte[9] }.Bytes(), "9 bytes of the directory"),
        Of("fewer members than there are", new ForgedZip(_x, _y) { Count = 1 }.Bytes(), "belong to no member"),
        Of("more members than there are", new ForgedZip(_x, _y) { Count = 3 }.Bytes(), "3 members"),
        Of("65534 members", new ForgedZip(_x) { Count = 65534 }.Bytes(), "65534 members"),
        Of("a directory beyond the file", new ForgedZip(_x) { DirectoryOffset = 4_000_000_000 }.Bytes(), "4000000000"),
        Of("a directory of 4 GB", new ForgedZip(_x) { DirectorySize = 4_000_000_000 }.Bytes(), "4000000000"),
        Of("a directory elsewhere", new ForgedZip(_x) { DirectoryOffset = 0 }.Bytes(), "expected it to end here"),
        Of("split over disks", new ForgedZip(_x) { Disk = 1 }.Bytes(), "split"),
        Of("zip64: a locator to nowhere", Far(zip => zip with { Zip64Offset = 1ul << 62 }), "zip64 locator"),
        Of("zip64: a locator to other bytes", Far(zip => zip with { Zip64Offset = 0 }), "zip64 record"),
        Of("zip64: 2^60 members", Far(zip => zip with { Zip64 = (_, size, at) => (1ul << 60, size, at) }), "1152921504606846976 members"),
        Of("zip64: 1000 members", Far(zip => zip with { Zip64 = (_, size, at) => (1000, size, at) }), "1000 members"),
        Of("zip64: a directory of 2^63 bytes", Far(zip => zip with { Zip64 = (count, _, at) => (count, 1ul << 63, at) }),
            "9223372036854775808"),
        Of("zip64: contradicts the end", Far(zip => zip with { Count = 7 }), "contradicts"),
        Of("zip64: sizes missing", new ForgedZip(_x with { Size = uint.MaxValue }).Bytes(), "'x.npy'", "zip64 field"),
        Of("zip64: a size of 2^64 - 1", new ForgedZip(_x with { Size = uint.MaxValue, Extra = Extra64(ulong.MaxValue) }).Bytes(),
            "more than any file holds"),
        Of("zip64: packed beyond the file", new ForgedZip(_x with { PackedSize = uint.MaxValue, Extra = Extra64(1ul << 62) }).Bytes(),
            "beyond the file"),
        Of("zip64: the local header has none", new ForgedZip(_x with { LocalSize = uint.MaxValue }).Bytes(), "local header"),
        Of("zip64: a field cut short", new ForgedZip(_x with { Size = uint.MaxValue, Extra = [1, 0, 8, 0, 1] }).Bytes(), "zip64 field"),
        Of("a name twice", new ForgedZip(_x, _x).Bytes(), "'x.npy' stands twice"),
        Of("a name with and without .npy", new ForgedZip(_x, ForgedMember.Stored("x", _array)).Bytes(), "two members are named 'x'"),
        Named("a climbing name", "../x.npy", "climbs"),
        Named("a name that climbs in the middle", "a/../../x.npy", "climbs"),
        Named("an absolute name", "/etc/x.npy", "absolute"),
        Named("a name on a drive", "C:/x.npy", "absolute"),
        Named("a name with backslashes", "..\\x.npy", "backslash"),
        Named("a name with a NUL", "x.npy\0.png", "control characters"),
        Named("no name", "", "no name"),
        Of("a name that is no UTF-8", new ForgedZip(_x with { NameBytes = [0xff, 0xfe] }).Bytes(), "not UTF-8", "FFFE"),
        Of("another name in the local header", new ForgedZip(_x with { LocalName = "z.npy"u8.ToArray() }).Bytes(), "'x.npy'", "'z.npy'"),
        Of("a longer name in the local header", new ForgedZip(_x with { LocalName = "x.npy.pkl"u8.ToArray() }).Bytes(), "'x.npy.pkl'"),
        Of("other flags in the local header", new ForgedZip(_x with { LocalFlags = 1 }).Bytes(), "'x.npy'", "flags"),
        Of("another method in the local header", new ForgedZip(_x with { LocalMethod = 0 }).Bytes(), "'x.npy'", "method"),
        Of("another size in the local header", new ForgedZip(_x with { LocalSize = 3 }).Bytes(), "'x.npy'", "local header declares"),
        Of("another packed size in the local header", new ForgedZip(_x with { LocalPackedSize = 3 }).Bytes(), "'x.npy'",
            "local header declares"),
        Of("another checksum in the local header", new ForgedZip(_x with { LocalCrc = 3 }).Bytes(), "'x.npy'", "00000003"),
        Of("a wrong checksum, deflated", new ForgedZip(_x with { Crc = 5 }).Bytes(), "'x.npy'", "checksum 00000005"),
        Of("a wrong checksum, stored", new ForgedZip(_y with { Crc = 5 }).Bytes(), "'y.npy'", "checksum 00000005"),
        Of("encrypted", new ForgedZip(_x with { Flags = 1 }).Bytes(), "'x.npy'", "encrypted"),
        Of("strongly encrypted", new ForgedZip(_x with { Flags = 65 }).Bytes(), "'x.npy'", "encrypted"),
        Of("a patch", new ForgedZip(_x with { Flags = 32 }).Bytes(), "'x.npy'", "patch"),
        Of("hidden headers", new ForgedZip(_x with { Flags = 1 << 13 }).Bytes(), "'x.npy'", "hides"),
        Of("unknown flags", new ForgedZip(_x with { Flags = 1 << 7 }).Bytes(), "'x.npy'", "0080"),
        Of("packed by bzip2", new ForgedZip(_x with { Method = 12 }).Bytes(), "'x.npy'", "method 12"),
        Of("packed by Zstandard", new ForgedZip(_x with { Method = 93 }).Bytes(), "'x.npy'", "method 93"),
        Of("a link", new ForgedZip(_x with { Attributes = 0xA1FFu << 16 }).Bytes(), "'x.npy'", "link"),
        Of("a folder with bytes", new ForgedZip(ForgedMember.Stored("d/", _array)).Bytes(), "'d/'", "folder"),
        Of("members that share bytes", new ForgedZip(_x, new ForgedMember("y.npy", _array) { LocalName = "x.npy"u8.ToArray(),
            Offset = 0 }).Bytes(), "'y.npy'", "'x.npy'"),
        Of("a member inside another", Nested(), "overlap"),
        Of("a member that begins in the directory", new ForgedZip(_x with { Offset = 100 }).Bytes(), "'x.npy'", "local header"),
        Of("stored, with two sizes", new ForgedZip(_y with { Size = 1000 }).Bytes(), "'y.npy'", "stored"),
        Of("packed data into the directory", new ForgedZip(_x with { PackedSize = 180 }).Bytes(), "'x.npy'", "into the directory"),
        Of("sizes that follow, and do not", new ForgedZip(_x with { Flags = 8 }).Bytes(), "'x.npy'", "behind its data"),
        Of("sizes that follow, and lie", new ForgedZip(_x with { Flags = 8, Following = Forged.Little(0x08074b50u, 1u, 2u, 3u) }).Bytes(),
            "'x.npy'", "behind its data"),
        Of("inflates beyond its size", new ForgedZip(_x with { Data = _array, Packed = Forged.Deflate([.. _array,
            .. new byte[5000]]) }).Bytes(), "'x.npy'", "found more"),
        Of("inflates to less than its size", new ForgedZip(_x with { Packed = Forged.Deflate(_array[..^4]) }).Bytes(), "'x.npy'",
            "expected 80 bytes, found 76"),
        Of("data that are not deflated", new ForgedZip(_x with { Packed = Enumerable.Repeat((byte)0xff, 60).ToArray() }).Bytes(),
            "'x.npy'", "compressed bytes are damaged"),
        Of("something hidden behind deflated data", new ForgedZip(_x with { Packed = [.. Forged.Deflate(_array),
            .. new byte[40]] }).Bytes(), "'x.npy'", "hidden"),
        Of("a bomb by its size", new ForgedZip(Bomb(4_000_000_000)).Bytes(), "'x.npy'", "more than deflate can give"),
        Of("a bomb of many members", new ForgedZip([.. Enumerable.Range(0, 3000).Select(i => Bomb(100_000, $"{i}.npy"))]).Bytes(),
            "fill the memory"),
        Of("a bomb that breaks its promise", new ForgedZip(Promise()).Bytes(), "'x.npy'", "expected 100000073 bytes, found 100073"),
        Of("a bomb that deflate could give", new ForgedZip(_x with { Packed = new byte[300_000], Size = 300_000_000 }).Bytes(),
            "300000000", "fill the memory"),
        Of("a bomb behind a small size", new ForgedZip(Bomb(140)).Bytes(), "'x.npy'"),
        Of("an array larger than its member", new ForgedZip(new ForgedMember("x.npy", Forged.Npy(Header("(1000000000,)"),
            Forged.Floats))).Bytes(), "'x.npy'", "4000000000 bytes", "12 follow"),
        Of("an array smaller than its member", new ForgedZip(new ForgedMember("x.npy", Forged.Npy(Header("(2,)"),
            Forged.Floats))).Bytes(), "'x.npy'", "8 bytes", "12 follow"),
        Of("a member that is no array", new ForgedZip(ForgedMember.Stored("data.pkl", [.. "\u0080\u0002}q\0.pickle pickle"u8])).Bytes(),
            "'data.pkl'", "expected an array"),
        Of("an empty member", new ForgedZip(ForgedMember.Stored("x.npy", [])).Bytes(), "'x.npy'", "0 bytes"),
        Of("a zip in a zip", new ForgedZip(ForgedMember.Stored("x.npy", _good)).Bytes(), "'x.npy'", "expected an array"),
        Of("objects", new ForgedZip(new ForgedMember("x.npy", Forged.Npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }",
            Forged.Floats))).Bytes(), "'x.npy'", "pickle"),
        Of("no zip at all", "hello, hello, hello"u8.ToArray(), "end record"),
    ];

    private static HostileFile Of(string name, byte[] bytes, params string[] says) => new($"npz: {name}", ".npz", () => bytes, says);

    private static HostileFile Named(string name, string member, params string[] says) =>
        Of(name, new ForgedZip(_x, ForgedMember.Stored(member, _array)).Bytes(), says);

    private static string Header(string shape) => $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n";

    private static byte[] Far(Func<ForgedZip, ForgedZip> lie) =>
        lie(new ForgedZip(_x) { Zip64 = (count, size, at) => (count, size, at) }).Bytes();

    private static byte[] Extra64(ulong value) => [1, 0, 8, 0, .. Forged.Little(value)];

    /// <summary>A few hundred packed bytes of zeros that inflate to 200 kB, with a size of one's choice.</summary>
    private static ForgedMember Bomb(uint size, string name = "x.npy") =>
        new ForgedMember(name, _array) { Size = size, Packed = _zeros };

    /// <summary>As many bytes promised as deflate could give, by header and directory alike; few are given.</summary>
    private static ForgedMember Promise()
    {
        byte[] header = Forged.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (100000000,)}", []);
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        return new ForgedMember("x.npy", []) { Size = (uint)header.Length + 100_000_000, Packed = Forged.Deflate([.. header, .. noise]) };
    }

    private static readonly byte[] _zeros = Forged.Deflate([.. _array, .. new byte[200_000]]);

    /// <summary>The second member stands, header and all, within the stored data of the first.</summary>
    private static byte[] Nested()
    {
        var inner = new MemoryStream();
        ForgedMember second = ForgedMember.Stored("y.npy", _array);
        second.WriteLocal(new BinaryWriter(inner));
        ForgedMember outer = ForgedMember.Stored("x.npy", [.. _array, .. inner.ToArray()]);
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        outer.WriteLocal(writer);
        uint directory = (uint)file.Position;
        outer.WriteCentral(writer, 0);
        second.WriteCentral(writer, (uint)(30 + "x.npy".Length + _array.Length));
        uint size = (uint)file.Position - directory;
        writer.Write(Encoding.Latin1.GetBytes("PK\u0005\u0006"));
        foreach (ushort number in (ushort[])[0, 0, 2, 2]) writer.Write(number);
        writer.Write(size);
        writer.Write(directory);
        writer.Write((ushort)0);
        return file.ToArray();
    }
}
