using Elman.Formats;
using Elman.Formats.Containers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Tests.Autograd;

namespace Elman.Tests.Formats.Keras;

/// <summary>Weights without a model, as packages ship them, in the architecture that their README tells.</summary>
public sealed class WildWeightsTests
{
    private static string Fixture(string name) => Repository.Path("tests", "fixtures", "wild", "chars2vec", name);

    [Theory, InlineData("hard_sigmoid", "y"), InlineData("sigmoid", "y_sigmoid")]
    public void Chars2vec_gives_what_its_package_gives(string gate, string key)
    {
        using var files = new Written();
        string architecture = File.ReadAllText(Repository.Path("samples", "wild", "chars2vec.json"));
        File.WriteAllText(files.Path("chars2vec.json"), architecture.Replace("hard_sigmoid", gate, StringComparison.Ordinal));
        Model<float> model = Model.Load<float>(Fixture("weights.h5"), new() { Architecture = files.Path("chars2vec.json") });
        ArrayFile pairs = ArrayFile.Load(Fixture("pairs.npz"));
        int cases = 0;
        for (; pairs.Contains($"x.{cases}"); cases++)
        {
            ReadOnlySpan<float> found = model.Predict(pairs[$"x.{cases}"].As<float>()).Output.Values, expected = pairs[$"{key}.{cases}"].As<float>().Values;
            for (int i = 0; i < found.Length; i++) Assert.InRange(found[i] - expected[i], -6e-6f, 6e-6f);
        }
        Assert.True(cases > 3);
    }

    [Theory, InlineData("LSTM", 4), InlineData("GRU", 3)]
    public void A_layer_for_GPUs_is_the_usual_one_with_its_numbers_elsewhere(string kind, int gates)
    {
        const int Inputs = 3, Units = 2;
        using var files = new Written();
        int width = gates * Units;
        float[] kernel = Draw.Tensor<float>(1, Inputs, width).Values.ToArray(), recurrent = Draw.Tensor<float>(2, Units, width).Values.ToArray(), bias = Draw.Tensor<float>(3, 2, width).Values.ToArray();
        bool isGru = kind == "GRU";
        // An LSTM has one bias, so that of the recurrent product is zero on both sides.
        if (!isGru) bias.AsSpan(width).Clear();
        var usual = new ArrayFile { { "arr_0", Of(kernel, Inputs, width) }, { "arr_1", Of(recurrent, Units, width) }, { "arr_2", isGru ? Of(bias, 2, width) : Of(bias[..width], width) } };
        var gpus = new ArrayFile { { "arr_0", Of(Blocks(kernel, Inputs), Inputs, width) }, { "arr_1", Of(Blocks(recurrent, Units), Units, width) }, { "arr_2", Of(bias, 2 * width) } };
        usual.Save(files.Path("usual.npz"));
        gpus.Save(files.Path("gpus.npz"));
        Model<float> one = Load(kind, isGru ? ", \"reset_after\": true, \"recurrent_activation\": \"sigmoid\"" : ", \"recurrent_activation\": \"sigmoid\"", "usual.npz"), other = Load("CuDNN" + kind, "", "gpus.npz");
        Tensor<float> x = Draw.Tensor<float>(5, 2, 7, Inputs);
        Bits.AssertEqual(one.Predict(x).Output.Values, other.Predict(x).Output.Values, kind);

        Model<float> Load(string layer, string options, string weights) =>
            Model.Load<float>(files.Zip("model.keras", (KerasArchive.MetadataName, Written.Metadata2), (KerasArchive.ConfigName, Written.Sequential((layer, $$"""{"name": "l", "units": {{Units}}{{options}}}""")))), new() { Weights = files.Path(weights) });

        // Each gate's block (rows, units), turned and then read row by row as if it were not.
        float[] Blocks(float[] matrix, int rows)
        {
            var blocks = new float[matrix.Length];
            for (int gate = 0; gate < gates; gate++)
                for (int n = 0; n < rows * Units; n++)
                    blocks[n / Units * width + gate * Units + n % Units] = matrix[n % rows * width + gate * Units + n / rows];
            return blocks;
        }
    }

    private static Tensor<float> Of(float[] values, params int[] shape) => new(new Shape(shape), values);
}
