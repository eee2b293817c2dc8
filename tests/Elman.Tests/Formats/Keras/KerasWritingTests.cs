using System.IO.Compression;
using System.Text.Json.Nodes;
using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Tests.Autograd;
using Elman.Tests.Golden;

namespace Elman.Tests.Formats.Keras;

/// <summary>Models written as Keras 3 writes them: read again they give the same bits, and their config is that of Keras's own file of the same model.</summary>
public sealed class KerasWritingTests
{
    public static IEnumerable<TheoryDataRow<string>> Goldens => GoldenCase.All.Where(golden => golden.Folder is "keras" or "keras2" or "layers" && File.Exists(golden.PathOf(golden.Name + ".keras")) && !golden.Config.ContainsKey("expect"))
        .Select(golden => new TheoryDataRow<string>(golden.ToString()));

    [Theory, MemberData(nameof(Goldens))]
    public void A_model_of_Keras_is_written_and_read_again_with_the_same_bits(string name)
    {
        GoldenCase golden = GoldenCase.All.First(candidate => candidate.ToString() == name);
        Model<float> model;
        try
        {
            model = Model.Load<float>(golden.PathOf(golden.Name + ".keras"));
        }
        catch (BadFileException error) when (error.Message.Contains("this version does not have", StringComparison.Ordinal))
        {
            Assert.Skip(error.Message);
            return;
        }
        using var files = new Written();
        foreach (string ending in new[] { ".keras", ".h5", ".weights.h5", ".safetensors" })
        {
            // Of a model without weights nothing is left there.
            if (ending == ".weights.h5" && model.Parameters.Count == 0) continue;
            string path = files.Path("again" + ending);
            try
            {
                model.Save(path, ending == ".safetensors" ? Dialect.Keras : null);
            }
            catch (NotSupportedException error) when (error.Message.Contains("hard_sigmoid_keras2", StringComparison.Ordinal))
            {
                Assert.Equal("keras2", golden.Folder);
                return;
            }
            Model<float> again = Model.Load<float>(path, ending == ".weights.h5" ? new() { Architecture = files.Path("again.keras") } : null);
            Assert.Equal(model.Parameters.Count, again.Parameters.Count);
            SamePredictions(golden, model, again);
        }
    }

    [Theory]
    [InlineData("lstm"), InlineData("gru"), InlineData("bidirectional_concat"), InlineData("simple_rnn_stacked"), InlineData("functional_encoder_decoder"), InlineData("embedding_masked")]
    public void The_config_says_what_Kerass_own_says(string name)
    {
        GoldenCase golden = GoldenCase.All.First(candidate => candidate.ToString() == "keras/" + name);
        using var files = new Written();
        Model.Load<float>(golden.PathOf(name + ".keras")).Save(files.Path("again.keras"));
        JsonObject theirs = Config(golden.PathOf(name + ".keras")), ours = Config(files.Path("again.keras"));
        Assert.Equal((string)theirs["class_name"]!, (string)ours["class_name"]!);
        JsonArray theirLayers = theirs["config"]!["layers"]!.AsArray(), ourLayers = ours["config"]!["layers"]!.AsArray();
        // An activation of a Dense layer is a layer of its own here.
        JsonNode?[] same = [.. ourLayers.Where(layer => (string)layer!["class_name"]! is not ("Activation" or "Softmax"))];
        Assert.Equal(theirLayers.Select(layer => (string)layer!["class_name"]!).Order(StringComparer.Ordinal), same.Select(layer => (string)layer!["class_name"]!).Order(StringComparer.Ordinal));
        foreach (JsonNode? layer in same)
        {
            if ((string)layer!["class_name"]! == "InputLayer") continue;
            JsonNode their = theirLayers.First(candidate => (string)candidate!["config"]!["name"]! == (string)layer["config"]!["name"]!)!;
            Compare(their["config"]!.AsObject(), layer["config"]!.AsObject());
        }

        static void Compare(JsonObject theirs, JsonObject ours)
        {
            foreach ((string option, JsonNode? value) in ours)
            {
                Assert.True(theirs.ContainsKey(option), $"Keras has no option '{option}'.");
                if (option is "dtype" or "name") continue;
                if (option is "activation" && ours.ContainsKey("units") && !ours.ContainsKey("return_sequences")) continue;
                if (value is JsonObject inner && inner["config"] is JsonObject config) Compare(theirs[option]!["config"]!.AsObject(), config);
                else Assert.True(JsonNode.DeepEquals(theirs[option], value), $"{option}: {theirs[option]?.ToJsonString()} and {value?.ToJsonString()}");
            }
        }
    }

