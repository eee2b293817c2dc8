using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Recurrent;

/// <summary>What a recurrent stack and a cell's spec refuse, and what the error says.</summary>
public sealed class RecurrentRefusalTests
{
    private static readonly RecurrentStack<float> _stack = new(3, new LayerSpec(CellCatalog.Lstm(), 4, Direction.Bidirectional));

    private static readonly (string Says, Tensor<float> X, int[]? Lengths, StackState<float>? Initial)[] _wrong =
    [
        ("add the missing axis", X(2, 3), null, null),
        ("has 5 features a step; this stack takes 3", X(2, 6, 5), null, null),
        ("no sequence (N = 0)", X(0, 6, 3), null, null),
        ("no step (T = 0)", X(2, 0, 3), null, null),
        ("3 lengths for 2 sequences", X(2, 6, 3), [1, 2, 3], null),
        ("Length 7 of sequence 1 is outside 0 to 6", X(2, 6, 3), [1, 7], null),
        ("Length -1 of sequence 0 is outside 0 to 6", X(2, 6, 3), [-1, 6], null),
        ("has 0 layers; this stack has 1", X(2, 6, 3), null, new([])),
        ("The initial state of layer 0, backward, is missing", X(2, 6, 3), null, new([new(State(["h", "c"], 2, 4), null)])),
        ("has 1 tensors; the cell 'lstm' has the states h, c", X(2, 6, 3), null, Both(State(["h"], 2, 4))),
        ("forward, has c, h; the cell 'lstm' takes h, c, in this order", X(2, 6, 3), null, Both(State(["c", "h"], 2, 4))),
        ("has 'h' of shape (3, 4), expected (2, 4)", X(2, 6, 3), null, Both(State(["h", "c"], 3, 4))),
    ];

    public static TheoryData<string> Wrong => [.. _wrong.Select(row => row.Says)];

    [Theory, MemberData(nameof(Wrong))]
    public void An_input_or_state_that_does_not_fit_is_refused(string says)
    {
        (_, Tensor<float> x, int[]? lengths, StackState<float>? initial) = _wrong.First(row => row.Says == says);
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => _stack.Run(x, lengths: lengths, initial: initial)).Message, StringComparison.Ordinal);
    }

    private static readonly CellSpec _fits = new("x") { Gates = ["a", "b"], Products = ["a"], States = ["h"], Kept = ["k"], Equations = "" };
    private static readonly CellShape _shape = new(2, 1, 1, 1, 0, false);

    private static readonly (string Says, CellSpec Spec, CellShape Shape)[] _wrongSpecs =
    [
        ("names 1 gates in its spec and counts 2", _fits with { Gates = ["a"] }, _shape),
        ("recurrent product p belongs to gate p", _fits with { Products = ["b"] }, _shape),
        ("recurrent product p belongs to gate p", _fits, _shape with { EarlyProducts = 2 }),
        ("gates and states are 1 to 8", _fits with { States = [] }, _shape with { States = 0 }),
        ("two kept values or states named 'h'", _fits with { Kept = ["h"] }, _shape),
        ("two kept values or states named 'h'", _fits with { States = ["h", "h"] }, _shape with { States = 2 }),
    ];

    [Fact]
    public void A_cell_whose_names_do_not_fit_its_counts_is_refused()
    {
        _fits.Check(_shape);
        Assert.All(_wrongSpecs, row => Assert.Contains(row.Says, Assert.Throws<ArgumentException>(() => row.Spec.Check(row.Shape)).Message, StringComparison.Ordinal));
    }

    private static Tensor<float> X(params int[] shape) => new(new Shape(shape));

    private static DirectionState<float> State(string[] names, int sequences, int hidden) => new(names, [.. names.Select(_ => X(sequences, hidden))]);

    private static StackState<float> Both(DirectionState<float> state) => new([new(state, state)]);
}
