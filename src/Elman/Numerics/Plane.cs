namespace Elman.Numerics;

/// <summary>Numbers that kernels reach by pointer: the array never moves, and its first number lies on a cache line.</summary>
internal sealed unsafe class Plane<T> where T : unmanaged
{
    private const int Line = 64;
    private readonly T[] _array;
    private readonly int _first;

    /// <summary>All zero.</summary>
    public Plane(long count)
    {
        if (count > Array.MaxLength - Line)
            throw new ArgumentException($"A computation needs {count} numbers in one piece, more than an array of .NET holds ({Array.MaxLength}). Use shorter sequences or smaller batches.");
        Count = (int)count;
        _array = GC.AllocateArray<T>(Count + Line / sizeof(T), pinned: true);
        fixed (T* start = _array)
        {
            _first = (int)((Line - (nint)start % Line) % Line / sizeof(T));
            Pointer = start + _first;
        }
    }

    public int Count { get; }

    /// <summary>The first number; valid while this object is reachable, so whoever computes with it alone ends with <see cref="GC.KeepAlive"/>.</summary>
    public readonly T* Pointer;

    public Span<T> Span => _array.AsSpan(_first, Count);
}
