using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>Where a term lies: in which part of the memory, and there at which step and row.</summary>
internal readonly record struct TermPlace(int Part, int Step, int Row);

/// <summary>A part of the memory of terms: its first row, and how far apart steps and rows lie.</summary>
internal readonly unsafe struct TermPart<T>(T* first, nint stepStride, nint rowStride) where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int step, int row) => first + step * stepStride + row * rowStride;
}

/// <summary>The terms of a sum, one row each; a row may fall into segments with padding between them.</summary>
internal readonly unsafe struct Terms<T> where T : unmanaged
{
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private readonly TermPart<T>[] _parts;
    private readonly TermPlace* _order;
    private readonly nint _segmentStride;

    /// <param name="order">Where each term lies; several sums may share it. Null where they are the steps of the one part.</param>
    public Terms(TermPart<T>[] parts, TermPlace* order, int count, int segments, int length, nint segmentStride)
    {
        (_parts, Count, _segmentStride) = (parts, count, segmentStride);
        _order = order;
        // Segments without padding between them are one.
        (Segments, Length) = length == segmentStride ? (1, segments * length) : (segments, length);
    }

    public int Count { get; }
    public int Segments { get; }

    /// <summary>Numbers in a segment.</summary>
    public int Length { get; }

    /// <summary>Numbers in a row.</summary>
    public int Width => Segments * Length;

    /// <summary>The rows of a matrix (count, width).</summary>
    public static Terms<T> Of(T* matrix, int count, int width) => new([new(matrix, width, 0)], null, count, 1, width, width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int term)
    {
        if (_order == null) return _parts[0].At(term, 0);
        TermPlace place = _order[term];
        return _parts[place.Part].At(place.Step, place.Row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int term, int segment) => At(term) + segment * _segmentStride;

    /// <summary>Columns first … first + count: target[t, j], and zeros up to the stride.</summary>
    [MethodImpl(Driver)]
    public void CopyColumns<TLane>(int start, int terms, int first, int count, T* target, int stride) where TLane : struct, ILane<TLane, T>
    {
        for (int t = start; t < start + terms; t++, target += stride)
        {
            CopyRow<TLane>(At(t), first, count, target);
            for (int j = count; j < stride; j++) target[j] = default;
        }
    }

    /// <summary>Columns first … first + count in strips of some columns, one strip after another: each is (terms, strip).</summary>
    [MethodImpl(Driver)]
    public void CopyStrips<TLane>(int start, int terms, int first, int count, T* target, int strip) where TLane : struct, ILane<TLane, T>
    {
        for (int t = 0; t < terms; t++, target += strip)
        {
            T* row = At(start + t), to = target;
            for (int i = 0; i < count; i += strip, to += (nint)strip * terms) CopyRow<TLane>(row, first + i, Math.Min(strip, count - i), to);
        }
    }

    /// <summary>Some columns of a row; they may lie in several segments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CopyRow<TLane>(T* row, int first, int count, T* target) where TLane : struct, ILane<TLane, T>
    {
        if (Segments == 1)
        {
            Copy<TLane>(row + first, target, count);
            return;
        }
        while (count > 0)
        {
            (int segment, int inside) = Math.DivRem(first, Length);
            int here = Math.Min(count, Length - inside);
            Copy<TLane>(row + segment * _segmentStride + inside, target, here);
            (first, count) = (first + here, count - here);
            target += here;
        }
    }

    /// <summary>A few numbers, in place of a call; what is left over is copied once more with its neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TLane>(T* source, T* target, int count) where TLane : struct, ILane<TLane, T>
    {
        if (count < TLane.Width)
        {
            for (int j = 0; j < count; j++) target[j] = source[j];
            return;
        }
        int last = count - TLane.Width;
        for (int j = 0; j < last; j += TLane.Width) TLane.Store(target + j, TLane.Load(source + j));
        TLane.Store(target + last, TLane.Load(source + last));
    }
}
