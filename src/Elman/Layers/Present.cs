using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The steps that are there, of sequences of unequal length.</summary>
/// <remarks>Steps that are not there are skipped, never multiplied by zero: whatever stands in the padding, NaN included, leaves no trace in results and gradients.</remarks>
internal static class Present
{
    /// <summary>Applies a function of rows to the steps that are there, and leaves the others zero.</summary>
    /// <param name="layer">What errors call the caller.</param>
    /// <param name="x">(N, F) or (N, T, F)</param>
    /// <param name="lengths">Steps of each sequence; null for all.</param>
    /// <param name="rows">From (R, F) to (R, G); also from (N, T, F) to (N, T, G) where all steps are there.</param>
    public static Tensor<T> Apply<T>(object layer, Tensor<T> x, int[]? lengths, Func<Tensor<T>, Tensor<T>> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Apply(layer, [x], lengths, parts => rows(parts[0]));

    /// <summary>The same with a function of the rows of several signals of the same sequences.</summary>
    public static Tensor<T> Apply<T>(object layer, Tensor<T>[] x, int[]? lengths, Func<Tensor<T>[], Tensor<T>> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Rows(layer, x[0].Shape, lengths) is not { } present) return rows(x);
        (int n, int t) = (x[0].Shape[0], x[0].Shape[1]);
        using IDisposable? packed = Shards.Packed(lengths!);
        Tensor<T> result = rows([.. x.Select(part => part.Reshape(n * t, part.Shape[2]).IndexSelect(0, present))]);
        return Spread(result, present, n * t).Reshape(n, t, result.Shape[1]);
    }

    /// <summary>The rows n·T + t of the steps that are there, ascending; null if all are.</summary>
    public static Tensor<int>? Rows(object layer, Shape shape, int[]? lengths)
    {
        if (lengths is null) return null;
        Check(layer, shape, lengths);
        int t = shape[1];
        if (lengths.All(length => length == t)) return null;
        return Tensor.From<int>([.. lengths.SelectMany((length, n) => Enumerable.Range(n * t, length))]);
    }

    /// <summary>y[rows[i]] = x[i], and zero where no row is named: the counterpart of IndexSelect. Each row is named at most once.</summary>
    public static Tensor<T> Spread<T>(Tensor<T> x, Tensor<int> rows, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = x.Shape[1];
        var y = new Tensor<T>(new Shape(count, width));
        for (int i = 0; i < rows.Shape.Count; i++) x.Values.Slice(i * width, width).CopyTo(y.Array.AsSpan(rows.Values[i] * width));

        // dx[i] = dy[rows[i]]
        return Operation.Apply("Spread", [x], y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            Span<T> dx = gradients.OfInput(0);
            for (int i = 0; i < rows.Shape.Count; i++) Zip.Add(dy.Slice(rows.Values[i] * width, width), dx.Slice(i * width, width));
        });
    }

    /// <summary>Refuses lengths that do not belong to a signal of this shape, (N, T, …).</summary>
    public static void Check(object layer, Shape shape, int[] lengths)
    {
        if (shape.Rank < 2 || lengths.Length != shape[0])
            throw new ArgumentException($"{layer}: a signal of shape {shape} has a length for each of its {shape[0]} sequences of steps, found {lengths.Length} lengths.");
        for (int n = 0; n < lengths.Length; n++)
            if (lengths[n] < 0 || lengths[n] > shape[1])
                throw new ArgumentOutOfRangeException(nameof(lengths), $"{layer}: sequence {n} has 0 to {shape[1]} steps, found a length of {lengths[n]}.");
    }
}