    [Fact]
    public void A_model_of_our_own_is_written_with_all_that_Keras_has_too()
    {
        var model = Model.Sequential<float>(ModelInput.Sequences(3),
            ("rnn", new RecurrentStack<float>(3, [new(CellCatalog.Lstm(), 4, Direction.Bidirectional, BiasKind.Two, 0.25), new(CellCatalog.Gru(), 5, Direction.Forward, BiasKind.Two)])),
            ("last", new LastStep<float>()), ("norm", new LayerNorm<float>(5)), ("fc", new Dense<float>(5, 2)), ("leaky", new ActivationLayer<float>(Elman.Numerics.Activations.Activation.Parse("leaky_relu(alpha=0.125)"))));
        foreach ((int i, var parameter) in model.Parameters.Index()) Draw.Tensor<float>(i, [.. parameter.Shape]).Values.CopyTo(parameter.Value.Span);
        using var files = new Written();
        Tensor<float> x = Draw.Tensor<float>(9, 2, 6, 3);
        foreach (string ending in new[] { "m.keras", "m.h5" })
        {
            model.Save(files.Path(ending));
            Model<float> again = Model.Load<float>(files.Path(ending));
            // The two biases of an LSTM are one in Keras, whose sum is rounded.
            Tolerance.Near(model.Predict(x).Output.Values, again.Predict(x).Output.Values, ending);
            Assert.Equal("Sequential", again.Origin!.Class);
        }
        byte[] once = File.ReadAllBytes(files.Path("m.keras"));
        model.Save(files.Path("m.keras"));
        Assert.Equal(once, File.ReadAllBytes(files.Path("m.keras")));
    }

    public static IEnumerable<TheoryDataRow<string, Func<Model<float>>>> Refused =>
    [
        new("hard_sigmoid_keras2", () => Recurrent(new LayerSpec(CellCatalog.Elman(Elman.Numerics.Activations.Activation.Parse("hard_sigmoid_keras2")), 2))),
        new("would be", () => Recurrent(new LayerSpec(CellCatalog.Lstm(output: Elman.Numerics.Activations.Activation.Relu), 2))),
        new("in reverse", () => Recurrent(new LayerSpec(CellCatalog.Gru(), 2, Direction.Reverse))),
        new("goes backwards below", () => Recurrent(new LayerSpec(CellCatalog.Gru(), 2, Direction.Reverse), new LayerSpec(CellCatalog.Gru(), 2))),
        new("takes the last step", () => Model.Sequential<float>(ModelInput.Sequences(3), ("last", new LastStep<float>()))),
    ];

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_Keras_has_no_layer_for_is_refused_by_name(string says, Func<Model<float>> make)
    {
        using var files = new Written();
        Assert.Contains(says, Assert.Throws<NotSupportedException>(() => make().Save(files.Path("m.keras"))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(files.Path("m.keras")));
    }

    private static Model<float> Recurrent(params LayerSpec[] layers) => Model.Sequential<float>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<float>(3, layers)));

    private static JsonObject Config(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using Stream member = zip.GetEntry("config.json")!.Open();
        return JsonNode.Parse(member)!.AsObject();
    }

    private static void SamePredictions(GoldenCase golden, Model<float> model, Model<float> again)
    {
        ArrayFile arrays = golden.Load();
        Dictionary<string, Signal<float>> inputs = [], others = [];
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            NamedArray x = arrays.Contains($"x.{i}") ? arrays[$"x.{i}"] : arrays["x1"];
            inputs[model.Inputs[i].Name] = others[again.Inputs[i].Name] = model.Inputs[i].Shape.IsIds ? x.As<int>() : x.As<float>();
        }
        Prediction<float> one = model.Predict(inputs), other = again.Predict(others);
        for (int i = 0; i < model.Outputs.Count; i++) Bits.AssertEqual(one[model.Outputs[i].Name].Values, other[again.Outputs[i].Name].Values, $"output {i}");
    }
}
