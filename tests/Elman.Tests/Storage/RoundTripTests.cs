using System.IO.Compression;
using System.Text;
using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>What is written is read back, to the bit.</summary>
public sealed class RoundTripTests
{
    private static readonly Shape[] _shapes = [Shape.Scalar, new(7), new(0), new(2, 0, 3), new(4, 5), new(2, 3, 1, 4)];

    private static readonly (string Extension, bool Compressed)[] _containers =
        [(".npy", false), (".npz", false), (".npz", true), (".safetensors", false)];

    public static IEnumerable<TheoryDataRow<string, string, bool>> Containers =>
        from type in ElementType.All
        from container in _containers
        where type != ElementType.BrainFloat16 || container.Extension == ".safetensors"
        select new TheoryDataRow<string, string, bool>(type.Name, container.Extension, container.Compressed);

    [Theory, MemberData(nameof(Containers))]
    public void Every_element_type_and_shape_comes_back_bit_for_bit(string typeName, string extension, bool compressed)
    {
        ElementType type = ElementType.All.Single(type => type.Name == typeName);
        CompressionLevel compression = compressed ? CompressionLevel.SmallestSize : CompressionLevel.NoCompression;
        ArrayFile[] files = [.. _shapes.Select((shape, i) => new ArrayFile([Irregular($"a{i}", type, shape)]))];
        if (extension != ".npy") files = [new ArrayFile(files.SelectMany(file => file))];
        foreach (ArrayFile file in files)
        {
            byte[] bytes = file.ToBytes(extension, compression);
            AssertSame(file, ArrayFile.Read(bytes, $"{file[0].Name}{extension}"));
            Assert.Equal(bytes, file.ToBytes(extension, compression));
        }
    }

    /// <summary>NaNs of three kinds, -0, infinity, and the smallest number.</summary>
    public static TheoryData<string, byte[]> Odd => new()
    {
        { "f16", [0x01, 0x7e, 0x01, 0x7c, 0xff, 0xff, 0x00, 0x80, 0x00, 0x7c, 0x01, 0x00] },
        { "bf16", [0xc1, 0x7f, 0x81, 0x7f, 0xff, 0xff, 0x00, 0x80, 0x80, 0x7f, 0x01, 0x00] },
        { "f32", Forged.Little(0x7fc00001u, 0x7f800001u, 0xffffffffu, 0x80000000u, 0x7f800000u, 1u) },
        { "f64", Forged.Little(0x7ff8000000000001ul, 0x7ff0000000000001ul, ulong.MaxValue, 1ul << 63, 0x7ff0000000000000ul, 1ul) },
        { "bool", [0, 1, 2, 255, 0, 1] },
    };

    [Theory, MemberData(nameof(Odd))]
    public void Payloads_of_NaN_and_minus_nought_and_other_odd_bits_stay(string typeName, byte[] bytes)
    {
        ElementType type = ElementType.All.Single(type => type.Name == typeName);
        var file = new ArrayFile([new NamedArray("odd", type, new Shape(6), bytes)]);
        foreach (string extension in (string[])[".npz", ".npy", ".safetensors"])
        {
            if (type == ElementType.BrainFloat16 && extension != ".safetensors") continue;
            Assert.Equal(bytes, ArrayFile.Read(file.ToBytes(extension), "odd" + extension)[0].Bytes.ToArray());
        }
    }

    [Fact]
    public void Names_and_metadata_of_any_letters_come_back_in_their_order()
    {
        var file = new ArrayFile
        {
            { "z/ключ", Tensor.From([1f]) },
            { "a \"quoted\"\n", Tensor.From([2.0]) },
            { "", Tensor.From([3]) },
            { "weight_ih_l0", Tensor.From([true]) },
        };
        file.Metadata["z"] = "{\"nested\": \"json\"}";
        file.Metadata["a"] = "日本\u0001 🎈";
        ArrayFile again = ArrayFile.Read(file.ToBytes(".safetensors"), "names.safetensors");
        AssertSame(file, again);
        Assert.Equal(file.Metadata.ToArray(), again.Metadata.ToArray());
    }

    [Fact]
    public void A_written_safetensors_has_its_keys_in_order_and_its_data_aligned()
    {
        var file = new ArrayFile
        {
            { "mask", Tensor.From([true, false, true]) },
            { "w", Tensor.From([1f, 2, 3]) },
            { "d", Tensor.From([1.0]) },
        };
        file.Metadata["format"] = "pt";
        byte[] bytes = file.ToBytes(".safetensors");
        long length = BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"mask":{"dtype":"BOOL","shape":[3],"data_offsets":[20,23]},"w":""" +
            """{"dtype":"F32","shape":[3],"data_offsets":[8,20]},"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
            Encoding.UTF8.GetString(bytes, 8, (int)length).TrimEnd(' '));
        Assert.Equal(8 + length + 23, bytes.Length);
    }

    [Theory, InlineData("npy_f4"), InlineData("npy_f8"), InlineData("npy_half"), InlineData("npy_boolean"), InlineData("npy_i8"),
        InlineData("npy_empty"), InlineData("npy_scalar")]
    public void A_written_npy_is_byte_for_byte_what_NumPy_writes(string name)
    {
        string path = Path.Combine(StorageFixtures.Folder, "numpy", name + ".npy");
        Assert.Equal(File.ReadAllBytes(path), ArrayFile.Load(path).ToBytes(".npy"));
    }

    internal static void AssertSame(ArrayFile expected, ArrayFile found)
    {
        Assert.Equal(expected.Names, found.Names);
        foreach (NamedArray array in expected)
        {
            NamedArray other = found[array.Name];
            Assert.Equal(array.ToString(), other.ToString());
            Assert.True(array.Bytes.SequenceEqual(other.Bytes), array.ToString());
        }
    }

    /// <summary>Bytes of every value, so that a wrong order of bytes or numbers shows.</summary>
    private static NamedArray Irregular(string name, ElementType type, Shape shape)
    {
        var bytes = new byte[shape.Count * type.Size];
        new Random(17 + shape.Count).NextBytes(bytes);
        return new NamedArray(name, type, shape, bytes);
    }
}
