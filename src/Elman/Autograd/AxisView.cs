using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>A shape seen from some adjacent axes: what lies before them (outer), along them, and behind them (inner).</summary>
internal readonly struct AxisView
{
    private readonly bool _isLast;

    public AxisView(ReadOnlySpan<int> dimensions, int first, int last)
    {
        (Outer, Count, Inner) = (Product(dimensions[..first]), Product(dimensions[first..(last + 1)]), Product(dimensions[(last + 1)..]));
        _isLast = last == dimensions.Length - 1;
    }

    public AxisView(Shape shape, int axis) : this(shape.Dimensions, axis, axis) { }

    public int Outer { get; }
    public int Count { get; private init; }
    public int Inner { get; }

    /// <summary>The same of fewer places along the axes.</summary>
    public AxisView Of(int count) => this with { Count = count };

    /// <summary>sums[o, j] += Σ x[o, i, j] over i.</summary>
    /// <remarks>Along the last axis a row sum of sixteen partials; along any other, terms in ascending order in blocks of 256, as sums over samples are.</remarks>
    public void AddSums<T>(ReadOnlySpan<T> x, Span<T> sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int o = 0; o < Outer; o++)
        {
            ReadOnlySpan<T> block = x.Slice(o * Count * Inner, Count * Inner);
            if (_isLast) sums[o] += Reduction.Sum(block);
            else Numerics.SumOfProducts.AccumulateRows(block, Count, Inner, sums.Slice(o * Inner, Inner));
        }
    }

    /// <summary>The axis that an index means, which may count from the end.</summary>
    public static int Resolve(string operation, Shape shape, Index axis)
    {
        int result = axis.GetOffset(shape.Rank);
        return (uint)result < (uint)shape.Rank
            ? result
            : throw new ArgumentOutOfRangeException(nameof(axis), $"{operation}: axis {axis} of a tensor of shape {shape}, which has {shape.Rank} axes.");
    }

    private static int Product(ReadOnlySpan<int> dimensions)
    {
        int product = 1;
        foreach (int dimension in dimensions) product *= dimension;
        return product;
    }
}
