namespace Elman.Numerics;

/// <summary>The terms of a sum, one row each, wherever they lie; a row may fall into segments with padding between them.</summary>
internal readonly unsafe struct Terms<T>(nint[] rows, int segments, int length, nint segmentStride) where T : unmanaged
{
    public int Count => rows.Length;
    public int Segments => segments;

    /// <summary>Numbers in a segment.</summary>
    public int Length => length;

    /// <summary>Numbers in a row.</summary>
    public int Width => segments * length;

    public ReadOnlySpan<T> Segment(int term, int segment) => new((T*)rows[term] + segment * segmentStride, length);

    /// <summary>The terms as rows: target[t, j].</summary>
    public void Copy(int start, int terms, T* target, nint stride)
    {
        for (int t = 0; t < terms; t++)
            for (int segment = 0; segment < segments; segment++)
                Segment(start + t, segment).CopyTo(new Span<T>(target + t * stride + segment * length, length));
    }

    /// <summary>Columns first … first + count of the terms as rows: target[i, t].</summary>
    public void CopyTransposed(int start, int terms, int first, int count, T* target, nint stride)
    {
        // Sixteen columns at a time: a line of each term is read once, and the sixteen lines that are written stay in the first cache.
        const int Strip = 16;
        nint* offset = stackalloc nint[Strip];
        for (int i = 0; i < count; i += Strip)
        {
            int columns = Math.Min(Strip, count - i);
            for (int j = 0; j < columns; j++) offset[j] = (first + i + j) / length * segmentStride + (first + i + j) % length;
            for (int t = 0; t < terms; t++)
            {
                T* source = (T*)rows[start + t], column = target + i * stride + t;
                for (int j = 0; j < columns; j++) column[j * stride] = source[offset[j]];
            }
        }
    }
}
