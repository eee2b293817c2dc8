using System.Globalization;
using System.IO.Compression;
using System.Text;
using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>Unusual files that are right, and are read.</summary>
public sealed class ReadingTests
{
    private const string A = """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""";
    private static readonly float[] _values = [1, 2, 3];

    public static TheoryData<string, string, byte[]> Unusual => new()
    {
        { "npy version 2", ".npy", Forged.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n", Forged.Floats, 2) },
        { "npy version 3", ".npy", Forged.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n", Forged.Floats, 3) },
        { "npy of Python 2", ".npy", Forged.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3L,), }   \n", Forged.Floats) },
        { "npy with other quotes, order and spaces", ".npy", Forged.Npy("{ \"shape\":(3 , ),\"fortran_order\" :True,\"descr\":\"<f4\"}",
            Forged.Floats) },
        { "npy of another extension", ".npz", Forged.Npy() },
        { "safetensors of another extension", ".bin", Forged.Safetensors(A, Forged.Floats) },
        { "safetensors with spaces before", ".safetensors", Forged.Safetensors(" \n\t" + A, Forged.Floats) },
        { "safetensors with spaces behind", ".safetensors", Forged.Safetensors(A + " \r\n   ", Forged.Floats) },
        { "safetensors with spaces within", ".safetensors", Forged.Safetensors(A.Replace(":", " : ", StringComparison.Ordinal),
            Forged.Floats) },
        { "npz stored", ".npz", new ForgedZip(ForgedMember.Stored("a.npy", Forged.Npy())).Bytes() },
        { "npz deflated", ".npz", new ForgedZip(new ForgedMember("a.npy", Forged.Npy())).Bytes() },
        { "npz without .npy", ".npz", new ForgedZip(ForgedMember.Stored("a", Forged.Npy())).Bytes() },
        { "npz with a comment", ".npz", new ForgedZip(ForgedMember.Stored("a.npy",
            Forged.Npy())) { Comment = [.. "PK\u0005\u0006 hello"u8] }.Bytes() },
        { "npz with a folder", ".npz", new ForgedZip(ForgedMember.Stored("a/", []), ForgedMember.Stored("a/a.npy", Forged.Npy())).Bytes() },
        { "npz in zip64", ".npz", new ForgedZip(Far()) { Zip64 = (count, size, at) => (count, size, at) }.Bytes() },
        { "npz with its sizes behind", ".npz", new ForgedZip(Following(0x08074b50u)).Bytes() },
        { "npz with its sizes behind, unmarked", ".npz", new ForgedZip(Following()).Bytes() },
        { "npz with its sizes behind, in zip64", ".npz", new ForgedZip(FollowingFar()).Bytes() },
    };

    [Theory, MemberData(nameof(Unusual))]
    public void An_unusual_file_is_read(string what, string extension, byte[] bytes)
    {
        NamedArray array = Assert.Single(ArrayFile.Read(bytes, "a" + extension));
        Assert.EndsWith("a", array.Name, StringComparison.Ordinal);
        Assert.True(array.As<float>().Values.SequenceEqual(_values), what);
    }

    [Fact]
    public void Big_endian_and_Fortran_order_are_turned_round()
    {
        byte[] data = [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 1, 6];
        byte[] bytes = Forged.Npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n", data);
        NamedArray array = ArrayFile.Read(bytes, "a.npy")[0];
        Assert.Equal([1, 3, 5, 2, 4, 262], array.As<int>().Values.ToArray());
        Assert.Equal(new Shape(2, 3), array.Shape);
    }

    [Theory, InlineData("(0, 3)"), InlineData("(3, 0)"), InlineData("(2, 0, 5)")]
    public void Nothing_at_all_in_Fortran_order_is_read(string shape) =>
        Assert.Equal(0, ArrayFile.Read(Forged.Npy($"{{'descr': '<f8', 'fortran_order': True, 'shape': {shape}, }}\n", []),
            "a.npy")[0].Shape.Count);

    [Fact]
    public void A_safetensors_may_hold_nothing_and_arrays_of_nothing_anywhere()
    {
        Assert.Empty(ArrayFile.Read(Forged.Safetensors("{}", []), "a.safetensors"));
        const string header = """
            {"b":{"dtype":"I8","shape":[],"data_offsets":[8,9]},
             "none":{"dtype":"F64","shape":[0,2],"data_offsets":[8,8]},
             "a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}
            """;
        ArrayFile file = ArrayFile.Read(Forged.Safetensors(header, new byte[9]), "a.safetensors");
        Assert.Equal(["b", "none", "a"], file.Names);
        Assert.Equal(Shape.Scalar, file["b"].Shape);
    }

    [Fact]
    public void Many_zeros_well_packed_are_no_bomb()
    {
        var file = new ArrayFile { { "zeros", new Tensor<float>(new Shape(1000, 1000)) } };
        byte[] bytes = file.ToBytes(".npz", CompressionLevel.SmallestSize);
        Assert.True(bytes.Length < 10_000);
        Assert.Equal(new Shape(1000, 1000), ArrayFile.Read(bytes, "zeros.npz")["zeros"].Shape);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_also_without_seeking()
    {
        byte[] bytes = SmallFiles.All["npz"];
        using var middle = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        Assert.Equal(5, ArrayFile.Read(middle, "a.npz").Count);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        packed.Position = 0;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        Assert.Equal(5, ArrayFile.Read(unpacked, "a.npz").Count);
    }

    [Fact]
    public void The_checksum_is_that_of_zip_files()
    {
        Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));
        byte[] bytes = new byte[1000];
        new Random(3).NextBytes(bytes);
        foreach (int cut in (int[])[0, 1, 7, 8, 9, 500, 1000])
            Assert.Equal(Forged.Crc(bytes), Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }

    [Theory, InlineData("de-DE"), InlineData("ar-SA"), InlineData("sv-SE")]
    public void The_culture_changes_neither_bytes_nor_errors(string culture)
    {
        var file = new ArrayFile { { "x", new Tensor<float>(new Shape(1234, 2)) } };
        byte[] cut = Forged.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1234567, ), }", []);
        (byte[], byte[], string, string) All() => (file.ToBytes(".npz"), file.ToBytes(".safetensors"),
            Assert.Throws<BadFileException>(() => ArrayFile.Read(cut, "a.npy")).Message,
            Assert.Throws<BadFileException>(() => NamedArray.From("d", Tensor.From([-1234.5])).As<int>()).Message);
        CultureInfo before = CultureInfo.CurrentCulture;
        var expected = All();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equivalent(expected, All());
            Assert.Contains("-1234.5", All().Item4, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static ForgedMember Far() => new("a.npy", Forged.Npy())
    {
        Size = uint.MaxValue,
        PackedSize = uint.MaxValue,
        Extra = Sizes(),
        LocalExtra = Sizes(),
    };

    private static byte[] Sizes() => [1, 0, 16, 0, .. Forged.Little((ulong)Forged.Npy().Length,
        (ulong)Forged.Deflate(Forged.Npy()).Length)];

    private static ForgedMember Following(params uint[] mark) => new("a.npy", Forged.Npy())
    {
        Flags = 8,
        LocalCrc = 0,
        LocalSize = 0,
        LocalPackedSize = 0,
        Following = [.. Forged.Little(mark), .. Forged.Little(Forged.Crc(Forged.Npy()), (uint)Forged.Deflate(Forged.Npy()).Length,
            (uint)Forged.Npy().Length)],
    };

    private static ForgedMember FollowingFar() => Following() with
    {
        Following = [.. Forged.Little(0x08074b50u, Forged.Crc(Forged.Npy())), .. Forged.Little((ulong)Forged.Deflate(Forged.Npy()).Length,
            (ulong)Forged.Npy().Length)],
    };
}
