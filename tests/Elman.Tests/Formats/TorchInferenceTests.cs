using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Tests.Formats;

public sealed class TorchInferenceTests
{
    [Theory]
    [InlineData(1, "elman", 1, false, true)]
    [InlineData(1, "elman", 3, true, false)]
    [InlineData(3, "gru", 2, false, true)]
    [InlineData(3, "gru", 1, true, false)]
    [InlineData(4, "lstm", 2, true, true)]
    [InlineData(4, "lstm", 1, false, false)]
    public void Cell_layers_directions_and_biases_are_read_from_names_and_shapes(int gates, string cell, int layers, bool bothWays, bool bias)
    {
        Model<float> model = ModelFile.Read<float>(new TorchNames().Rnn("enc.rnn.", gates, 3, 5, layers, bothWays, bias).Sorted());
        var stack = (RecurrentStack<float>)model["enc.rnn"];
        Assert.Equal((3, 5 * (bothWays ? 2 : 1), layers), (stack.Inputs, stack.Features, stack.Layers.Count));
        Assert.All(stack.Layers, layer => Assert.Equal((cell, 5, bothWays ? Direction.Bidirectional : Direction.Forward, bias ? BiasKind.Two : BiasKind.None), (layer.Spec.Cell.Spec.Name, layer.Spec.Hidden, layer.Spec.Direction, layer.Spec.Bias)));
        Assert.Equal(gates == 1 ? 1 : 0, model.Assumptions.Count);
    }

    private static readonly (string Name, TorchNames Arrays, string[] Nodes)[] _chains =
    [
        ("a module without a path", new TorchNames().Rnn("", 4, 3, 5), ["lstm"]),
        ("a Linear without a path", new TorchNames().With("weight", 2, 3).With("bias", 2), ["linear"]),
        ("a head named before its body", new TorchNames().Linear("fc", 5, 2).Rnn("rnn.", 1, 3, 5), ["rnn", "fc"]),
        ("two recurrent modules", new TorchNames().Rnn("rnn.", 4, 8, 32).Rnn("rnn2.", 4, 32, 32).Linear("head", 32, 10), ["rnn", "rnn2", "head"]),
        ("an embedding and a head, both without a bias", new TorchNames().With("embed.weight", 30, 8).Rnn("rnn.", 3, 8, 8).Linear("head", 8, 30, bias: false), ["embed", "rnn", "head"]),
        ("a square head without a bias", new TorchNames().Rnn("rnn.", 3, 5, 5).Linear("a", 5, 5, bias: false), ["rnn", "a"]),
        ("a Sequential of eleven", new TorchNames().Rnn("rnn.", 3, 5, 5).Linear("head.10", 5, 5).Linear("head.2", 5, 5), ["rnn", "head.2", "head.3", "head.10"]),
        ("Linear after Linear in one Sequential", new TorchNames().Linear("head.0", 5, 4).Linear("head.1", 4, 2).Rnn("rnn.", 3, 3, 5), ["rnn", "head.0", "head.1"]),
        ("Linear and norm with a gap", new TorchNames().Linear("0", 5, 4).Norm("1", 4).Linear("3", 4, 2), ["0", "1", "2", "3"]),
        ("two Linear modules with names", new TorchNames().Rnn("rnn.", 3, 3, 5).Linear("fc1", 5, 4).Linear("fc2", 4, 2), ["rnn", "fc1", "fc1_relu", "fc2"]),
        ("a norm after the head's first", new TorchNames().Rnn("rnn.", 3, 3, 5).Linear("fc", 5, 4).Norm("norm", 4), ["rnn", "fc", "norm"]),
        ("a Linear before the recurrent module", new TorchNames().Rnn("rnn.", 3, 6, 5).Linear("into", 4, 6).Linear("out", 5, 2), ["into", "rnn", "out"]),
        ("a module called x", new TorchNames().Rnn("x.", 3, 3, 5), ["x"]),
    ];

    public static TheoryData<string> Chains => [.. _chains.Select(row => row.Name)];

    [Theory, MemberData(nameof(Chains))]
    public void Modules_are_chained_by_shape_and_name(string name)
    {
        (_, TorchNames arrays, string[] nodes) = _chains.First(row => row.Name == name);
        Model<float> model = ModelFile.Read<float>(arrays.Sorted());
        Assert.Equal(nodes, model.Nodes.Select(node => node.Name));
        Assert.Equal(arrays.Sorted().Sum(array => array.Shape.Count), model.Parameters.Sum(parameter => parameter.Shape.Count));
    }

