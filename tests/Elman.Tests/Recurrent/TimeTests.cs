using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Recurrent;

/// <summary>Episodes inside a sequence, time between steps, and outputs behind the end of a sequence.</summary>
[Collection(ComputeTests.Name)]
public sealed class TimeTests
{
    private const int Inputs = 3, Steps = 7;
    private static readonly int[] _lengths = [7, 5, 0, 6];
    private static readonly bool[] _resets = new bool[28];

    static TimeTests()
    {
        // Sequence 0: at 3 and 4; sequence 1: at 0 and 4; sequence 3: at 1 and behind its end.
        foreach (int at in (int[])[3, 4, 7, 11, 22, 27]) _resets[at] = true;
    }

    private static Tensor<bool> Resets => Tensor.From(_resets, new Shape(4, Steps));

    private static readonly (string Name, LayerSpec[] Layers)[] _stacks =
    [
        ("lstm", [new(CellCatalog.Lstm(), 5), new(CellCatalog.Gru(), 4)]),
        ("both ways", [new(CellCatalog.Lstm(), 5, Direction.Bidirectional), new(CellCatalog.Elman(), 4, Direction.Reverse)]),
        ("two stages", [new(CellCatalog.GruResetBefore(), 5)]),
        ("with everything", [new(CellCatalog.Lstm(), 6) { Projection = 4, LayerNorm = CellNorm.All with { Epsilon = 0.5 }, Zoneout = new(0.2, 0.3), HiddenClip = StateClip.Of(0.6), RecurrentDropout = new(0.3) }, new(CellCatalog.GruResetBefore(), 4, Direction.Reverse) { RecurrentDropout = new(0.4, false), Zoneout = new(0.2) }]),
        ("decaying", [new(CellCatalog.Lstm(), 5, Direction.Bidirectional) { Decay = new() }, new(CellCatalog.GruResetBefore(), 4) { Decay = new(0.3) }]),
        ("decaying with everything", [new(CellCatalog.Lstm(), 6) { Projection = 4, LayerNorm = new() { State = StateNorm.Read, Epsilon = 0.5 }, Zoneout = new(0.2, 0.3), RecurrentDropout = new(0.3), Decay = new() }]),
    ];

    public static TheoryData<string> Every => [.. _stacks.Select(row => row.Name)];
    public static TheoryData<string> WithoutDecay => [.. _stacks.Where(row => row.Layers.All(layer => layer.Decay is null)).Select(row => row.Name)];

    private static SequenceRun<double> With(RecurrentStack<double> stack, StackState<double>? initial = null) => new() { Lengths = _lengths, Resets = Resets, Initial = initial, Elapsed = Times<double>(stack) };

    private static Tensor<T>? Times<T>(RecurrentStack<T> stack) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        stack.Layers.Any(layer => layer.Spec.Decay is not null) ? Draw.Tensor<T>(4, 0.1, 2, 4, Steps) : null;

    private static RecurrentStack<T> Stack<T>(string name) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => EveryCell.Stack<T>(Inputs, _stacks.First(row => row.Name == name).Layers);

