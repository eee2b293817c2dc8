using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Tests.Golden;
using Elman.Tests.Storage;

namespace Elman.Tests.Formats.Mxnet;

/// <summary>Exported networks of MXNet: a graph and its arrays.</summary>
public sealed class SymbolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-symbol").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Place(string name) => Path.Combine(_folder, name);

    [Fact]
    public void An_exported_network_gives_MXNets_outputs_with_nothing_assumed()
    {
        GoldenCase golden = GoldenCase.All.Single(golden => golden.Folder == "mxnet" && golden.Files.Contains("exported-symbol.json"));
        Model<float> model = Model.Load<float>(golden.PathOf("exported-symbol.json"));
        Assert.Empty(model.Assumptions);
        ArrayFile arrays = golden.Load();
        Tolerance.Near(arrays["y"].As<float>().Values, model.Predict(arrays["x"].As<float>()).Output.Values, "y");
        model.Save(Place("again-symbol.json"));
        Bits.AssertEqual(model.Predict(arrays["x"].As<float>()).Output.Values, Model.Load<float>(Place("again-symbol.json")).Predict(arrays["x"].As<float>()).Output.Values, "written and read");
    }

    private static Model<float> Network(params ReadOnlySpan<(string, Layer<float>)> layers) =>
        Model.Sequential(ModelInput.Sequences(3), layers).Initialize(InitialWeights<float>.PyTorch, new TorchRandom(5));

    public static TheoryData<string> Networks => [.. _networks.Keys];

    private static readonly Dictionary<string, Func<Model<float>>> _networks = new()
    {
        ["gru both ways"] = () => Network(("gru", new RecurrentStack<float>(3, Same(CellCatalog.Gru(), 4, Direction.Bidirectional, 2))), ("head", new Dense<float>(8, 2))),
        ["relu and last step"] = () => Network(("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Elman(Activation.Relu), 4))), ("last", new LastStep<float>()), ("a", new Dense<float>(4, 5)), ("act", new ActivationLayer<float>(Activation.Parse("softplus"))), ("b", new Dense<float>(5, 2, bias: false)), ("s", new Softmax<float>())),
        ["lstm and norm"] = () => Network(("lstm", new RecurrentStack<float>(3, Same(CellCatalog.Lstm(), 4, Direction.Forward, 3))), ("norm", new LayerNorm<float>(4)), ("drop", new Dropout<float>(0.25))),
    };

    private static LayerSpec[] Same(Cell cell, int hidden, Direction direction, int layers) => [.. Enumerable.Repeat(new LayerSpec(cell, hidden, direction), layers)];

    [Theory, MemberData(nameof(Networks))]
    public void A_network_written_as_a_symbol_is_the_same_when_it_is_read(string name)
    {
        Model<float> model = _networks[name]();
        model.Save(Place("net-symbol.json"));
        Assert.True(File.Exists(Place("net-0000.params")));
        Model<float> back = Model.Load<float>(Place("net-symbol.json"));
        Assert.Equal(model.Description.ToJson().ToJsonString(), back.Description.ToJson().ToJsonString());
        var x = new Tensor<float>(new Shape(2, 5, 3));
        new TorchRandom(3).Uniform(x.Span, -1, 1);
        Bits.AssertEqual(model.Predict(x).Output.Values, back.Predict(x).Output.Values, name);
    }

    [Fact]
    public void The_latest_epoch_is_taken_and_another_can_be_named()
    {
        Model<float> model = _networks["lstm and norm"]();
        model.Save(Place("net-symbol.json"));
        File.Copy(Place("net-0000.params"), Place("net-0012.params"));
        File.Copy(Place("net-0000.params"), Place("network-0099.params"));
        Assert.Contains("net-0012.params", Assert.Single(Model.Load<float>(Place("net-symbol.json")).Assumptions), StringComparison.Ordinal);
        Model.Load<float>(Place("net-symbol.json"), new LoadOptions { Weights = Place("network-0099.params") });
        foreach (string file in Directory.GetFiles(_folder, "*.params")) File.Delete(file);
        Assert.Contains("net-0000.params", Assert.Throws<BadFileException>(() => Model.Load<float>(Place("net-symbol.json"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"nodes": []}""", "expected 1 to")]
    [InlineData("""{"nodes": 3}""", "no graph")]
    [InlineData("""{"nodes": [{"op": "null", "name": "data", "inputs": []}]}""", "no graph")]
    [InlineData("""{"nodes": [{"op": "RNN", "name": "a", "inputs": [[0, 0, 0]]}], "heads": [[0, 0, 0]]}""", "takes output 0 of node 0")]
    [InlineData("""{"nodes": [{"op": "null", "name": "data", "inputs": []}], "heads": [[7, 0, 0]]}""", "takes output 0 of node 7")]
    [InlineData("""{"nodes": [{"op": "null", "name": "data", "inputs": []}, {"op": "Custom", "name": "mine", "inputs": [[0, 0, 0]]}, {"op": "Convolution", "name": "conv", "inputs": [[0, 0, 0]]}], "heads": [[1, 0, 0]]}""", "node 'mine': operator 'Custom' is not read; node 'conv': operator 'Convolution' is not read")]
    public void A_graph_that_is_none_or_has_unknown_operators_is_refused_by_name(string json, string says)
    {
        _networks["lstm and norm"]().Save(Place("net-symbol.json"));
        File.WriteAllText(Place("net-symbol.json"), json);
        Assert.Contains(says, Assert.Throws<BadFileException>(() => Model.Load<float>(Place("net-symbol.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_put_together_again_and_again_are_refused_before_they_fill_the_memory()
    {
        _networks["lstm and norm"]().Save(Place("net-symbol.json"));
        IEnumerable<string> doubled = Enumerable.Range(2, 60).Select(k => FormattableString.Invariant($$"""{"op": "Concat", "name": "c{{k}}", "inputs": [[{{k - 1}}, 0, 0], [{{k - 1}}, 0, 0]]}"""));
        string[] first = ["""{"op": "null", "name": "lstm.l0_i2h_weight", "inputs": []}""", """{"op": "Reshape", "name": "r", "attrs": {"shape": "-1"}, "inputs": [[0, 0, 0]]}"""];
        File.WriteAllText(Place("net-symbol.json"), $$"""{"nodes": [{{string.Join(",", first.Concat(doubled))}}], "heads": [[61, 0, 0]]}""");
        Assert.Contains("puts together more than", Assert.Throws<BadFileException>(() => Model.Load<float>(Place("net-symbol.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_graph_is_read_or_refused_and_nothing_else()
    {
        GoldenCase golden = GoldenCase.All.Single(golden => golden.Folder == "mxnet" && golden.Files.Contains("exported-symbol.json"));
        byte[] valid = File.ReadAllBytes(golden.PathOf("exported-symbol.json"));
        ArrayFile arrays = Elman.Formats.Containers.Mxnet.ParamsReader.Read(golden.PathOf("exported-0000.params"));
        var random = new Random(20_251_124);
        for (int round = 0; round < 1000; round++)
        {
            var file = new ArrayFile(arrays) { Source = "changed" };
            file.Metadata[MxnetFile.SymbolKey] = System.Text.Encoding.UTF8.GetString(MutatedBytes.Changed(valid, random));
            try
            {
                ModelFile.Read<float>(file);
            }
            catch (BadFileException)
            {
            }
        }
    }

    [Fact]
    public void A_layer_without_an_operator_there_is_refused_by_name()
    {
        Model<float> model = Network(("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.GruResetBefore(), 4))));
        Assert.Contains("'rnn'", Assert.Throws<NotSupportedException>(() => model.Save(Place("net-symbol.json"))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
