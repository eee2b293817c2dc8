using Elman.Formats;
using Elman.Formats.Dialects;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Formats;

/// <summary>Flax, Equinox, Flux and Burn: what they can hold goes there and back, the rest is refused with the reason.</summary>
public sealed class ModuleDialectTests
{
    private static readonly Dictionary<string, Cell> _cells = new()
    {
        ["elman"] = CellCatalog.Elman(), ["elman_residual"] = CellCatalog.ElmanResidual(), ["lstm"] = CellCatalog.Lstm(), ["gru"] = CellCatalog.Gru(),
        ["gru_reset_before"] = CellCatalog.GruResetBefore(), ["mgu"] = CellCatalog.MinimalGated(), ["mgu_no_reset"] = CellCatalog.MinimalGated(resets: false),
    };

    private static readonly Dictionary<string, string[]> _held = new()
    {
        ["flax"] = ["elman", "elman_residual", "lstm", "gru", "mgu", "mgu_no_reset"],
        ["equinox"] = ["lstm", "gru"],
        ["flux"] = ["elman", "lstm", "gru", "gru_reset_before"],
        ["burn"] = ["elman", "lstm", "gru", "gru_reset_before"],
    };

    public static TheoryData<string, string> Held => new(from row in _held from cell in row.Value select (row.Key, cell));

    public static TheoryData<string, string> Refused => new(from row in _held from cell in _cells.Keys where !row.Value.Contains(cell) select (row.Key, cell));

    private static Model<double> Network(Cell cell, BiasKind bias, Direction direction = Direction.Forward, int layers = 1)
    {
        LayerSpec[] specs = [.. Enumerable.Repeat(new LayerSpec(cell, 4, direction, bias), layers)];
        var stack = new RecurrentStack<double>(3, specs);
        return Model.Sequential<double>(ModelInput.Ids(), ("embed", new Embedding<double>(7, 3)), ("rnn", stack), ("norm", new LayerNorm<double>(stack.Features, 1e-6)), ("head", new Dense<double>(stack.Features, 2)))
            .Initialize(InitialWeights<double>.PyTorch, new TorchRandom(8));
    }

    private static Tensor<double> Answer(Model<double> model)
    {
        Tensor<int> ids = Tensor.From([3, 1, 6, 0, 2, 5], new Shape(2, 3));
        return model.Predict(ids).Output;
    }

    [Theory, MemberData(nameof(Held))]
    public void What_a_dialect_holds_comes_back_from_its_names_and_shapes(string dialect, string cell)
    {
        foreach (BiasKind bias in new[] { BiasKind.Two, BiasKind.One, BiasKind.None })
        {
            Model<double> model = Network(_cells[cell], bias);
            if (dialect == "flux" && cell == "gru" && bias == BiasKind.Two) model.Parameter("rnn.0.forward.recurrent_bias").Value.Span.Clear();
            ArrayFile file = model.Weights().As(Dialect.Named(dialect, "test"));
            Near(Answer(model), Answer(ModelFile.Read<double>(file)), $"{bias}, described");
            file.Metadata.Clear();
            var options = new LoadOptions { Cell = cell is "elman_residual" || (dialect, cell) is ("burn", "gru_reset_before") ? cell : null, LayerNormEpsilon = 1e-6 };
            Model<double> bare = ModelFile.Read<double>(file, options);
            Near(Answer(model), Answer(bare), $"{bias}, bare");
            Assert.Equal(dialect, Dialect.Of(file).Name);
        }
    }

    [Theory]
    [InlineData("flax", Direction.Bidirectional, 1)]
    [InlineData("flax", Direction.Bidirectional, 2)]
    [InlineData("flax", Direction.Reverse, 2)]
    [InlineData("burn", Direction.Bidirectional, 2)]
    [InlineData("burn", Direction.Reverse, 1)]
    [InlineData("equinox", Direction.Reverse, 2)]
    [InlineData("flux", Direction.Forward, 3)]
    public void Layers_and_directions_have_paths(string dialect, Direction direction, int layers)
    {
        Model<double> model = Network(CellCatalog.Lstm(), BiasKind.Two, direction, layers);
        ArrayFile file = model.Weights().As(Dialect.Named(dialect, "test"));
        Near(Answer(model), Answer(ModelFile.Read<double>(file)), "described");
        file.Metadata.Clear();
        Near(Answer(model), Answer(ModelFile.Read<double>(file, new LoadOptions { LayerNormEpsilon = 1e-6, Direction = direction == Direction.Reverse ? direction : null })), "bare");
    }

