using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Recurrent;

// What stands around the scans of a layer: the merge of its directions, dropout of its output, what goes past it.
public sealed unsafe partial class RecurrentLayer<T>
{
    /// <summary>Whether there is any of it; dropout counts without training too, so that a layer is one thing.</summary>
    internal bool IsFramed => Spec.Merge != DirectionMerge.Concatenate || Spec.Connection != Recurrent.Connection.None || Spec.InputDropout is not null || Spec.OutputDropout is not null || Spec.Padding != PaddingRule.Zero;

    /// <summary>From the outputs of the directions side by side to the layer's own.</summary>
    /// <param name="x">The layer's input, (N, T, inputs).</param>
    /// <param name="y">(N, T, outputs of all directions), replaced.</param>
    /// <returns>The output after the last step visited; of a layer with something past it, or whose output is dropped, that at the last step in time, in a reversed one at the first.</returns>
    internal Tensor<T> Frame(Tensor<T> x, ref Tensor<T> y, DirectionState<T>[] states, int[]? lengths, Pass pass)
    {
        if (_cells.Length == 2) y = Merge(y);
        y = MaskDraw.Apply(y, Spec.OutputDropout, lengths, pass);
        y = Connection.Apply(x, y, lengths);
        if (Spec.Padding == PaddingRule.Hold && lengths is not null) y = Held(y, lengths);
        if (Spec.Connection != Recurrent.Connection.None || (pass.Training && Spec.OutputDropout is not null)) return AtEnd(y, lengths);
        return states.Length == 1 ? states[0].Values[0] : Merge(Ops.Concatenate<T>([states[0].Values[0], states[1].Values[0]], axis: 1));
    }

    private Tensor<T> Merge(Tensor<T> y)
    {
        if (Spec.Merge == DirectionMerge.Concatenate) return y;
        int wide = _cells[0].Outputs;
        Tensor<T> forward = y.Shape.Rank == 3 ? y.Slice(.., .., ..wide) : y.Slice(.., ..wide), backward = y.Shape.Rank == 3 ? y.Slice(.., .., wide..) : y.Slice(.., wide..);
        return Spec.Merge switch
        {
            DirectionMerge.Sum => forward + backward,
            DirectionMerge.Multiply => forward * backward,
            _ => (forward + backward) * T.CreateTruncating(0.5),
        };
    }

    /// <summary>The output at the last step that is there, at all behind it; zero where there is none.</summary>
    private static Tensor<T> Held(Tensor<T> y, int[] lengths)
    {
        (int n, int t, int f) = (y.Shape[0], y.Shape[1], y.Shape[2]);
        return y.Reshape(n * t, f).IndexSelect(0, Tensor.From<int>([.. Enumerable.Range(0, n * t).Select(at => at / t * t + Math.Min(at % t, Math.Max(0, lengths[at / t] - 1)))])).Reshape(n, t, f);
    }

    /// <summary>The outputs behind the end of each sequence, of a run that goes on from its final states.</summary>
    /// <param name="x">The layer's input, (N, T, inputs).</param>
    /// <param name="y">Its output, zero behind the ends.</param>
    internal Tensor<T> Continued(Tensor<T> x, Tensor<T> y, int[] lengths, Tensor<T>[][] final, Pass pass, StepMarks<T>? marks)
    {
        (int n, int t, int f) = (y.Shape[0], y.Shape[1], y.Shape[2]);
        int longest = lengths.Max(length => t - length);
        if (longest == 0) return y;
        int[] rest = [.. lengths.Select(length => t - length)], places = [.. from row in Enumerable.Range(0, n) from step in Enumerable.Range(0, longest) select row * t + Math.Min(lengths[row] + step, t - 1)];
        Tensor<T> behind = x.Reshape(n * t, x.Shape[2]).IndexSelect(0, Tensor.From(places)).Reshape(n, longest, x.Shape[2]);
        StepMarks<T>? left = marks is null ? null : new(marks.Resets is { } resets ? [.. places.Select(place => resets[place])] : null, marks.Elapsed is { } elapsed ? [.. places.Select(place => elapsed[place])] : null, longest);
        Tensor<T> more = Run(behind, Layout.BatchFirst, rest, final, null, pass, null, left).Output;
        Tensor<T> all = Ops.Concatenate<T>([y.Reshape(n * t, f), more.Reshape(n * longest, f)], axis: 0);
        return all.IndexSelect(0, Tensor.From<int>([.. from row in Enumerable.Range(0, n) from step in Enumerable.Range(0, t) select step < lengths[row] ? row * t + step : n * t + row * longest + step - lengths[row]])).Reshape(n, t, f);
    }

    private Tensor<T> AtEnd(Tensor<T> y, int[]? lengths)
    {
        (int n, int t, int f) = (y.Shape[0], y.Shape[1], y.Shape[2]);
        int[] filled = [.. Enumerable.Range(0, n).Where(i => Length(i) > 0)];
        Tensor<T> last = y.Reshape(n * t, f).IndexSelect(0, Tensor.From<int>([.. filled.Select(i => i * t + (Spec.Direction == Direction.Reverse ? 0 : Length(i) - 1))]));
        return filled.Length == n ? last : Present.Spread(last, Tensor.From(filled), n);

        int Length(int i) => lengths?[i] ?? t;
    }
}
