using System.Text.Json;
using Elman.Numerics;
using Elman.Storage;
using Xunit;

namespace Elman.Tests.Storage;

/// <summary>Files that NumPy and PyTorch wrote, case by case from their manifests.</summary>
public sealed class ArrayFixtureTests
{
    private static readonly string[] _frameworks = ["numpy", "pytorch", "mxnet"];

    public static IEnumerable<TheoryDataRow<string>> Expecting(string what) =>
        from c in StorageFixtures.Cases("numpy")
        where c.GetProperty("config").Text("expect") == what
        select new TheoryDataRow<string>(c.Text("name")!);

    public static IEnumerable<TheoryDataRow<string, string>> WithArrays =>
        from framework in _frameworks
        from c in StorageFixtures.Cases(framework)
        where c.Text("arrays") is not null
        select new TheoryDataRow<string, string>(framework, c.Text("arrays")!);

    public static IEnumerable<TheoryDataRow<string, string>> Safetensors =>
        from c in StorageFixtures.Cases("pytorch")
        where c.Text("arrays") is not null
        from file in c.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)
        where file.EndsWith(".safetensors", StringComparison.Ordinal) && File.Exists(Path.Combine(StorageFixtures.Folder, "pytorch", file))
        select new TheoryDataRow<string, string>(file, c.Text("arrays")!);

    [Theory, MemberData(nameof(Expecting), "equal")]
    public void A_file_of_NumPy_holds_the_arrays_it_should(string name)
    {
        (string folder, JsonElement golden) = Numpy(name);
        ArrayFile expected = ArrayFile.Load(Path.Combine(folder, golden.Text("arrays")!));
        foreach (string file in golden.GetProperty("files").EnumerateArray().Select(file => file.GetString()!))
        {
            ArrayFile found = ArrayFile.Load(Path.Combine(folder, file));
            Assert.Equal(expected.Count, found.Count);
            for (int i = 0; i < found.Count; i++)
            {
                // The generator's npz holds a scalar as one number in a row.
                Assert.Equal(expected[i].Shape, found[i].Shape.Rank == 0 ? new Shape(1) : found[i].Shape);
                Assert.Equal(expected[i].Type, found[i].Type);
                Assert.True(expected[i].Bytes.SequenceEqual(found[i].Bytes), $"{file}: {found[i]}");
                if (found.Count > 1) Assert.Equal(expected[i].Name, found[i].Name);
            }
        }
    }

    [Theory, MemberData(nameof(Expecting), "refuse")]
    public void A_file_of_NumPy_that_must_be_refused_is_refused_with_the_reason(string name)
    {
        (string folder, JsonElement golden) = Numpy(name);
        string why = golden.GetProperty("config").Text("why")!;
        foreach (string file in golden.GetProperty("files").EnumerateArray().Select(file => file.GetString()!))
        {
            var error = Assert.Throws<BadFileException>(() => ArrayFile.Load(Path.Combine(folder, file)));
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(WithArrays))]
    public void Every_golden_npz_is_read_and_comes_back_from_every_container_bit_for_bit(string framework, string arrays)
    {
        ArrayFile file = ArrayFile.Load(Path.Combine(StorageFixtures.Folder, framework, arrays));
        Assert.NotEmpty(file);
        foreach (string extension in (string[])[".npz", ".safetensors"])
            RoundTripTests.AssertSame(file, ArrayFile.Read(file.ToBytes(extension), "again" + extension));
    }

    [Theory, MemberData(nameof(Safetensors))]
    public void A_safetensors_of_PyTorch_holds_the_parameters_of_its_npz(string file, string arrays)
    {
        string folder = Path.Combine(StorageFixtures.Folder, "pytorch");
        ArrayFile expected = ArrayFile.Load(Path.Combine(folder, arrays)), found = ArrayFile.Load(Path.Combine(folder, file));
        Assert.NotEmpty(found);
        foreach (NamedArray array in found)
        {
            double[] parameter = expected["param." + array.Name].As<double>().Values.ToArray();
            double[] rounded = [.. parameter.Select(number => Rounded(array.Type, number))];
            Assert.Equal(expected["param." + array.Name].Shape, array.Shape);
            Assert.Equal(rounded, array.As<double>().Values.ToArray());
        }
    }

    private static (string Folder, JsonElement Case) Numpy(string name) =>
        (Path.Combine(StorageFixtures.Folder, "numpy"), StorageFixtures.Cases("numpy").Single(c => c.Text("name") == name));

    private static double Rounded(ElementType type, double number)
    {
        if (type == ElementType.Float16) return (double)(Half)number;
        if (type != ElementType.BrainFloat16) return number;
        uint bits = BitConverter.SingleToUInt32Bits((float)number);
        uint even = bits + 0x7fff + (bits >> 16 & 1);   // nearest, ties to even
        return BitConverter.UInt32BitsToSingle(even & 0xffff0000);
    }
}
