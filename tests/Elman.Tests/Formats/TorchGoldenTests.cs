using System.Text.Json;
using Elman.Autograd;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Tests.Storage;

namespace Elman.Tests.Formats;

/// <summary>The files that PyTorch wrote, against what PyTorch computed from the same weights.</summary>
public sealed class TorchGoldenTests
{
    private const string Extension = ".safetensors";

    private static readonly string _folder = Path.Combine(StorageFixtures.Folder, "pytorch");

    private static IEnumerable<(string Name, string Arrays, string File, bool IsModel)> Cases =>
        from element in StorageFixtures.Cases("pytorch")
        let arrays = element.Text("arrays")
        where arrays is not null && element.TryGetProperty("files", out _)
        from file in element.GetProperty("files").EnumerateArray().Select(value => value.GetString()!)
        where file.EndsWith(Extension, StringComparison.Ordinal)
        select (element.Text("name")!, arrays, file, element.GetProperty("config").Text("text") is not null);

    public static TheoryData<string, string> Models => new(Cases.Where(row => row.IsModel).Select(row => (row.Arrays, row.File)));
    public static TheoryData<string, string> All => new(Cases.Select(row => (row.Arrays, row.File)));

    [Theory, MemberData(nameof(All))]
    public void Every_parameter_is_the_array_that_PyTorch_calls_by_its_name(string arrays, string file)
    {
        ArrayFile expected = ArrayFile.Load(Path.Combine(_folder, arrays)), found = ArrayFile.Load(Path.Combine(_folder, file));
        Model<double> model = Model.Load<double>(Path.Combine(_folder, file));
        string[] names = [.. expected.Names.Where(name => name.StartsWith("param.", StringComparison.Ordinal)).Select(name => name["param.".Length..])];
        Assert.Equal(names.Order(StringComparer.Ordinal), found.Names.Order(StringComparer.Ordinal));
        Assert.Equal(names.Sum(name => found[name].Shape.Count), model.Parameters.Sum(parameter => parameter.Shape.Count));
        // As multisets of arrays: every array of the file is the value of exactly one parameter.
        Assert.Equal(
            names.Select(name => Convert.ToHexString(Bits.Of(found[name].As<double>().Values))).Order(StringComparer.Ordinal),
            model.Parameters.Select(parameter => Convert.ToHexString(Bits.Of(parameter.Value.Values))).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Models))]
    public void A_model_computes_what_PyTorch_computed(string arrays, string file)
    {
        ArrayFile expected = ArrayFile.Load(Path.Combine(_folder, arrays));
        string path = Path.Combine(_folder, file);
        ElementType type = ArrayFile.Load(path)[0].Type;
        Model<float> model = Model.Load<float>(path);
        float[] y = Predict(model, expected["x"]);
        if (type == ElementType.Float32 || type == ElementType.Float64)
        {
            AssertWithin(expected["y"].As<double>().Values, [.. y.Select(value => (double)value)], 1e-6, 1e-5);
            AssertWithin(expected["y"].As<double>().Values, Predict(Model.Load<double>(path), expected["x"]), 1e-6, 1e-5);
        }
        else
        {
            // The rounded weights themselves: the same bits as the float32 file with its weights rounded here.
            Model<float> rounded = Model.Load<float>(Path.Combine(_folder, arrays.Replace(".npz", Extension, StringComparison.Ordinal)));
            foreach (Parameter<float> parameter in rounded.Parameters)
                foreach (ref float value in parameter.Value.Span) value = type == ElementType.Float16 ? (float)(Half)value : NearestBrainFloat(value);
            Assert.Equal(Predict(rounded, expected["x"]), y);
            // And near what the unrounded weights give: 2⁻⁹ of each weight, a few dozen of which meet in an output.
            AssertWithin(expected["y"].As<double>().Values, [.. y.Select(value => (double)value)], 0.05, 0);
        }
        Assert.Equal(type == ElementType.Float64, model.Assumptions.Any(sentence => sentence.Contains("rounded to float32", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_head_can_be_put_on_the_last_step_and_what_is_assumed_is_said()
    {
        string path = Repository.Path("tests", "fixtures", "pytorch", "notebook5.safetensors");
        Model<float> every = Model.Load<float>(path), last = Model.Load<float>(path, new LoadOptions { Heads = Heads.Last });
        Tensor<float> x = ArrayFile.Load(Path.ChangeExtension(path, ".npz"))["x"].As<float>();
        Tensor<float> y = every.Predict(x), end = last.Predict(x);
        Assert.Equal(new Shape(x.Shape[0], y.Shape[2]), end.Shape);
        for (int n = 0; n < x.Shape[0]; n++) Bits.AssertEqual(y.Values.Slice((n * y.Shape[1] + y.Shape[1] - 1) * y.Shape[2], y.Shape[2]), end.Values.Slice(n * y.Shape[2], y.Shape[2]), $"sequence {n}");
        Assert.Equal(
            [
                "The modules run in the order rnn → fc, the only one in which their shapes fit.",
                "The activation of 'rnn' is tanh; LoadOptions.Activation sets another.",
                "What follows 'rnn' is applied at every step; LoadOptions.Heads sets another.",
            ], every.Assumptions);
        Assert.DoesNotContain(last.Assumptions, sentence => sentence.Contains("every step", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tagger_says_what_it_assumes()
    {
        Model<float> model = Model.Load<float>(Repository.Path("tests", "fixtures", "pytorch", "tagger.safetensors"));
        Assert.Equal(
            [
                "The modules run in the order embedding → encoder → norm → head.0 → head.3, the only one in which their shapes fit.",
                "'embedding' is an Embedding, because its matrix has no bias and what it gives fits the module after it.",
                "What follows 'encoder' is applied at every step; LoadOptions.Heads sets another.",
                "There is a relu at 'head.1', since modules without parameters leave no trace in a file; LoadOptions.HiddenActivation sets another.",
                "The epsilon of 'norm' is 1e-5; LoadOptions.LayerNormEpsilon sets another.",
            ], model.Assumptions);
        Assert.Equal("head.0", model.Nodes[3].Name);
        Assert.Equal("head.1", model.Nodes[4].Name);
    }

    private static T[] Predict<T>(Model<T> model, NamedArray x) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        (model.Inputs[0].Shape.IsIds ? model.Predict(x.As<int>()) : model.Predict(x.As<T>())).Output.Values.ToArray();

    /// <summary>To the nearest of 8 bits of significand, ties to even.</summary>
    private static float NearestBrainFloat(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000);
    }

    private static void AssertWithin(ReadOnlySpan<double> expected, double[] found, double absolute, double relative)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.True(Math.Abs(found[i] - expected[i]) <= absolute + relative * Math.Abs(expected[i]), FormattableString.Invariant($"entry {i}: {found[i]:R}, expected {expected[i]:R}"));
    }
}
