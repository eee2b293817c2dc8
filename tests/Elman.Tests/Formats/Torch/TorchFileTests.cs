using Elman.Formats;
using Elman.Formats.Containers;
using Elman.Formats.Containers.Torch;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Tests.Storage;
using Xunit;

namespace Elman.Tests.Formats.Torch;

/// <summary>Files as PyTorch and NumPy write them beyond the golden ones, and the files that we write.</summary>
public sealed class TorchFileTests
{
    private static string Odd(string name) => Path.Combine(Repository.Root, "tests", "fixtures", "pytorch-odd", name);

    private static ArrayFile Read(string name, string? key = null) => FormatTable.Of(Odd(name)).Open(Odd(name), new LoadOptions { Key = key });

    [Theory]
    [InlineData("odd.pt", "odd.npz")]
    [InlineData("odd.pth", "odd.npz")]
    [InlineData("old_modules.pt", "old_modules.npz")]
    [InlineData("arrays.2.pkl", "arrays.npz")]
    [InlineData("arrays.3.pkl", "arrays.npz")]
    [InlineData("arrays.4.pkl", "arrays.npz")]
    [InlineData("arrays.5.pkl", "arrays.npz")]
    public void Every_array_has_the_numbers_that_Python_saw(string name, string expected)
    {
        ArrayFile arrays = Read(name), python = ArrayFile.Load(Odd(expected));
        Assert.Equal(python.Names.Order(StringComparer.Ordinal), arrays.Names.Order(StringComparer.Ordinal));
        foreach (NamedArray array in python)
        {
            Assert.Equal(array.Shape, arrays[array.Name].Shape);
            if (array.Name != "bf16") Assert.Equal(array.Type, arrays[array.Name].Type);
            Bits.AssertEqual(array.As<double>().Values, arrays[array.Name].As<double>().Values, $"{name}, {array.Name}");
        }
    }

