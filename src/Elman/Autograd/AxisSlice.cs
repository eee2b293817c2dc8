using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>What is taken of one axis: a single index, whose axis goes, or a range, in steps. An <c>int</c>, an <c>Index</c> and a <c>Range</c> are slices.</summary>
public readonly record struct AxisSlice
{
    private readonly Range _range;
    private readonly int _step;

    private AxisSlice(Range range, int step) => (_range, _step) = (range, step);

    /// <summary>Every so manyth entry of a range, beginning with its first; with a negative step backwards, beginning with its last.</summary>
    public static AxisSlice Every(int step, Range? range = null) =>
        step != 0 ? new(range ?? Range.All, step) : throw new ArgumentOutOfRangeException(nameof(step), "A slice takes every so manyth entry: a step of 1, 2, … or −1, −2, …; found 0.");

    public static implicit operator AxisSlice(Range range) => new(range, 1);
    public static implicit operator AxisSlice(Index index) => new(new Range(index, index), 0);
    public static implicit operator AxisSlice(int index) => (Index)index;

    /// <summary>Whether the axis goes.</summary>
    internal bool IsIndex => _step == 0;

    /// <summary>The first entry, how many, and how far apart.</summary>
    internal (int First, int Count, int Step) Of(Shape shape, int axis)
    {
        int size = shape[axis];
        (int start, int end) = (_range.Start.GetOffset(size), _range.End.GetOffset(size));
        if (IsIndex)
            return (uint)start < (uint)size
                ? (start, 1, 1)
                : throw new ArgumentOutOfRangeException(nameof(axis), $"Slice: index {_range.Start} is outside axis {axis} of shape {shape}.");
        if (start < 0 || end > size || start > end)
            throw new ArgumentOutOfRangeException(nameof(axis), $"Slice: range {_range} does not lie within axis {axis} of shape {shape}.");
        int stride = Math.Abs(_step);
        int count = (end - start + stride - 1) / stride;
        return (_step > 0 ? start : end - 1, count, _step);
    }
}
