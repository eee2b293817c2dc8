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

    public T* At(int term, int segment) => (T*)rows[term] + segment * segmentStride;

    /// <summary>The rows of a matrix (count, width).</summary>
    public static Terms<T> Of(T* matrix, int count, int width)
    {
        var rows = new nint[count];
        for (int t = 0; t < count; t++) rows[t] = (nint)(matrix + (nint)t * width);
        return new(rows, 1, width, width);
    }

    /// <summary>Columns first … first + count: target[t, j], and zeros up to the stride.</summary>
    public void CopyColumns(int start, int terms, int first, int count, T* target, int stride)
    {
        for (int t = start; t < start + terms; t++, target += stride)
        {
            CopyRow((T*)rows[t], first, count, target);
            for (int j = count; j < stride; j++) target[j] = default;
        }
    }

    /// <summary>Columns first … first + count in strips of some columns, one strip after another: each is (terms, strip).</summary>
    public void CopyStrips(int start, int terms, int first, int count, T* target, int strip)
    {
        for (int t = 0; t < terms; t++)
            for (int i = 0; i < count; i += strip)
                CopyRow((T*)rows[start + t], first + i, Math.Min(strip, count - i), target + (nint)i * terms + t * strip);
    }

    /// <summary>Some columns of a row; they may lie in several segments.</summary>
    private void CopyRow(T* row, int first, int count, T* target)
    {
        while (count > 0)
        {
            (int segment, int inside) = Math.DivRem(first, length);
            int here = Math.Min(count, length - inside);
            new ReadOnlySpan<T>(row + segment * segmentStride + inside, here).CopyTo(new Span<T>(target, here));
            (first, count) = (first + here, count - here);
            target += here;
        }
    }
}
