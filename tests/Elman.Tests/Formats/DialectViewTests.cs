using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Formats;

/// <summary>One model under the names of every framework, and from each to each.</summary>
public sealed class DialectViewTests
{
    private static Model<double> Network(BiasKind bias, params ReadOnlySpan<int> units)
    {
        LayerSpec[] layers = [.. units.ToArray().Select(hidden => new LayerSpec(CellCatalog.Elman(Activation.Tanh), hidden, Bias: bias))];
        return Model.Sequential<double>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<double>(3, layers))).Initialize(InitialWeights<double>.PyTorch, new TorchRandom(8));
    }

    [Fact]
    public void The_notebook_multiplies_from_the_left_and_has_a_joint_bias()
    {
        Model<double> model = Network(BiasKind.One, 4, 2);
        ArrayFile arrays = model.Weights().As(Dialect.NumPy);
        Assert.Equal(["weight.0", "h_weight.0", "bias.0", "weight.1", "h_weight.1", "bias.1"], arrays.Names);
        Assert.Equal([new Shape(3, 4), new Shape(4, 4), new Shape(1, 4), new Shape(4, 2), new Shape(2, 2), new Shape(1, 2)], arrays.Select(array => array.Shape));
        Tensor<double> theirs = arrays["weight.0"].As<double>(), ours = model.Parameter("rnn.0.forward.input_weight").Value;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 4; j++) Assert.Equal(ours[j, i], theirs[i, j]);
    }

    /// <summary>Keras's arrays alone do not tell their network, and Equinox has no plain cell; both have tests of their own.</summary>
    private static readonly Dialect[] _telling = [.. Dialect.All.Where(dialect => dialect != Dialect.Keras && dialect != Dialect.Equinox)];

    /// <summary>Those that have a stack of several layers as one module.</summary>
    private static readonly Dialect[] _stacking = [Dialect.Gluon, Dialect.NumPy, Dialect.PyTorch];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (Dialect from in _telling)
                foreach (Dialect to in _telling) pairs.Add(from.Name, to.Name);
            return pairs;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void From_every_dialect_to_every_other_no_bit_changes(string from, string to)
    {
        Model<double> model = new[] { from, to }.All(name => _stacking.Contains(Dialect.Named(name, "test"))) ? Network(BiasKind.One, 4, 4) : Network(BiasKind.One, 4);
        Tensor<double> x = new(new Shape(2, 5, 3));
        new TorchRandom(1).Uniform(x.Span, -1, 1);
        Model<double> first = Bare(model.Weights().As(Dialect.Named(from, "test")));
        Model<double> second = Bare(first.Weights().As(Dialect.Named(to, "test")));
        Bits.AssertEqual(model.Predict(x).Output.Values, first.Predict(x).Output.Values, from);
        Bits.AssertEqual(model.Predict(x).Output.Values, second.Predict(x).Output.Values, to);
    }

    /// <summary>As a file without a description would be read.</summary>
    private static Model<double> Bare(ArrayFile file)
    {
        file.Metadata.Clear();
        return ModelFile.Read<double>(file, new LoadOptions { Activation = Activation.Tanh });
    }

    [Fact]
    public void What_a_framework_cannot_hold_exactly_is_refused_with_the_reason()
    {
        Assert.Contains("their sum would be rounded", Assert.Throws<NotSupportedException>(() => Network(BiasKind.Two, 4).Weights().As(Dialect.NumPy)).Message, StringComparison.Ordinal);
        var clipped = Model.Sequential<double>(ModelInput.Sequences(3), ("rnn", new RecurrentStack<double>(3, new LayerSpec(CellCatalog.Elman(Activation.Tanh), 4, Bias: BiasKind.One) { HiddenClip = new StateClip(-0.5, 0.5) })));
        Assert.Contains("has options", Assert.Throws<NotSupportedException>(() => clipped.Weights().As(Dialect.NumPy)).Message, StringComparison.Ordinal);
        Assert.Contains("has no bias", Assert.Throws<NotSupportedException>(() => Network(BiasKind.None, 4).Weights().As(Dialect.NumPy)).Message, StringComparison.Ordinal);
        Model<float> gru = Model.Sequential<float>(ModelInput.Sequences(3), ("gru", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.GruResetBefore(), 4))));
        foreach (Dialect dialect in _stacking) Assert.Throws<NotSupportedException>(() => gru.Weights().As(dialect));
        Assert.Contains("layer 1", Assert.Throws<NotSupportedException>(() => Network(BiasKind.One, 4, 2).Weights().As(Dialect.PyTorch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_the_notebook_that_do_not_fit_are_refused_by_name()
    {
        ArrayFile file = Network(BiasKind.One, 4).Weights().As(Dialect.NumPy);
        file.Metadata.Clear();
        file.Add("bias.7", new Tensor<double>(new Shape(1, 4)));
        Assert.Contains("'bias.7'", Assert.Throws<BadFileException>(() => ModelFile.Read<double>(file)).Message, StringComparison.Ordinal);
    }
}