    [Theory]
    [InlineData("quantised_refuse.pt", "dequantize")]
    [InlineData("sparse_refuse.pt", "to_dense")]
    [InlineData("complex_refuse.pt", "complex")]
    [InlineData("object_refuse.pkl", "Python objects")]
    [InlineData("unclear.pt", "'model' (8 tensors), 'state_dict' (2 tensors)")]
    [InlineData("nested.pt", "'nets/actor' (8 tensors), 'nets/critic' (2 tensors)")]
    public void What_cannot_be_held_or_is_not_clear_is_refused_by_name(string name, string said) =>
        Assert.Contains(said, Assert.Throws<BadFileException>(() => Read(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_names_the_part_that_is_meant()
    {
        Assert.Equal(8, Read("unclear.pt", "model").Count);
        Assert.Equal(["weight", "bias"], Read("nested.pt", "nets/critic").Names);
        Assert.Equal(["epoch"], Read("nested.pt", ".").Names);
        Assert.Contains("'nets/actor' (8 tensors)", Assert.Throws<BadFileException>(() => Read("nested.pt", "nets")).Message, StringComparison.Ordinal);
        Assert.Contains("holds one model", Assert.Throws<ArgumentException>(() => Read("odd.npz", "x")).Message, StringComparison.Ordinal);
        Model<float> model = Model.Load<float>(Odd("unclear.pt"), new LoadOptions { Key = "model" });
        Assert.Empty(model.Assumptions);
    }

    [Fact]
    public void A_description_in_a_file_of_its_own_says_what_names_and_shapes_do_not()
    {
        Model<float> chain = Model.Load<float>(Odd("old_modules.pt"), new LoadOptions { Heads = Heads.Last });
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, chain.Description.ToJson().ToJsonString());
            Model<float> model = Model.Load<float>(Odd("old_modules.pt"), new LoadOptions { Architecture = path });
            Assert.Equal(["The weights are 'state_dict' (10 tensors), the only dictionary of tensors; LoadOptions.Key names another."], model.Assumptions);
            var x = new Tensor<float>(new Shape(2, 5, 3));
            new TorchRandom(3).Uniform(x.Span, -1, 1);
            Bits.AssertEqual(chain.Predict(x).Output.Values, model.Predict(x).Output.Values, "outputs");
            Assert.Contains("LoadOptions.Heads", Assert.Throws<ArgumentException>(() => Model.Load<float>(Odd("old_modules.pt"), new LoadOptions { Architecture = path, Heads = Heads.Last })).Message, StringComparison.Ordinal);
            File.WriteAllText(path, chain.Description.ToJson().ToJsonString().Replace("\"fc\"", "\"fd\"", StringComparison.Ordinal));
            Assert.Contains("'fd.weight' is missing", Assert.Throws<BadFileException>(() => Model.Load<float>(Odd("old_modules.pt"), new LoadOptions { Architecture = path })).Message, StringComparison.Ordinal);
            File.WriteAllText(path, "[");
            Assert.Equal(path, Assert.Throws<BadFileException>(() => Model.Load<float>(Odd("old_modules.pt"), new LoadOptions { Architecture = path })).Path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Numbers_of_a_big_endian_machine_are_turned_round()
    {
        byte[] big = [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0, 0x40, 0x40, 0, 0];
        ForgedPickle pickle = ForgedPickle.Protocol().Map(("w", p => p.Tensor([3], [1])));
        byte[] zip = pickle.Zip(ForgedMember.Stored("m/data/0", big), ForgedMember.Stored("m/byteorder", [.. "big"u8]));
        Assert.Equal([1f, 2, 3], HostilePickleTests.Read(zip, "big.pt")["w"].As<float>().Values.ToArray());
    }

    [Fact]
    public void What_is_written_is_read_with_the_same_bits_names_order_and_text()
    {
        var file = new ArrayFile();
        foreach (NamedArray array in Read("odd.pt")) file.Add(array);
        file.Metadata["about"] = "a „text“";
        using var stream = new MemoryStream();
        TorchWriter.Write(file, stream);
        ArrayFile back = HostilePickleTests.Read(stream.ToArray(), "back.pt");
        Assert.Equal(file.Names, back.Names);
        Assert.Equal("a „text“", back.Metadata["about"]);
        foreach (NamedArray array in file)
        {
            Assert.Equal((array.Type, array.Shape), (back[array.Name].Type, back[array.Name].Shape));
            Assert.Equal(array.Bytes.ToArray(), back[array.Name].Bytes.ToArray());
        }
        using var again = new MemoryStream();
        TorchWriter.Write(back, again);
        Assert.Equal(stream.ToArray(), again.ToArray());
    }

    [Fact]
    public void What_is_written_uses_only_what_weights_only_allows()
    {
        using var stream = new MemoryStream();
        TorchWriter.Write(Read("old_modules.pt"), stream);
        var source = new ByteSource(new MemoryStream(stream.ToArray()), "x.pt");
        byte[] pickle = ZipContents.Read(source, ZipDirectory.Read(source).Single(member => member.Name == "archive/data.pkl"));
        string text = System.Text.Encoding.Latin1.GetString(pickle);
        Assert.StartsWith("\u0080\u0002", text, StringComparison.Ordinal);
        Assert.Equal(["collections OrderedDict", "torch FloatStorage", "torch._utils _rebuild_tensor_v2"], Globals(text).Distinct().Order(StringComparer.Ordinal));
        // Every storage begins where it can be mapped.
        Assert.All(ZipDirectory.Read(source), member => Assert.Equal(0, member.Data % 64));
    }

    private static IEnumerable<string> Globals(string pickle) =>
        System.Text.RegularExpressions.Regex.Matches(pickle, "c([a-z_][a-z_.]*)\n([A-Za-z_0-9]+)\n").Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");

    [Fact]
    public void A_model_saved_for_PyTorch_is_the_same_when_it_is_loaded()
    {
        Model<float> model = Model.Load<float>(Odd("old_modules.pt"), new LoadOptions { Heads = Heads.Last });
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pt");
        try
        {
            model.Save(path);
            Model<float> back = Model.Load<float>(path);
            var x = new Tensor<float>(new Shape(2, 5, 3));
            new TorchRandom(3).Uniform(x.Span, -1, 1);
            Bits.AssertEqual(model.Predict(x).Output.Values, back.Predict(x).Output.Values, "outputs");
            Assert.Empty(back.Assumptions);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