    [Fact]
    public void Where_several_orders_fit_it_is_said_and_another_can_be_named()
    {
        TorchNames arrays = new TorchNames().Linear("into", 5, 5).Rnn("rnn.", 3, 5, 5).Linear("out", 5, 5);
        Model<float> sorted = ModelFile.Read<float>(arrays.Sorted());
        Assert.Equal(["rnn", "into", "into_relu", "out"], sorted.Nodes.Select(node => node.Name));
        Assert.Contains("one of several in which their shapes fit; name another in LoadOptions.Order", sorted.Assumptions[0], StringComparison.Ordinal);
        Model<float> named = ModelFile.Read<float>(arrays.Sorted(), new LoadOptions { Order = ["into", "rnn", "out"] });
        Assert.Equal(["into", "rnn", "out"], named.Nodes.Select(node => node.Name));
        Assert.DoesNotContain(named.Assumptions, sentence => sentence.Contains("order", StringComparison.Ordinal));
        // A file in the order of definition keeps it.
        Assert.Equal(["out", "rnn", "into"], ModelFile.Read<float>(new TorchNames().Linear("out", 5, 5).Rnn("rnn.", 3, 5, 5).Linear("into", 5, 5).AsDefined()).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Every_assumption_can_be_overridden()
    {
        TorchNames arrays = new TorchNames().Rnn("rnn.", 1, 3, 5, bothWays: true).Norm("norm", 10).Linear("fc1", 10, 4).Linear("fc2", 4, 2);
        var options = new LoadOptions { Activation = Activation.Relu, HiddenActivation = Activation.Parse("gelu"), LayerNormEpsilon = 0.25, Order = ["rnn", "norm", "fc1", "fc2"], Heads = Heads.LastStep };
        Model<float> model = ModelFile.Read<float>(arrays.Sorted(), options);
        Assert.Empty(model.Assumptions);
        Assert.Equal(["rnn", "last", "norm", "fc1", "fc1_gelu", "fc2"], model.Nodes.Select(node => node.Name));
        Assert.Equal("relu", (string?)((RecurrentStack<float>)model["rnn"]).Layers[0].Spec.Cell.Options["activation"]);
        Assert.Equal(0.25, ((LayerNorm<float>)model["norm"]).Epsilon);
        Assert.Equal("gelu", ((ActivationLayer<float>)model["fc1_gelu"]).Activation.Name);
        Assert.Equal("rnn.last", ModelFile.Read<float>(arrays.Sorted(), options with { Heads = Heads.Last }).Nodes[1].Inputs[0]);
        Assert.Equal(["rnn", "norm", "fc1", "fc2"], ModelFile.Read<float>(arrays.Sorted(), options with { Heads = Heads.Every, HiddenActivation = Activation.Linear }).Nodes.Select(node => node.Name));
        Assert.Equal("rnn.last", ModelFile.Read<float>(new TorchNames().Rnn("rnn.", 3, 3, 5).Sorted(), new LoadOptions { Heads = Heads.Last }).Outputs[0].Source);
    }

    public static TheoryData<string, string> Useless => new(_useless.Select(row => (row.Name, row.Says)));

    private static readonly (string Name, string Says, TorchNames Arrays, LoadOptions Options)[] _useless =
    [
        ("an activation without an RNN", "LoadOptions.Activation was given", new TorchNames().Rnn("rnn.", 4, 3, 5), new LoadOptions { Activation = Activation.Relu }),
        ("heads without a recurrent module", "LoadOptions.Heads was given", new TorchNames().Linear("fc", 3, 5), new LoadOptions { Heads = Heads.Last }),
        ("a hidden activation without a place", "LoadOptions.HiddenActivation was given", new TorchNames().Rnn("rnn.", 4, 3, 5).Linear("fc", 5, 2), new LoadOptions { HiddenActivation = Activation.Tanh }),
        ("an epsilon without a norm", "LoadOptions.LayerNormEpsilon was given", new TorchNames().Rnn("rnn.", 4, 3, 5), new LoadOptions { LayerNormEpsilon = 1e-6 }),
        ("an order that misses a module", "must name every module once: rnn, fc; found rnn", new TorchNames().Rnn("rnn.", 4, 3, 5).Linear("fc", 5, 2), new LoadOptions { Order = ["rnn"] }),
        ("an order that names one twice", "must name every module once", new TorchNames().Rnn("rnn.", 4, 3, 5).Linear("fc", 5, 2), new LoadOptions { Order = ["rnn", "rnn", "fc"] }),
    ];

    [Theory, MemberData(nameof(Useless))]
    public void An_option_that_concerns_nothing_is_refused(string name, string says)
    {
        (_, _, TorchNames arrays, LoadOptions options) = _useless.First(row => row.Name == name);
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => ModelFile.Read<float>(arrays.AsDefined(), options)).Message, StringComparison.Ordinal);
    }
}
