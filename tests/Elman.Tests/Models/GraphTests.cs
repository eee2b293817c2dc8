using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

public sealed class GraphTests
{
    private static RecurrentStack<float> Rnn(int inputs = 3, int hidden = 5) => new(inputs, new LayerSpec(CellCatalog.Elman(), hidden));
    private static ModelGraph<float> Start => Model.Graph<float>().Input(ModelInput.Sequences(3));

    public static TheoryData<string, string> Refused => new(_refused.Select(row => (row.Name, row.Says)));

    private static readonly (string Name, string Says, Func<Model<float>> Make)[] _refused =
    [
        ("no input", "at least one input", () => Model.Graph<float>().Node("rnn", Rnn(), "x").Output("rnn").Build()),
        ("no node", "at least one node", () => Start.Output("x").Build()),
        ("no output", "at least one output", () => Start.Node("rnn", Rnn(), "x").Build()),
        ("unknown input of a node", "Node 'rnn' takes 'z', which is neither an input nor a node. There are: 'x', 'rnn'", () => Start.Node("rnn", Rnn(), "z").Output("rnn").Build()),
        ("unknown source of an output", "Output 'fc' takes 'fc', which is neither", () => Start.Node("rnn", Rnn(), "x").Output("fc").Build()),
        ("unknown further result", "asks for 'lost' of node 'rnn'. It has: last, 0.forward.h", () => Start.Node("rnn", Rnn(), "x").Output("rnn.lost").Build()),
        ("further result of a layer without any", "It has none beside its output", () => Start.Node("fc", new Dense<float>(3, 2), "x").Output("fc.last").Build()),
        ("two nodes of one name", "named 'rnn'", () => Start.Node("rnn", Rnn(), "x").Node("rnn", Rnn(), "x").Output("rnn").Build()),
        ("a node named like an input", "named 'x'", () => Start.Node("x", Rnn(), "x").Output("x").Build()),
        ("a node without a name", "must be text", () => Start.Node(" ", Rnn(), "x").Output("x").Build()),
        ("two outputs of one name", "Two outputs are named 'y'", () => Start.Node("rnn", Rnn(), "x").Output("rnn", "y").Output("rnn.last", "y").Build()),
        ("a circle", "'a', 'b' wait for each other in a circle", () => Start.Node("a", new Add<float>(), "x", "b").Node("b", new Add<float>(), "a").Output("b").Build()),
        ("a node that takes itself", "'a' wait for each other in a circle", () => Start.Node("a", new Add<float>(), "x", "a").Output("a").Build()),
        ("a width that does not fit", "Node 'fc' takes 'rnn' (N, T, 5)", () => Start.Node("rnn", Rnn(), "x").Node("fc", new Dense<float>(4, 2), "rnn").Output("fc").Build()),
        ("numbers for an embedding", "Node 'e' takes 'x' (N, T, 3)", () => Start.Node("e", new Embedding<float>(4, 2), "x").Output("e").Build()),
        ("a recurrent layer without steps", "Node 'rnn' takes 'rnn0.last' (N, 5)", () => Start.Node("rnn0", Rnn(), "x").Node("rnn", Rnn(5), "rnn0.last").Output("rnn").Build()),
        ("an unused node", "Node 'b' leads to no output ('a')", () => Start.Node("a", Rnn(), "x").Node("b", Rnn(), "x").Output("a").Build()),
        ("an unused input", "Input 'z' leads to no output", () => Start.Input(ModelInput.Ids("z")).Node("a", Rnn(), "x").Output("a").Build()),
        ("an output that is an input", "is the input 'x' itself", () => Start.Node("a", Rnn(), "x").Output("a").Output("x").Build()),
        ("an input without features", "Input 'x' has 0 features", () => Model.Graph<float>().Input(ModelInput.Sequences(0)).Node("a", new Add<float>(), "x").Output("a").Build()),
        ("a layer in two nodes", "Nodes 'a' and 'b' have the same layer", () =>
        {
            RecurrentStack<float> shared = Rnn(3, 3);
            return Start.Node("a", shared, "x").Node("b", shared, "a").Output("b").Build();
        }),
        ("parameters of one name", "Two parameters would be named 'a.0.forward.input_weight'", () => Start.Node("a", Rnn(), "x").Node("a.0", new Elsewhere(), "a").Output("a.0").Build()),
    ];

    [Theory, MemberData(nameof(Refused))]
    public void A_graph_that_does_not_fit_is_refused_by_name(string name, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => _refused.First(row => row.Name == name).Make());
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_run_after_what_they_need_and_otherwise_in_the_order_given()
    {
        Model<float> model = Start.Node("d", new Add<float>(), "c", "a").Node("b", new Add<float>(), "x").Node("c", new Add<float>(), "b").Node("a", new Add<float>(), "x").Output("d").Build();
        Assert.Equal(["b", "c", "a", "d"], model.Nodes.Select(node => node.Name));
        Model<float> again = ModelBuilder.Build<float>(model.Description);
        Assert.Equal(model.Nodes.Select(node => node.Name), again.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Parameters_are_named_by_node_and_share_their_numbers_with_the_layer()
    {
        Model<float> model = Start.Node("rnn", Rnn(), "x").Node("fc", new Dense<float>(5, 2), "rnn").Output("fc").Build();
        Assert.Equal(["rnn.0.forward.input_weight", "rnn.0.forward.recurrent_weight", "rnn.0.forward.input_bias", "rnn.0.forward.recurrent_bias", "fc.weight", "fc.bias"], model.Parameters.Select(parameter => parameter.Name));
        model.Parameter("fc.bias").Value.Span[1] = 3;
        Assert.Equal(3, ((Dense<float>)model["fc"]).Bias!.Value[1]);
        Assert.Contains("It has: rnn, fc", Assert.Throws<KeyNotFoundException>(() => model["fd"]).Message, StringComparison.Ordinal);
        Assert.Contains("rnn.0.forward.input_weight", Assert.Throws<KeyNotFoundException>(() => model.Parameter("fc")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_dots_is_a_node_before_it_is_a_further_result()
    {
        Model<float> model = Start.Node("rnn", Rnn(), "x").Node("rnn.last", new Dense<float>(5, 1), "rnn").Output("rnn.last").Build();
        Assert.Equal("(N, T, 1)", model.Summary().Outputs[0].Shape);
    }

    /// <summary>A layer from outside whose parameter is named to collide.</summary>
    private sealed class Elsewhere : Layer<float>
    {
        public override LayerDescription Description => new("elsewhere", []);
        public override IReadOnlyList<Elman.Autograd.Parameter<float>> Parameters { get; } = [new("forward.input_weight", new Elman.Numerics.Shape(1))];
        public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(inputs[0], 0);
        public override Signal<float> Forward(ReadOnlySpan<Signal<float>> inputs, Pass pass) => inputs[0];
        public override LayerStream<float> OpenStream() => throw new NotSupportedException("It does not step.");
    }
}
