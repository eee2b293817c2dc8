namespace Elman.Numerics;

/// <summary>
/// The left operand of a product, where it lies: rows of K numbers that fall into segments, each contiguous. A padded plane of several gates
/// is one row of several segments; the padding between them is never read.
/// </summary>
internal readonly unsafe struct Rows<T>(T* pointer, int count, nint stride, int segments, int length, nint segmentStride) where T : unmanaged
{
    public Rows(T* pointer, int count, nint stride, int length) : this(pointer, count, stride, 1, length, length) { }

    public readonly T* Pointer = pointer;
    public readonly int Count = count;

    /// <summary>From a row to the next.</summary>
    public readonly nint Stride = stride;
    public readonly int Segments = segments;

    /// <summary>Numbers in a segment.</summary>
    public readonly int Length = length;
    public readonly nint SegmentStride = segmentStride;

    public Rows<T> Slice(int first, int rows) => new(Pointer + first * Stride, rows, Stride, Segments, Length, SegmentStride);
}
