using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Tests.Models;

public sealed class DescriptionTests
{
    public static TheoryData<string> EveryModel => [.. ModelTable.Names];

    [Theory, MemberData(nameof(EveryModel))]
    public void A_model_built_from_its_description_is_described_alike(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        string json = model.Description.ToJson().ToJsonString();
        Model<float> again = ModelBuilder.Build<float>(ModelDescription.Parse(json));
        Assert.Equal(json, again.Description.ToJson().ToJsonString());
        Assert.Equal(model.Summary().ToString(), again.Summary().ToString());
        Assert.Empty(again.Assumptions);
    }

    [Theory, MemberData(nameof(EveryModel))]
    public void Arrays_and_description_give_the_model_again_bit_for_bit(string name)
    {
        RoundTrip<float>(name);
        RoundTrip<double>(name);
    }

    private static void RoundTrip<T>(string name) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = ModelTable.Row<T>(name).Model();
        ArrayFile file = ArrayFile.Read(ModelArrays.Write(model).ToBytes(".safetensors"), "m.safetensors");
        Model<T> again = ModelArrays.Read<T>(file);
        Assert.Empty(again.Assumptions);
        Assert.Equal(model.Parameters.Select(parameter => parameter.Name), again.Parameters.Select(parameter => parameter.Name));
        foreach ((Parameter<T> expected, Parameter<T> found) in model.Parameters.Zip(again.Parameters)) Bits.AssertEqual(expected.Value.Values, found.Value.Values, expected.Name);
        Dictionary<string, Signal<T>> inputs = ModelRow<T>.Inputs(model);
        foreach (string output in model.Outputs.Select(output => output.Name))
            Bits.AssertEqual(model.Predict(inputs)[output].Values, again.Predict(inputs)[output].Values, output);
        Assert.StartsWith("Elman ", file.Metadata["producer"], StringComparison.Ordinal);
        Assert.Equal(1, (int?)JsonNode.Parse(file.Metadata["elman"])!["format"]);
    }

    /// <summary>Changes of a good description, and what each is refused with.</summary>
    private static readonly (string Name, Action<JsonObject> Change, string Says)[] _wrong =
    [
        ("a newer format", json => json["format"] = 7, "The model has format 7; this library reads formats 1 to 1. Use a newer version"),
        ("a newer format with something new", json => (json["format"], json["news"]) = (2, true), "has format 2"),
        ("format 0", json => json["format"] = 0, "has format 0"),
        ("no format", json => json.Remove("format"), "the model: 'format' must be a whole number, found nothing"),
        ("a format as text", json => json["format"] = "1", "must be a whole number, found \"1\""),
        ("an unknown field", json => json["colour"] = "red", "the model has a field 'colour' that is not known. Known: format, inputs, nodes, outputs"),
        ("no nodes", json => json.Remove("nodes"), "'nodes' must be a list, found nothing"),
        ("nodes as a text", json => json["nodes"] = "rnn", "'nodes' must be a list"),
        ("a node as a number", json => json["nodes"]![1] = 5, "nodes[1] must be a JSON object, found 5"),
        ("a node without a name", json => Node(json, 1).Remove("name"), "nodes[1]: 'name' must be a text, found nothing"),
        ("an unknown field of a node", json => Node(json, 0)["activation"] = "relu", "nodes[0] has a field 'activation' that is not known"),
        ("inputs of a node as numbers", json => Node(json, 0)["inputs"] = new JsonArray(1), "nodes[0]: 'inputs' must be a list of texts"),
        ("an unknown kind", json => Node(json, 1)["kind"] = "transformer", "Node 'fc': There is no kind of layer named 'transformer'. Known: recurrent, dense"),
        ("an unknown option of a layer", json => Options(json, 1)["units"] = 3, "Node 'fc': Layer 'dense' has no option 'units'. It has: bias, inputs, outputs"),
        ("an option of the wrong type", json => Options(json, 1)["outputs"] = "two", "Node 'fc': Layer 'dense': option 'outputs' must be a whole number of at least 1, found \"two\""),
        ("a missing option", json => Options(json, 1).Remove("outputs"), "option 'outputs' must be a whole number of at least 1, found nothing"),
        ("a width that does not fit", json => Options(json, 1)["inputs"] = 4, "Node 'fc' takes 'rnn' (N, T, 5)"),
        ("an unknown option of a stack", json => Options(json, 0)["dropout"] = 0.3, "Node 'rnn': A recurrent stack has no option 'dropout'"),
        ("an unknown option of a recurrent layer", json => Level(json)["units"] = 3, "Node 'rnn': A recurrent layer has no option 'units'. Known: cell, options, hidden, direction, bias"),
        ("an unknown option of a cell", json => Level(json)["options"]!["gate"] = "tanh", "Node 'rnn': Cell 'elman' has no option 'gate'. Known: activation"),
        ("an activation as a number", json => Level(json)["options"]!["activation"] = 3, "Node 'rnn': A cell's option 'activation' must be the name of an activation as text, found 3"),
        ("an unknown activation", json => Level(json)["options"]!["activation"] = "swish2", "Node 'rnn': There is no activation 'swish2'. Known: "),
        ("an unknown cell", json => Level(json)["cell"] = "qrnn", "Node 'rnn': There is no cell named 'qrnn'. Known: elman"),
        ("an unknown direction", json => Level(json)["direction"] = "up", "'direction' is 'up'; known: forward"),
        ("hidden of 0", json => Level(json)["hidden"] = 0, "Node 'rnn': A recurrent layer needs at least 1 hidden unit, found 0"),
        ("an unknown source", json => json["outputs"]![0]!["source"] = "fd", "Output 'y' takes 'fd'"),
        ("an input of a fraction", json => json["inputs"]![0]!["features"] = 2.5, "inputs[0]: 'features' must be a whole number, found 2.5"),
    ];

    public static TheoryData<string> Wrong => [.. _wrong.Select(row => row.Name)];

    [Theory, MemberData(nameof(Wrong))]
    public void A_description_that_does_not_fit_is_refused_saying_where(string name)
    {
        (_, Action<JsonObject> change, string says) = _wrong.First(row => row.Name == name);
        Model<float> model = ModelTable.Row<float>("a list").Model();
        JsonObject json = model.Description.ToJson();
        change(json);
        Assert.Contains(says, Assert.Throws<FormatException>(() => ModelBuilder.Build<float>(ModelDescription.FromJson(json))).Message, StringComparison.Ordinal);

        ArrayFile file = ModelArrays.Write(model);
        file.Metadata["elman"] = json.ToJsonString();
        ArrayFile read = ArrayFile.Read(file.ToBytes(".safetensors"), "weather.safetensors");
        var error = Assert.Throws<BadFileException>(() => ModelArrays.Read<float>(read));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("weather.safetensors", error.Path);
    }

    [Theory]
    [InlineData("{", "must be JSON")]
    [InlineData("[]", "the model must be a JSON object")]
    [InlineData("null", "the model must be a JSON object, found nothing")]
    [InlineData("""{"format":1,"format":1}""", "must be JSON")]
    public void Text_that_is_no_description_is_refused(string json, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => ModelDescription.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kind_of_layer_from_outside_is_saved_and_loaded_once_it_is_known()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(2), ("half", new Half()));
        ArrayFile file = ModelArrays.Write(model);
        Assert.Contains("LayerKinds<T>.Add", Assert.Throws<BadFileException>(() => ModelArrays.Read<float>(file)).Message, StringComparison.Ordinal);
        LayerKinds<float>.Add(new("tests_half", _ => new Half(), _ => 0));
        Tensor<float> y = ModelArrays.Read<float>(file).Predict(Tensor.From([2f, 4f], new Shape(1, 2)));
        Assert.Equal([1f, 2f], y.Values.ToArray());
        Assert.Throws<ArgumentException>(() => LayerKinds<float>.Add(new("dense", _ => new Half(), _ => 0)));
    }

    private sealed class Half : Layer<float>
    {
        public override LayerDescription Description => new("tests_half", []);
        public override IReadOnlyList<Parameter<float>> Parameters => [];
        public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(inputs[0], 0);
        public override Signal<float> Forward(ReadOnlySpan<Signal<float>> inputs, Pass pass) => inputs[0].Numbers! * 0.5f;
        public override LayerStream<float> OpenStream() => throw new NotSupportedException("It does not step.");
    }

    private static JsonObject Node(JsonObject json, int index) => json["nodes"]![index]!.AsObject();
    private static JsonObject Options(JsonObject json, int node) => Node(json, node)["options"]!.AsObject();
    private static JsonObject Level(JsonObject json) => Options(json, 0)["layers"]![0]!.AsObject();
}