    [Theory, MemberData(nameof(Refused))]
    public void A_cell_that_a_framework_does_not_have_is_refused_with_the_reason(string dialect, string cell)
    {
        string why = Assert.Throws<NotSupportedException>(() => Network(_cells[cell], BiasKind.Two).Weights().As(Dialect.Named(dialect, "test"))).Message;
        Assert.Contains("has no cell", why, StringComparison.Ordinal);
        Assert.Equal(cell == "gru_reset_before", why.Contains("applies the reset gate before the recurrent product", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bias_inside_the_reset_gate_is_refused_where_there_is_no_place_for_it()
    {
        string why = Assert.Throws<NotSupportedException>(() => Network(CellCatalog.Gru(), BiasKind.Two).Weights().As(Dialect.Flux)).Message;
        Assert.Contains("inside its reset gate", why, StringComparison.Ordinal);
        foreach (Dialect dialect in new[] { Dialect.Equinox, Dialect.Flux })
            Assert.Contains("both ways", Assert.Throws<NotSupportedException>(() => Network(CellCatalog.Lstm(), BiasKind.One, Direction.Bidirectional).Weights().As(dialect)).Message, StringComparison.Ordinal);
        Assert.Contains("relu", Assert.Throws<NotSupportedException>(() => Network(CellCatalog.Lstm(candidate: Activation.Relu), BiasKind.One).Weights().As(Dialect.Equinox)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_names_do_not_tell_is_said_and_can_be_set()
    {
        ArrayFile file = Network(CellCatalog.ElmanResidual(Activation.Relu), BiasKind.One).Weights().As(Dialect.Flax);
        file.Metadata.Clear();
        string assumed = string.Join('\n', ModelFile.Read<double>(file).Assumptions);
        foreach (string option in new[] { nameof(LoadOptions.Cell), nameof(LoadOptions.Direction), nameof(LoadOptions.Activation), nameof(LoadOptions.LayerNormEpsilon), nameof(LoadOptions.Heads) })
            Assert.Contains($"LoadOptions.{option}", assumed, StringComparison.Ordinal);
        Model<double> other = ModelFile.Read<double>(file, new LoadOptions { Cell = "elman_residual", Activation = Activation.Relu, Direction = Direction.Reverse });
        LayerSpec spec = ((RecurrentStack<double>)other["rnn.cell"]).Layers[0].Spec;
        Assert.Equal(("elman_residual", "relu", Direction.Reverse), (spec.Cell.Spec.Name, spec.Cell.Options["activation"]!.ToString(), spec.Direction));
        Assert.Contains("Cell was given", Assert.Throws<ArgumentException>(() => ModelFile.Read<double>(Cleared(Network(CellCatalog.Gru(), BiasKind.One).Weights().As(Dialect.Equinox)), new LoadOptions { Cell = "gru" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_with_slashes_and_states_of_zero_are_read_and_other_arrays_refused_by_name()
    {
        ArrayFile flax = Cleared(Network(CellCatalog.Gru(), BiasKind.Two).Weights().As(Dialect.Flax));
        var slashed = new ArrayFile(flax.Select(array => array.Renamed("params/" + array.Name.Replace('.', '/'))));
        Assert.Equal(["embed", "rnn.cell", "norm", "head"], ModelFile.Read<double>(slashed).Nodes.Select(node => node.Name));

        ArrayFile flux = Cleared(Network(CellCatalog.Lstm(), BiasKind.One).Weights().As(Dialect.Flux));
        var old = new ArrayFile(flux.Select(array => array.Name.EndsWith("cell.bias", StringComparison.Ordinal) ? array.Renamed("rnn.cell.b") : array)) { { "rnn.cell.state0.1", new Tensor<double>(new Shape(4, 1)) } };
        Assert.Equal(flux.Sum(array => array.Shape.Count), ModelFile.Read<double>(old).Parameters.Sum(parameter => parameter.Shape.Count));
        old.Add("rnn.cell.state0.2", Tensor.From(new[,] { { 0.5 } }));
        Assert.Contains("'rnn.cell.state0.2'", Assert.Throws<BadFileException>(() => ModelFile.Read<double>(old)).Message, StringComparison.Ordinal);
    }

    private static ArrayFile Cleared(ArrayFile file)
    {
        file.Metadata.Clear();
        return file;
    }

    private static void Near(Tensor<double> expected, Tensor<double> found, string what)
    {
        for (int i = 0; i < expected.Shape.Count; i++) Assert.True(Math.Abs(expected.Values[i] - found.Values[i]) < 1e-13, what);
    }
}
