using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>Tensors of different shapes as one: aligned at the last axis, an axis of size 1 (or none) is repeated.</summary>
internal static class Broadcast
{
    // A shorter run costs more to start than to copy.
    private const int ShortestRun = 16;

    public static Shape Common(string operation, Shape a, Shape b)
    {
        var dimensions = new int[Math.Max(a.Rank, b.Rank)];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            (int da, int db) = (Dimension(a, axis, dimensions.Length), Dimension(b, axis, dimensions.Length));
            if (da != db && da != 1 && db != 1)
                throw new ArgumentException(
                    $"{operation}: shapes {a} and {b} do not go together. Aligned at the last axis, the dimensions must be equal or 1; found {da} and {db}.");
            dimensions[axis] = da == 1 ? db : da;
        }
        return new Shape(dimensions);
    }

    /// <summary>y = f(a, b, dy) over the common shape, which dy has already.</summary>
    public static void Map<T, TFunction>(Shape common, Tensor<T> a, Tensor<T> b, ReadOnlySpan<T> dy, Span<T> y)
        where T : unmanaged where TFunction : struct, IZip
    {
        ReadOnlySpan<T> va = Repeating(a, common);
        ReadOnlySpan<T> vb = Repeating(b, common);
        int run = Math.Max(1, va.Length == 1 ? vb.Length : vb.Length == 1 ? va.Length : Math.Min(va.Length, vb.Length));
        for (int start = 0; start < y.Length; start += run)
            Zip.Map<T, TFunction>(Window(va, start, run), Window(vb, start, run), dy.Slice(start, run), y.Slice(start, run));
    }

    /// <summary>The values in the larger shape.</summary>
    public static T[] Expand<T>(ReadOnlySpan<T> values, Shape from, Shape to) where T : unmanaged
    {
        var result = new T[to.Count];
        var strides = new int[to.Rank];
        for (int axis = to.Rank - 1, stride = 1; axis >= 0; axis--)
        {
            int dimension = Dimension(from, axis, to.Rank);
            strides[axis] = dimension == 1 ? 0 : stride;
            stride *= dimension;
        }
        Strided.Gather(values, to, strides, 0, result);
        return result;
    }

    /// <summary>The shards of the first axis, where that is summed over.</summary>
    public static int[]? Bounds(Shape from) => from.Rank == 0 ? null : Shards.Bounds(from[0], from[0]);

    /// <summary>Adds to dx, of the smaller shape, the sums of dy over whatever was repeated.</summary>
    /// <remarks>Adjacent repeated axes are summed as one; the last group first.</remarks>
    /// <param name="bounds">Of <see cref="Bounds"/>, asked for when the operation was recorded.</param>
    public static void Reduce<T>(ReadOnlySpan<T> dy, Shape from, Shape to, Span<T> dx, int[]? bounds) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] dimensions = from.Dimensions.ToArray();
        for (int last = from.Rank - 1; last >= 0; last--)
        {
            if (!IsRepeated(last)) continue;
            int first = last;
            while (first > 0 && IsRepeated(first - 1)) first--;
            var view = new AxisView(dimensions, first, last);
            var sums = new T[view.Outer * view.Inner];
            if (first > 0 || bounds is null)
            {
                view.AddSums(dy, sums);
            }
            else
            {
                int rows = view.Count / from[0], size = rows * view.Inner;
                foreach (Shard<T> shard in new ShardSums<T>(bounds, from[0], sums))
                    view.Of(shard.Count * rows).AddSums(dy.Slice(shard.First * size, shard.Count * size), shard.Sum);
            }
            dy = sums;
            dimensions.AsSpan(first..(last + 1)).Fill(1);
            last = first;
        }
        Zip.Add(dy, dx);

        bool IsRepeated(int axis) => from[axis] != Dimension(to, axis, from.Rank);
    }

    private static int Dimension(Shape shape, int axis, int rank) => axis < rank - shape.Rank ? 1 : shape[axis - (rank - shape.Rank)];

    /// <summary>The values such that entry i of the common shape is entry i mod their length.</summary>
    private static ReadOnlySpan<T> Repeating<T>(Tensor<T> x, Shape common) where T : unmanaged
    {
        int count = x.Shape.Count;
        if (count == common.Count || count == 1) return x.Values;
        ReadOnlySpan<int> tail = x.Shape.Dimensions.TrimStart(1);
        bool isTail = common.Dimensions.EndsWith(tail);
        return isTail && count >= ShortestRun ? x.Values : Expand(x.Values, x.Shape, common);
    }

    private static ReadOnlySpan<T> Window<T>(ReadOnlySpan<T> values, int start, int run) =>
        values.Length == 1 ? values : values.Slice(start % values.Length, run);
}
