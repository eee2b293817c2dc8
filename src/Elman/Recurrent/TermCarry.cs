using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>
/// The terms of sums over steps that a segment of time leaves over: fewer than a block of 256, they go first in the next segment, so that blocks are those of the whole sequence. One plane for each
/// kind of term, in the order in which they are asked for.
/// </summary>
internal sealed unsafe class TermCarry<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Plane<T>> _given = [], _left = [];
    private int _next;

    /// <summary>Terms that were left over.</summary>
    public int Count { get; private set; }

    /// <summary>The sums so far; null before the first segment.</summary>
    public Dictionary<Autograd.Parameter<T>, T[]>? Sums { get; set; }

    /// <summary>Whether this segment is the last one gone through, which leaves nothing over.</summary>
    public bool IsLast { get; set; }

    /// <summary>Bytes in hand.</summary>
    public long Bytes => _given.Concat(_left).Sum(plane => (long)plane.Count * sizeof(T));

    /// <summary>Of so many terms, those that this segment sums.</summary>
    public int Summed(int terms) => IsLast ? terms : terms - terms % SumOfProducts.Block;

    /// <summary>The terms of the next kind that were left over, as a part of its memory; and keeps those that this segment leaves.</summary>
    /// <param name="term">Where a term of the kind lies, and how many numbers it has.</param>
    /// <param name="total">Terms of this segment, those left over among them.</param>
    public TermPart<T> Exchange(Func<int, nint> term, int size, int total)
    {
        TermPart<T> given = _next < _given.Count ? new(_given[_next].Pointer, size, 0) : default;
        int first = Summed(total);
        Plane<T> left = Plane<T>.Rent((long)(total - first) * size);
        for (int i = first; i < total; i++)
        {
            T* source = i < Count ? given.At(i, 0) : (T*)term(i);
            new ReadOnlySpan<T>(source, size).CopyTo(left.Span[((i - first) * size)..]);
        }
        _left.Add(left);
        _next++;
        return given;
    }

    /// <summary>After the sums of a segment of so many terms.</summary>
    public void End(int total)
    {
        foreach (Plane<T> plane in _given) plane.Return();
        _given.Clear();
        _given.AddRange(_left);
        _left.Clear();
        (Count, _next) = (total - Summed(total), 0);
    }

    public void Return()
    {
        foreach (Plane<T> plane in _given) plane.Return();
        _given.Clear();
    }
}
