using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Recurrent;

/// <summary>The cells that every contract is held for: all of the list, some with other activations, one from outside the library, and some of unusual counts.</summary>
internal static class EveryCell
{
    public static readonly (string Name, Cell Cell)[] All =
    [
        .. CellCatalog.Names.Order().Select(name => (name, CellCatalog.Build(name, []))),
        ("elman relu", CellCatalog.Elman(Activation.Relu)),
        ("elman mish", CellCatalog.Elman(Activation.Parse("mish"))),
        ("lstm hard_sigmoid softsign gelu", CellCatalog.Lstm(Activation.Parse("hard_sigmoid"), Activation.Parse("softsign"), Activation.Parse("gelu"))),
        ("gru hard_sigmoid_keras2 silu", CellCatalog.Gru(Activation.Parse("hard_sigmoid_keras2"), Activation.Parse("silu"))),
        ("gru_reset_before elu", CellCatalog.GruResetBefore(candidate: Activation.Parse("elu(alpha=0.7)"))),
        ("lstm_peephole gates of their own, clipped", CellCatalog.Lstm(new LstmOptions { Peepholes = true, InputGate = Activation.Parse("hard_sigmoid"), OutputGate = Activation.Parse("softsign"), CellClip = StateClip.Of(0.45) })),
        ("lstm_coupled clipped", CellCatalog.Lstm(new LstmOptions { Forgetting = Forgetting.Coupled, CellClip = new(-0.3, 0.35, StopsNaN: true), PreActivationClip = 0.6 })),
        ("lstm clipped", CellCatalog.Lstm(new LstmOptions { CellClip = StateClip.Of(0.4), PreActivationClip = 0.7 })),
        ("elman clipped", CellCatalog.Elman(preActivationClip: 0.5)),
        ("indrnn tanh", CellCatalog.Independent(Activation.Tanh)),
        ("gru clipped", CellCatalog.Gru(preActivationClip: 0.6)),
        ("gru_reset_before clipped", CellCatalog.GruResetBefore(preActivationClip: 0.6)),
        ("minimal_gated, from outside", Cell.Of(new MinimalGatedCell())),
        ("no products", Cell.Of(new NoProducts())),
        ("eight gates", Cell.Of(new EightGates())),
        ("two stages", Cell.Of(new TwoStages())),
        ("all early", Cell.Of(new AllEarly())),
    ];

    /// <summary>Cells with options of their layer.</summary>
    private static readonly (string Name, Cell Cell, Func<LayerSpec, LayerSpec> With)[] _layers =
    [
        ("lstm projected", CellCatalog.Lstm(), spec => spec with { Projection = Half(spec) }),
        ("lstm_coupled_peephole projected, bounded, zoned", CellCatalog.Build("lstm_coupled_peephole", []), spec => spec with { Projection = Half(spec), HiddenClip = StateClip.Of(0.15), Zoneout = new(0.3) }),
        ("gru bounded", CellCatalog.Gru(), spec => spec with { HiddenClip = new(-0.3, 0.25, StopsNaN: true) }),
        ("gru_reset_before zoned", CellCatalog.GruResetBefore(), spec => spec with { Zoneout = new(0.25) }),
        ("lstm zoned", CellCatalog.Lstm(), spec => spec with { Zoneout = new(0.25, 0.5) }),
        // A large ε: three units lie close together, and a central difference sees their curvature.
        ("lstm normalised", CellCatalog.Lstm(), spec => spec with { LayerNorm = CellNorm.All with { Epsilon = 0.5 } }),
        ("lstm_no_forget normalised where it is read, projected, zoned", CellCatalog.Build("lstm_no_forget", []), spec => spec with { LayerNorm = new() { Input = false, State = StateNorm.Read, Epsilon = 0.5 }, Projection = Half(spec), Zoneout = new(0.25, 0.3) }),
        ("lstm_coupled, state normalised alone", CellCatalog.Build("lstm_coupled", []), spec => spec with { LayerNorm = new() { Input = false, Recurrent = false, State = StateNorm.Carried, Epsilon = 0.5 } }),
        ("gru normalised", CellCatalog.Gru(), spec => spec with { LayerNorm = CellNorm.Products with { Epsilon = 0.5 } }),
        ("gru_reset_before normalised", CellCatalog.GruResetBefore(), spec => spec with { LayerNorm = CellNorm.Products with { Epsilon = 0.5 } }),
        ("elman normalised", CellCatalog.Elman(), spec => spec with { LayerNorm = CellNorm.Products with { Epsilon = 0.5 } }),
        ("mgu, input product normalised", CellCatalog.Build("mgu", []), spec => spec with { LayerNorm = new() { Recurrent = false, Epsilon = 0.5 } }),
        ("lstm zoned without expectation", CellCatalog.Lstm(), spec => spec with { Zoneout = new(0.25, 0.5, Expectation: false) }),
    ];

    private static int Half(LayerSpec spec) => spec.Hidden == 1 ? 0 : (spec.Hidden + 1) / 2;

    public static IEnumerable<string> Names => [.. All.Select(row => row.Name), .. _layers.Select(row => row.Name)];

    /// <summary>A layer of a row.</summary>
    public static LayerSpec Layer(string name, int hidden, Direction direction = Direction.Forward, BiasKind bias = BiasKind.Two)
    {
        var spec = new LayerSpec(Named(name), hidden, direction, bias);
        return _layers.FirstOrDefault(row => row.Name == name).With is { } with ? with(spec) : spec;
    }

    public static readonly Direction[] Directions = [Direction.Forward, Direction.Reverse, Direction.Bidirectional];

    public static TheoryData<string, Direction> WithDirections => [.. from name in Names from direction in Directions select (name, direction)];

    public static Cell Named(string name) => All.Concat(_layers.Select(row => (row.Name, row.Cell))).First(row => row.Name == name).Cell;

    /// <summary>A stack with irregular weights.</summary>
    public static RecurrentStack<T> Stack<T>(int inputs, params LayerSpec[] layers) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stack = new RecurrentStack<T>(inputs, layers);
        var random = new Random(17);
        foreach (Parameter<T> parameter in stack.Parameters)
            foreach (ref T value in parameter.Value.Span) value = T.CreateTruncating(random.NextDouble() * 1.2 - 0.6);
        return stack;
    }

    /// <summary>Initial states for a batch, with gradients wanted.</summary>
    public static StackState<T> States<T>(RecurrentStack<T> stack, int sequences, int seed = 23) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DirectionState<T>? Of(DirectedCell<T>? cell) => cell is null ? null : new(cell.Cell.Spec.States,
            [.. Enumerable.Range(0, cell.States).Select(state => Autograd.Draw.Leaf(Autograd.Draw.Tensor<T>(seed++, -0.8, 0.8, sequences, cell.SizeOf(state))))]);
        return new([.. stack.Layers.Select(layer => new LayerState<T>(Of(layer.Forward), Of(layer.Backward)))]);
    }

    /// <summary>All tensors of a state, layer by layer, forward before backward.</summary>
    public static IEnumerable<Tensor<T>> Tensors<T>(StackState<T> state) where T : unmanaged =>
        state.SelectMany(layer => new[] { layer.Of(false), layer.Of(true) }).OfType<DirectionState<T>>().SelectMany(direction => direction.Values);
}
