using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Sequences picked out of many, by number.</summary>
internal static class SignalRows
{
    extension<T>(Signal<T> signal) where T : unmanaged
    {
        /// <summary>The shape with N first, and T after it where there are steps.</summary>
        public Shape Size => signal.Numbers?.Shape ?? signal.Ids!.Shape;

        /// <summary>Whether there is an axis of steps.</summary>
        public bool HasSteps => signal.Size.Rank == (signal.Ids is null ? 3 : 2);

        /// <summary>The steps of a sequence that are there; 1 where there is no axis of steps.</summary>
        public int LengthOf(int row) => !signal.HasSteps ? 1 : signal.Lengths?[row] ?? signal.Size[1];

        /// <summary>Some sequences, in the order asked for, and no more steps than given.</summary>
        public Signal<T> Pick(ReadOnlySpan<int> rows, int steps = int.MaxValue)
        {
            int[]? lengths = null;
            if (signal.Lengths is { } all)
            {
                lengths = new int[rows.Length];
                for (int i = 0; i < rows.Length; i++) lengths[i] = Math.Min(all[rows[i]], steps);
            }
            int kept = signal.HasSteps ? Math.Min(steps, signal.Size[1]) : int.MaxValue;
            return signal.Ids is { } ids
                ? new Signal<T>(Rows(ids, rows, kept), lengths)
                : new Signal<T>(Rows(signal.Numbers!, rows, kept), lengths, signal.Mask is null ? null : Rows(signal.Mask, rows, kept));
        }
    }

    /// <summary>Rows of a tensor (N, …), and of its second axis the first entries.</summary>
    public static Tensor<TElement> Rows<TElement>(Tensor<TElement> from, ReadOnlySpan<int> rows, int second = int.MaxValue) where TElement : unmanaged
    {
        int[] shape = [.. from.Shape];
        shape[0] = rows.Length;
        if (shape.Length > 1) shape[1] = Math.Min(shape[1], second);
        var picked = new Tensor<TElement>(new Shape(shape));
        int stride = from.Shape.CountFrom(1), kept = picked.Shape.CountFrom(1);
        Span<TElement> to = picked.Span;
        for (int i = 0; i < rows.Length; i++) from.Values.Slice(rows[i] * stride, kept).CopyTo(to[(i * kept)..]);
        return picked;
    }
}
