using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Tests.Autograd;

namespace Elman.Tests.Recurrent;

/// <summary>What a trace of every cell, in every direction, keeps to: nothing that a run gives changes, and each value is what its name says.</summary>
[Collection(ComputeTests.Name)]
public sealed class TraceContract
{
    private const int Inputs = 3, Steps = 6, Hidden = 19;
    private static readonly int[] _lengths = [4, 6, 0, 1, 6];

    public static TheoryData<string, Direction> Every => EveryCell.WithDirections;

    /// <summary>The activation of each gate that has one of its own, by cell; those of a list come from the cell's options.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> _unlisted = new()
    {
        ["minimal_gated"] = new() { ["forget"] = "sigmoid", ["candidate"] = "tanh" },
        ["no products"] = [],
        ["eight gates"] = [],
        ["two stages"] = new() { ["r"] = "sigmoid", ["n"] = "tanh" },
        ["all early"] = new() { ["r"] = "sigmoid" },
    };

    [Theory, MemberData(nameof(Every))]
    public void A_trace_changes_no_bit_and_its_states_are_the_outputs(string cell, Direction direction)
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, Hidden, direction), EveryCell.Layer(cell, 5, direction));
        Tensor<float> x = Draw.Tensor<float>(11, _lengths.Length, Steps, Inputs);
        StackState<float> initial = EveryCell.States(stack, _lengths.Length);
        RecurrentResult<float> plain = stack.Run(x, lengths: _lengths, initial: initial);
        RecurrentTrace<float> trace = stack.Trace(x, lengths: _lengths, initial: initial);
        Bits.AssertEqual(plain.Output.Values, trace.Result.Output.Values, cell);
        Bits.AssertEqual(plain.LastOutput.Values, trace.Result.LastOutput.Values, cell);
        foreach ((Tensor<float> of, Tensor<float> traced) in EveryCell.Tensors(plain.State).Zip(EveryCell.Tensors(trace.Result.State))) Bits.AssertEqual(of.Values, traced.Values, cell);
        foreach ((bool reverse, DirectionTrace<float> shown) in Directions(trace[1], direction))
        {
            int wide = stack.Layers[1].Spec.Outputs, side = reverse && direction == Direction.Bidirectional ? wide : 0;
            Bits.AssertEqual(plain.Output.Slice(.., .., side..(side + wide)).Values, shown["h"].Values, $"{cell}: h");
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void A_trace_names_every_value_of_the_cell_once_and_shows_nothing_in_the_padding(string cell, Direction direction)
    {
        CellSpec spec = EveryCell.Named(cell).Spec;
        (_, _, RecurrentTrace<double> trace) = Traced<double>(cell, direction);
        foreach ((_, DirectionTrace<double> shown) in Directions(trace[0], direction))
        {
            Assert.Equal(spec.Gates.Select(gate => gate + ".pre").Concat(spec.Kept).Concat(spec.States).Order(), shown.Names.Order());
            Assert.Equal(spec.States.Reverse(), shown.Where(value => value.Kind == TraceKind.State).Select(value => value.Name));
            Assert.Equal(spec.Kept, shown.Where(value => value.Kind is TraceKind.Gate or TraceKind.Value).Select(value => value.Name));
            foreach (TracedValue<double> value in shown)
                for (int row = 0; row < _lengths.Length; row++)
                    for (int step = 0; step < Steps; step++)
                        Assert.Equal(step < _lengths[row], value.Values.Values.Slice((row * Steps + step) * value.Values.Shape[2], value.Values.Shape[2]).IndexOfAnyExcept(0.0) >= 0);
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void The_activation_of_a_pre_activation_is_the_gate_to_the_bit(string cell, Direction direction)
    {
        ActivationsAreGates<float>(cell, direction);
        ActivationsAreGates<double>(cell, direction);
    }

    [Theory, MemberData(nameof(Every))]
    public void A_pre_activation_is_the_sum_that_a_plain_loop_gives(string cell, Direction direction)
    {
        (RecurrentStack<double> stack, Tensor<double> x, RecurrentTrace<double> trace) = Traced<double>(cell, direction);
        CellSpec spec = EveryCell.Named(cell).Spec;
        foreach ((bool reverse, DirectionTrace<double> shown) in Directions(trace[0], direction))
        {
            var sums = new PlainSums(reverse ? stack.Layers[0].Backward! : stack.Layers[0].Forward!, x, shown["h"]);
            for (int row = 0; row < _lengths.Length; row++)
                for (int step = 0; step < _lengths[row]; step++)
                    for (int gate = 0; gate < spec.Gates.Length; gate++)
                        for (int unit = 0; unit < Hidden; unit++)
                        {
                            double expected = sums.Of(shown, gate, row, step, unit, _lengths[row]);
                            Assert.Equal(expected, shown[spec.Gates[gate] + ".pre"][row, step, unit], 1e-12 * Math.Max(1, Math.Abs(expected)));
                        }
        }
    }

    [Fact]
    public void The_inner_value_of_a_gru_is_what_its_reset_gate_multiplies()
    {
        (RecurrentStack<double> stack, Tensor<double> x, RecurrentTrace<double> trace) = Traced<double>("gru", Direction.Forward);
        DirectionTrace<double> shown = trace[0].Forward;
        var sums = new PlainSums(stack.Layers[0].Forward!, x, shown["h"]);
        for (int step = 0; step < Steps; step++)
            for (int unit = 0; unit < Hidden; unit++)
                Assert.Equal(sums.Recurrent(shown, 2, 1, step, unit, Steps, null), shown["inner"][1, step, unit], 1e-12);
    }

    [Fact]
    public void A_trace_has_the_same_bits_at_every_width_and_thread_count()
    {
        foreach (string cell in EveryCell.Names)
            ComputeTests.SameBits(() => Traced<float>(cell, Direction.Bidirectional).Trace[0].Backward.SelectMany(value => value.Values.Values.ToArray()).ToArray(), cell);
    }

    private static void ActivationsAreGates<T>(string cell, Direction direction) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Cell named = EveryCell.Named(cell);
        (_, _, RecurrentTrace<T> trace) = Traced<T>(cell, direction);
        foreach ((_, DirectionTrace<T> shown) in Directions(trace[0], direction))
            foreach (TracedValue<T> gate in shown.Where(value => value.Kind == TraceKind.Gate))
            {
                Activation activation = Activation.Parse(_unlisted.TryGetValue(named.Spec.Name, out Dictionary<string, string>? own) ? own[gate.Name] : Option(named, gate.Name));
                T[] pre = shown[gate.Name + ".pre"].Values.ToArray(), expected = new T[pre.Length];
                if (named.Options["pre_activation_clip"] is { } limit) pre = [.. pre.Select(x => T.Clamp(x, T.CreateTruncating(-(double)limit), T.CreateTruncating((double)limit)))];
                Elementwise.Map<T>(pre, expected, activation);
                foreach (int place in Present) Bits.AssertEqual<T>(expected.AsSpan(place * Hidden, Hidden), gate.Values.Values.Slice(place * Hidden, Hidden), $"{cell}: {gate.Name} at {place}");
            }
    }

    /// <summary>As the cells of the list name their options: a candidate has its own, an Elman cell only one, and all else are gates.</summary>
    private static string Option(Cell cell, string gate) => (string)(cell.Options["activation"] ?? cell.Options[gate + "_gate"] ?? cell.Options[gate == "candidate" ? gate : "gate"])!;

    private static IEnumerable<int> Present => _lengths.SelectMany((length, row) => Enumerable.Range(row * Steps, length));

    private static (RecurrentStack<T> Stack, Tensor<T> X, RecurrentTrace<T> Trace) Traced<T>(string cell, Direction direction) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RecurrentStack<T> stack = EveryCell.Stack<T>(Inputs, EveryCell.Layer(cell, Hidden, direction));
        Tensor<T> x = Draw.Tensor<T>(11, _lengths.Length, Steps, Inputs);
        return (stack, x, stack.Trace(x, lengths: _lengths));
    }

    private static IEnumerable<(bool Reverse, DirectionTrace<T> Shown)> Directions<T>(LayerTrace<T> trace, Direction direction) where T : unmanaged
    {
        if (direction != Direction.Reverse) yield return (false, trace.Forward);
        if (direction != Direction.Forward) yield return (true, trace.Backward);
    }
}
