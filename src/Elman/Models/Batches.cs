using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>Cuts large inputs into batches and puts the results together; whatever the cut, the bits are the same.</summary>
internal static class Batches
{
    /// <summary>Numbers of intermediate results of one batch: 16 MB of floats, and then a call can be cancelled.</summary>
    private const long Most = 1L << 22;

    public static Prediction<T> Run<T>(Wiring<T> wiring, CheckedInputs<T> inputs, PredictOptions options, TraceRecorder<T>? recorder = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = SizeOf(wiring, options, inputs.Steps);
        var pass = new Pass { Cancellation = options.Cancellation };
        var results = new Tensor<T>?[wiring.Outputs.Length];
        for (int first = 0; first < inputs.Sequences; first += size)
        {
            int count = Math.Min(size, inputs.Sequences - first);
            Signal<T>[] part = count == inputs.Sequences ? inputs.Signals : [.. inputs.Signals.Select(signal => Rows(signal, first, count))];
            Signal<T>[] outputs = Evaluation.Run<T>(wiring, part, pass, recorder);
            for (int i = 0; i < outputs.Length; i++) results[i] = Put(results[i], NumbersOf(outputs[i]), first, count == inputs.Sequences ? null : inputs.Sequences);
            recorder?.EndBatch();
            options.Progress?.Invoke((double)(first + count) / inputs.Sequences);
        }
        return Named(wiring, [.. results.Select(result => inputs.Unbatched ? Row(result!, 0, null) : result!)]);
    }

    /// <summary>Sequences of unequal length, the longest first into one batch, so that little is padded; each result is cut to its sequence's length.</summary>
    /// <param name="sequences">Each with an axis N of 1.</param>
    public static Prediction<T>[] RunEach<T>(Wiring<T> wiring, IReadOnlyList<Signal<T>> sequences, PredictOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int LengthOf(int index) => InputCheck.ShapeOf(sequences[index])[1];
        int[] order = [.. Enumerable.Range(0, sequences.Count).OrderByDescending(LengthOf)];
        var pass = new Pass { Cancellation = options.Cancellation };
        var results = new Prediction<T>[sequences.Count];
        if (HasTensors(wiring)) throw new ArgumentException("A list of sequences of unequal length is padded into batches, and this model has plain operators, which would work on the padding. Give the sequences one at a time.");
        for (int first = 0; first < order.Length;)
        {
            int[] batch = [.. order.Skip(first).Take(SizeOf(wiring, options, LengthOf(order[first])))];
            Signal<T>[] outputs = Evaluation.Run<T>(wiring, [Padded([.. batch.Select(index => sequences[index])])], pass);
            for (int row = 0; row < batch.Length; row++)
                results[batch[row]] = Named(wiring, [.. outputs.Select(output => Row(output.Numbers!, row, output.Lengths?[row]))]);
            first += batch.Length;
            options.Progress?.Invoke((double)first / order.Length);
        }
        return results;
    }

    private static int SizeOf<T>(Wiring<T> wiring, PredictOptions options, int steps) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Nobody knows which axis of a tensor of its own would be cut.
        if (HasTensors(wiring)) return int.MaxValue;
        if (options.BatchSize is int given)
            return given >= 1 ? given : throw new ArgumentOutOfRangeException(nameof(options), $"A batch has at least 1 sequence, found a {nameof(PredictOptions.BatchSize)} of {given}.");
        long width = wiring.Inputs.Sum(input => (long)input.Shape.Features) + wiring.Plans.Sum(plan => (long)plan.Output.Features);
        return (int)Math.Clamp(Most / Math.Max(1, width * steps), 1, int.MaxValue);
    }

    private static bool HasTensors<T>(Wiring<T> wiring) where T : unmanaged, IBinaryFloatingPointIeee754<T> => wiring.Inputs.Any(input => input.Shape.IsTensor) || wiring.Plans.Any(plan => plan.Output.IsTensor);

    private static Prediction<T> Named<T>(Wiring<T> wiring, Tensor<T>[] values) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new([.. wiring.Outputs.Select(output => output.Name)], values);

    /// <summary>An output of whole numbers, which an operator may give, is shown as numbers.</summary>
    private static Tensor<T> NumbersOf<T>(Signal<T> signal) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        signal.Numbers ?? new(signal.Ids!.Shape, Array.ConvertAll(signal.Ids.Values.ToArray(), T.CreateTruncating));

    private static Signal<T> Rows<T>(Signal<T> signal, int first, int count) where T : unmanaged
    {
        int[]? lengths = signal.Lengths?[first..(first + count)];
        return signal.Numbers is { } numbers ? new(Rows(numbers, first, count), lengths) : new(Rows(signal.Ids!, first, count), lengths);
    }

    private static Tensor<TValue> Rows<TValue>(Tensor<TValue> x, int first, int count) where TValue : unmanaged
    {
        int row = x.Shape.CountFrom(1);
        return new(new Shape([count, .. x.Shape.Dimensions[1..]]), x.Values.Slice(first * row, count * row).ToArray());
    }

    /// <summary>Puts the rows of a batch where they belong among all.</summary>
    /// <param name="of">How many rows there are in all; null where the batch is all of them.</param>
    private static Tensor<T> Put<T>(Tensor<T>? all, Tensor<T> batch, int first, int? of) where T : unmanaged
    {
        if (of is not { } sequences) return batch;
        all ??= new Tensor<T>(new Shape([sequences, .. batch.Shape.Dimensions[1..]]));
        batch.Values.CopyTo(all.Array.AsSpan(first * batch.Shape.CountFrom(1)));
        return all;
    }

    /// <summary>One row without the axis N, and of its steps the first so many.</summary>
    private static Tensor<T> Row<T>(Tensor<T> x, int row, int? steps) where T : unmanaged
    {
        ReadOnlySpan<int> shape = x.Shape.Dimensions[1..];
        ReadOnlySpan<T> values = x.Values.Slice(row * x.Shape.CountFrom(1), x.Shape.CountFrom(1));
        return steps is not int count ? new(new Shape(shape), values.ToArray()) : new(new Shape([count, .. shape[1..]]), values[..(count * x.Shape.CountFrom(2))].ToArray());
    }

    private static Signal<T> Padded<T>(Signal<T>[] sequences) where T : unmanaged
    {
        int[] lengths = [.. sequences.Select(sequence => InputCheck.ShapeOf(sequence)[1])];
        return sequences[0].Numbers is null
            ? new(Padded([.. sequences.Select(sequence => sequence.Ids!)], lengths), lengths)
            : new(Padded([.. sequences.Select(sequence => sequence.Numbers!)], lengths), lengths);
    }

    private static Tensor<TValue> Padded<TValue>(Tensor<TValue>[] sequences, int[] lengths) where TValue : unmanaged
    {
        var all = new Tensor<TValue>(new Shape([sequences.Length, lengths.Max(), .. sequences[0].Shape.Dimensions[2..]]));
        int row = all.Shape.CountFrom(1);
        for (int i = 0; i < sequences.Length; i++) sequences[i].Values.CopyTo(all.Array.AsSpan(i * row));
        return all;
    }
}