    [Theory, MemberData(nameof(Every))]
    public void Gradients_equal_central_differences(string name)
    {
        RecurrentStack<double> stack = Stack<double>(name);
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, -1.0, 1.0, 4, Steps, Inputs));
        StackState<double> initial = EveryCell.States(stack, 4);
        CentralDifference.Check([x, .. EveryCell.Tensors(initial), .. stack.Parameters.Select(parameter => parameter.Value)], () =>
        {
            RecurrentResult<double> result = stack.Run(x, With(stack, initial));
            return Ops.Concatenate<double>([.. new[] { result.Output, result.LastOutput }.Concat(EveryCell.Tensors(result.State)).Select(y => y.Reshape(y.Shape.Count))], axis: 0);
        });
    }

    [Theory, MemberData(nameof(WithoutDecay))]
    public void Episodes_in_one_sequence_are_sequences_of_their_own(string name)
    {
        RecurrentStack<double> stack = Stack<double>(name);
        Tensor<double> x = Draw.Tensor<double>(5, 4, Steps, Inputs);
        RecurrentResult<double> together = stack.Run(x, With(stack));
        RecurrentTrace<double> trace = stack.Trace(x, With(stack));
        Bits.AssertEqual(together.Output.Values, trace.Result.Output.Values, name);
        foreach ((int row, int length) in _lengths.Index())
            for (int first = 0, end; first < length; first = end)
            {
                end = first + 1;
                while (end < length && !_resets[row * Steps + end]) end++;
                RecurrentResult<double> alone = stack.Run(Tensor.From(x.Values.Slice((row * Steps + first) * Inputs, (end - first) * Inputs), new Shape(1, end - first, Inputs)));
                Bits.AssertEqual(alone.Output.Values, together.Output.Values.Slice((row * Steps + first) * stack.Features, (end - first) * stack.Features), $"{name}, sequence {row} from step {first}");
            }
    }

    [Theory, MemberData(nameof(Every))]
    public void Every_width_and_thread_count_gives_the_same_bits(string name) => ComputeTests.SameBits<float>(() =>
    {
        RecurrentStack<float> stack = Stack<float>(name);
        Tensor<float> x = Draw.Leaf(Draw.Tensor<float>(12, 4, Steps, Inputs));
        RecurrentResult<float> result = stack.Run(x, new SequenceRun<float> { Lengths = _lengths, Resets = Resets, Elapsed = Times(stack) });
        result.Output.Backward(Draw.Tensor<float>(13, [.. result.Output.Shape]));
        return [.. result.Output.Values, .. x.Gradient!.Values, .. stack.Parameters.SelectMany(parameter => parameter.Value.Gradient!.Values.ToArray())];
    }, name);

    [Theory, MemberData(nameof(Every))]
    public void Every_layout_takes_its_marks_in_its_own_order(string name)
    {
        RecurrentStack<double> stack = Stack<double>(name);
        Tensor<double> x = Draw.Tensor<double>(5, 4, Steps, Inputs);
        SequenceRun<double> with = With(stack);
        Tensor<double> y = stack.Run(x, with).Output;
        SequenceRun<double> turned = with with { Layout = Layout.TimeFirst, Resets = Turned(Resets), Elapsed = with.Elapsed?.Transpose(0, 1) };
        Bits.AssertEqual(y.Values, stack.Run(x.Transpose(0, 1), turned).Output.Transpose(0, 1).Values, "time first");
        Bits.AssertEqual(y.Values, stack.Run(x.Transpose(1, 2), with with { Layout = Layout.FeaturesFirst }).Output.Transpose(1, 2).Values, "features first");
        SequenceRun<double> one = new() { Layout = Layout.Unbatched, Resets = Tensor.From(_resets[..Steps], new Shape(Steps)), Elapsed = with.Elapsed?.Slice(..1).Squeeze(0) };
        Bits.AssertEqual(y.Slice(..1).Values, stack.Run(x.Slice(..1).Squeeze(0), one).Output.Values, "unbatched");
    }

    [Fact]
    public void A_state_decays_as_the_equation_says()
    {
        RecurrentStack<double> stack = EveryCell.Stack<double>(1, new LayerSpec(CellCatalog.Elman(Elman.Numerics.Activations.Activation.Linear), 1) { Decay = new() });
        foreach ((int i, double value) in new[] { 0.0, 1, 0, 0, 0.5, -0.2 }.Index()) stack.Parameters[i].Value.Span[0] = value;
        Assert.Equal(["0.forward.input_weight", "0.forward.recurrent_weight", "0.forward.input_bias", "0.forward.recurrent_bias", "0.forward.decay_weight", "0.forward.decay_bias"], stack.Parameters.Select(parameter => parameter.Name));
        var initial = new StackState<double>([new LayerState<double>(new DirectionState<double>(["h"], [Tensor.From([1.0], new Shape(1, 1))]), null)]);
        double[] times = [0.2, 1, 3];
        double[] found = stack.Run(new Tensor<double>(new Shape(1, 3, 1)), new SequenceRun<double> { Initial = initial, Elapsed = Tensor.From(times, new Shape(1, 3)) }).Output.Values.ToArray();
        double h = 1;
        for (int step = 0; step < 3; step++) Assert.Equal(h *= Math.Exp(-Math.Max(0, 0.5 * times[step] - 0.2)), found[step], 1e-14);
    }

    [Theory, InlineData(PaddingRule.Hold), InlineData(PaddingRule.Compute)]
    public void Behind_the_end_the_output_is_held_or_computed(PaddingRule rule)
    {
        LayerSpec plain = new(CellCatalog.Lstm(), 5), ruled = plain with { Padding = rule };
        RecurrentStack<double> zero = EveryCell.Stack<double>(Inputs, plain), other = EveryCell.Stack<double>(Inputs, ruled);
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, 4, Steps, Inputs));
        RecurrentResult<double> expected = zero.Run(x, lengths: _lengths), found = other.Run(x, lengths: _lengths);
        Tensor<double> whole = zero.Run(x).Output;
        Bits.AssertEqual(expected.LastOutput.Values, found.LastOutput.Values, "last");
        Bits.AssertEqual(expected.State[0].Forward.Cell.Values, found.State[0].Forward.Cell.Values, "c");
        for (int row = 0; row < 4; row++)
            for (int step = 0; step < Steps; step++)
                for (int unit = 0; unit < 5; unit++)
                {
                    double there = step < _lengths[row] || rule == PaddingRule.Compute ? whole[row, step, unit] : _lengths[row] == 0 ? 0 : whole[row, _lengths[row] - 1, unit];
                    Assert.Equal(BitConverter.DoubleToInt64Bits(there), BitConverter.DoubleToInt64Bits(found.Output[row, step, unit]));
                }
        CentralDifference.Check([x, .. other.Parameters.Select(parameter => parameter.Value)], () => other.Run(x, lengths: _lengths).Output);
    }

    [Fact]
    public void Learned_states_begin_runs_and_streams_and_learn()
    {
        RecurrentStack<double> stack = EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Lstm(), 4) { LearnsState = true }, new LayerSpec(CellCatalog.Gru(), 3) { LearnsState = true });
        Assert.Contains(stack.Parameters, parameter => parameter.Name == "0.forward.initial_c");
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, 2, Steps, Inputs));
        CentralDifference.Check([x, .. stack.Parameters.Select(parameter => parameter.Value)], () => stack.Run(x).Output);
        LayerStream<double> stream = stack.OpenStream();
        var y = new double[3];
        double[] whole = stack.Run(x).Output.Values.ToArray();
        foreach (int again in (int[])[0, 1])
        {
            for (int step = 0; step < Steps; step++)
            {
                stream.Step(x.Values.Slice(step * Inputs, Inputs), y);
                Bits.AssertEqual<double>(whole.AsSpan(step * 3, 3), y, $"step {step}, time {again}");
            }
            stream.Start();
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        RecurrentStack<double> stack = Stack<double>("lstm"), learned = EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Lstm(), 4) { LearnsState = true }), decaying = Stack<double>("decaying");
        Tensor<double> x = Draw.Tensor<double>(5, 4, Steps, Inputs);
        (Action Do, string Says)[] rows =
        [
            (() => stack.Run(x, new SequenceRun<double> { Resets = new Tensor<bool>(new Shape(Steps, 4)) }), "Resets has shape (7, 4)"),
            (() => stack.Run(x, new SequenceRun<double> { Elapsed = new Tensor<double>(new Shape(4, Steps)) }), "Give a layer a Decay"),
            (() => decaying.Run(x, new SequenceRun<double> { Elapsed = Draw.Tensor<double>(1, -2.0, -1.0, 4, Steps) }), "expected a time of 0 or more"),
            (() => learned.Run(x, new SequenceRun<double> { Resets = Resets }), "LearnsState"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Gru(), 4) { Decay = new() }).OpenStream(), "without a time"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Gru(), 4) { Decay = new(-1) }), "rate -1"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Gru(), 4, Direction.Reverse) { Padding = PaddingRule.Compute }), "Hold or Zero"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Gru(), 4) { LayerNorm = CellNorm.All }), "'gru' has the state h alone"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Build("lstm_peephole", []), 4) { LayerNorm = CellNorm.All }), "inside the equations of the gates"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Independent(), 4) { LayerNorm = CellNorm.Products }), "no such product"),
            (() => EveryCell.Stack<double>(Inputs, new LayerSpec(CellCatalog.Gru(), 4) { LayerNorm = new() { Input = false, Recurrent = false } }), "of nothing"),
        ];
        foreach ((Action act, string says) in rows) Assert.Contains(says, Assert.ThrowsAny<Exception>(act).Message, StringComparison.Ordinal);
    }

    private static Tensor<bool> Turned(Tensor<bool> marks) => Tensor.From<bool>([.. from step in Enumerable.Range(0, Steps) from row in Enumerable.Range(0, 4) select marks[row, step]], new Shape(Steps, 4));
}
