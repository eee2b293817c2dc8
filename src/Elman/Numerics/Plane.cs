using System.Numerics;

namespace Elman.Numerics;

/// <summary>Numbers that kernels reach by pointer: the array never moves, and its first number lies on a cache line.</summary>
internal sealed unsafe class Plane<T> where T : unmanaged
{
    private const int Line = 64;
    private static readonly Shelf<Plane<T>> _shelf = new();
    private readonly T[] _array;
    private readonly int _first, _capacity;

    /// <summary>All zero.</summary>
    public Plane(long count) : this(count, Check(count), zero: true) { }

    private Plane(long count, int capacity, bool zero)
    {
        (Count, _capacity) = ((int)count, capacity);
        _array = zero ? GC.AllocateArray<T>(capacity + Line / sizeof(T), pinned: true) : GC.AllocateUninitializedArray<T>(capacity + Line / sizeof(T), pinned: true);
        fixed (T* start = _array)
        {
            _first = (int)((Line - (nint)start % Line) % Line / sizeof(T));
            Pointer = start + _first;
        }
    }

    public int Count { get; private set; }

    /// <summary>The first number; valid while this object is reachable, so whoever computes with it alone ends with <see cref="GC.KeepAlive"/>.</summary>
    public readonly T* Pointer;

    public Span<T> Span => _array.AsSpan(_first, Count);

    /// <summary>A plane for the length of a computation; what it holds is undefined, unless it is to be zero. Give it back with <see cref="Return"/>.</summary>
    /// <remarks>Pinned arrays cost a full collection each few megabytes, so they are used again.</remarks>
    public static Plane<T> Rent(long count, bool zero = false)
    {
        int capacity = SizeOf(Check(count));
        if (!_shelf.TryTake(capacity, out Plane<T>? plane)) return new(count, capacity, zero);
        plane.Count = (int)count;
        if (zero) plane.Span.Clear();
        return plane;
    }

    /// <summary>Ends the use of a rented plane; its pointer must not be used any more.</summary>
    public void Return() => _shelf.Add(_capacity, this);

    /// <summary>Sizes come in eight steps for each power of two, so that a returned plane fits the next computation of nearly the same size.</summary>
    private static int SizeOf(int count)
    {
        if (count <= 1024) return 1024;
        int step = 1 << (BitOperations.Log2((uint)count) - 3);
        return (int)Math.Min(((long)count + step - 1) / step * step, Array.MaxLength - Line);
    }

    private static int Check(long count) => count <= Array.MaxLength - Line
        ? (int)count
        : throw new ArgumentException($"A computation needs {count} numbers in one piece, more than an array of .NET holds ({Array.MaxLength}). Use shorter sequences or smaller batches.");
}
