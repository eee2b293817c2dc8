using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Tests.Autograd;

namespace Elman.Tests.Recurrent;

/// <summary>What every cell keeps, in every direction: exact gradients, and the identities of the numerical contract to the bit.</summary>
[Collection(ComputeTests.Name)]
public sealed class CellContract
{
    private const int Inputs = 3, Steps = 6;
    private static readonly int[] _lengths = [4, 6, 0, 1, 6];

    public static TheoryData<string, Direction> Every => EveryCell.WithDirections;

    public static TheoryData<string> EveryForward => [.. EveryCell.Names];

    [Theory, MemberData(nameof(Every))]
    public void Gradients_equal_central_differences(string cell, Direction direction)
    {
        RecurrentStack<double> stack = EveryCell.Stack<double>(Inputs, EveryCell.Layer(cell, 4, direction), EveryCell.Layer(cell, 3, direction));
        StackState<double> initial = EveryCell.States(stack, _lengths.Length);
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, -1.0, 1.0, _lengths.Length, Steps, Inputs));
        CentralDifference.Check([x, .. EveryCell.Tensors(initial), .. stack.Parameters.Select(parameter => parameter.Value).Where(IsSome)], () =>
        {
            RecurrentResult<double> result = stack.Run(x, lengths: _lengths, initial: initial);
            return Ops.Concatenate<double>([.. new[] { result.Output, result.LastOutput }.Concat(EveryCell.Tensors(result.State)).Select(y => y.Reshape(y.Shape.Count))], axis: 0);
        });
    }

    [Theory, MemberData(nameof(Every))]
    public void Every_width_and_thread_count_gives_the_same_bits(string cell, Direction direction)
    {
        foreach (int hidden in (int[])[1, 7, 16, 37])
        {
            ComputeTests.SameBits(() => Everything<float>(cell, direction, hidden), $"{cell}, float, {hidden} units");
            ComputeTests.SameBits(() => Everything<double>(cell, direction, hidden), $"{cell}, double, {hidden} units");
        }
    }

    /// <summary>Few rows of many units, which threads share; here small steps too, and panels of which the last is not full.</summary>
    [Theory, MemberData(nameof(Every))]
    public void Threads_that_share_the_units_of_a_step_give_the_same_bits(string cell, Direction direction)
    {
        long worth = Sharing.StepWorthSharing;
        Sharing.StepWorthSharing = 0;
        try
        {
            foreach (int hidden in (int[])[5, 70, 150])
            {
                float[]? alone = null;
                foreach (int threads in (int[])[1, 2, 3])
                {
                    using IDisposable use = Compute.Use(Compute.Kernel, threads);
                    float[] found = Everything<float>(cell, direction, hidden);
                    Bits.AssertEqual<float>(alone ??= found, found, $"{cell}, {hidden} units, {threads} threads");
                }
            }
        }
        finally
        {
            Sharing.StepWorthSharing = worth;
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void Nothing_that_an_earlier_run_left_in_memory_reaches_a_result(string cell, Direction direction)
    {
        Everything<float>(cell, direction, 21, float.NaN);
        float[] first = Everything<float>(cell, direction, 21);
        Assert.DoesNotContain(first, float.IsNaN);
        Everything<float>(cell, direction, 21, 1000);
        Bits.AssertEqual<float>(first, Everything<float>(cell, direction, 21), cell);
    }

    [Theory, MemberData(nameof(Every))]
    public void A_sequence_alone_is_the_same_as_in_a_padded_batch(string cell, Direction direction)
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, 5, direction), EveryCell.Layer(cell, 18, direction));
        Tensor<float> x = Draw.Tensor<float>(6, _lengths.Length, Steps, Inputs);
        foreach ((int row, int length) in _lengths.Index()) x.Span.Slice((row * Steps + length) * Inputs, (Steps - length) * Inputs).Fill(float.NaN);
        StackState<float> initial = EveryCell.States(stack, _lengths.Length);
        RecurrentResult<float> batch = stack.Run(x, lengths: _lengths, initial: initial);
        Assert.DoesNotContain(batch.Output.Values.ToArray(), float.IsNaN);
        foreach ((int row, int length) in _lengths.Index())
        {
            Bits.AssertEqual<float>(new float[(Steps - length) * stack.Features], batch.Output.Values.Slice((row * Steps + length) * stack.Features, (Steps - length) * stack.Features), "the padding");
            if (length == 0)
            {
                foreach ((Tensor<float> given, Tensor<float> final) in EveryCell.Tensors(initial).Zip(EveryCell.Tensors(batch.State)))
                    Bits.AssertEqual(Row(given, row), Row(final, row), "the state of an empty sequence");
                continue;
            }
            RecurrentResult<float> alone = stack.Run(
                Tensor.From(x.Values.Slice(row * Steps * Inputs, length * Inputs), new Shape(1, length, Inputs)), initial: One(initial, row));
            Bits.AssertEqual(alone.Output.Values, batch.Output.Values.Slice(row * Steps * stack.Features, length * stack.Features), $"sequence {row}");
            Bits.AssertEqual(alone.LastOutput.Values, Row(batch.LastOutput, row), $"last output of sequence {row}");
            foreach ((Tensor<float> one, Tensor<float> of) in EveryCell.Tensors(alone.State).Zip(EveryCell.Tensors(batch.State)))
                Bits.AssertEqual(one.Values, Row(of, row), $"state of sequence {row}");
        }
    }

    [Theory, MemberData(nameof(EveryForward))]
    public void A_sequence_in_chunks_with_its_state_carried_is_the_whole_sequence(string cell)
    {
        RecurrentStack<double> stack = EveryCell.Stack<double>(Inputs, EveryCell.Layer(cell, 5), EveryCell.Layer(cell, 4));
        Tensor<double> x = Draw.Tensor<double>(7, 1, 9, Inputs);
        RecurrentResult<double> whole = stack.Run(x);
        StackState<double>? state = null;
        List<double> pieces = [];
        foreach ((int start, int count) in ((int, int)[])[(0, 2), (2, 1), (3, 6)])
        {
            RecurrentResult<double> piece = stack.Run(Tensor.From(x.Values.Slice(start * Inputs, count * Inputs), new Shape(1, count, Inputs)), initial: state);
            pieces.AddRange(piece.Output.Values);
            state = piece.State;
        }
        Bits.AssertEqual<double>(whole.Output.Values, pieces.ToArray(), cell);
    }

    [Theory, MemberData(nameof(EveryForward))]
    public void A_stream_is_the_whole_sequence_and_allocates_nothing(string cell)
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, 5), EveryCell.Layer(cell, 33));
        Tensor<float> x = Draw.Tensor<float>(8, 1, 40, Inputs);
        foreach (string kernel in ComputeTests.Kernels)
        {
            using IDisposable use = Compute.Use(kernel, 1);
            float[] whole = stack.Run(x).Output.Values.ToArray();
            Elman.Layers.LayerStream<float> stream = stack.OpenStream();
            var y = new float[stack.Features];
            for (int step = 0; step < 40; step++)
            {
                stream.Step(x.Values.Slice(step * Inputs, Inputs), y);
                Bits.AssertEqual(whole.AsSpan(step * stack.Features, stack.Features), y, $"{cell}, step {step}");
            }
            Assert.Equal(0, Allocated.By(() =>
            {
                for (int step = 0; step < 40; step++) stream.Step(x.Values.Slice(step * Inputs, Inputs), y);
            }));
        }
    }

    [Theory, MemberData(nameof(EveryForward))]
    public void A_reversed_layer_is_a_forward_layer_on_the_turned_sequence(string cell)
    {
        RecurrentStack<float> forward = EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, 6));
        RecurrentStack<float> reverse = EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, 6, Direction.Reverse));
        Tensor<float> x = Draw.Tensor<float>(9, 1, 7, Inputs);
        float[] turned = [.. Enumerable.Range(0, 7).Reverse().SelectMany(step => x.Values.Slice(step * Inputs, Inputs).ToArray())];
        ReadOnlySpan<float> y = forward.Run(Tensor.From(turned, new Shape(1, 7, Inputs))).Output.Values;
        float[] back = [.. Enumerable.Range(0, 7).Reverse().SelectMany(step => forward.Run(Tensor.From(turned, new Shape(1, 7, Inputs))).Output.Values.Slice(step * forward.Features, forward.Features).ToArray())];
        Bits.AssertEqual<float>(back, reverse.Run(x).Output.Values, cell);
        Assert.Equal(7 * forward.Features, y.Length);
    }

    [Theory, MemberData(nameof(Every))]
    public void An_edit_of_a_weight_is_seen_by_the_next_call(string cell, Direction direction)
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, EveryCell.Layer(cell, 5, direction));
        Tensor<float> x = Draw.Tensor<float>(10, 2, Steps, Inputs);
        float[] before = stack.Run(x).Output.Values.ToArray();
        foreach (Parameter<float> parameter in stack.Parameters.Where(parameter => IsSome(parameter.Value)))
        {
            // Not all by the same: a layer norm takes away what all units have in common.
            for (int i = 0; i < parameter.Value.Shape.Count; i++) parameter.Value.Span[i] += 0.25f + i % 5 * i % 3 * 0.125f;
            float[] after = stack.Run(x).Output.Values.ToArray();
            Assert.False(before.AsSpan().SequenceEqual(after), $"{cell}: a change of {parameter.Name} was not seen.");
            before = after;
        }
    }

    /// <summary>Outputs, states and all gradients of a batch of mixed lengths, large enough to be shared by threads where there are many units.</summary>
    /// <param name="cotangent">The gradient of every output; drawn where null.</param>
    private static T[] Everything<T>(string cell, Direction direction, int hidden, T? cotangent = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RecurrentStack<T> stack = EveryCell.Stack<T>(Inputs, EveryCell.Layer(cell, hidden, direction));
        int[] lengths = [5, 9, 0, 2, 9, 7, 1, 9];
        StackState<T> initial = EveryCell.States(stack, lengths.Length);
        Tensor<T> x = Draw.Leaf(Draw.Tensor<T>(12, lengths.Length, 9, Inputs));
        RecurrentResult<T> result = stack.Run(x, lengths: lengths, initial: initial);
        List<T> all = [.. result.Output.Values, .. result.LastOutput.Values, .. EveryCell.Tensors(result.State).SelectMany(tensor => tensor.Values.ToArray())];
        Tensor<T> dy = Draw.Tensor<T>(13, [.. result.Output.Shape]);
        if (cotangent is T given) dy.Span.Fill(given);
        result.Output.Backward(dy);
        foreach (Tensor<T> leaf in (Tensor<T>[])[x, .. EveryCell.Tensors(initial), .. stack.Parameters.Select(parameter => parameter.Value)])
            all.AddRange(leaf.Gradient!.Values);
        return [.. all];
    }

    /// <summary>A cell without recurrent products has recurrent parameters of no number.</summary>
    private static bool IsSome<T>(Tensor<T> tensor) where T : unmanaged => tensor.Shape.Count > 0;

    private static ReadOnlySpan<float> Row(Tensor<float> tensor, int row) => tensor.Values.Slice(row * tensor.Shape[1], tensor.Shape[1]);

    private static StackState<float> One(StackState<float> state, int row)
    {
        DirectionState<float>? Of(DirectionState<float>? direction) => direction is null ? null : new(direction.Names,
            [.. direction.Values.Select(value => Tensor.From(Row(value, row), new Shape(1, value.Shape[1])))]);
        return new([.. state.Select(layer => new LayerState<float>(Of(layer.Of(false)), Of(layer.Of(true))))]);
    }
}
