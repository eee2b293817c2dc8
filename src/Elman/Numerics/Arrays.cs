namespace Elman.Numerics;

/// <summary>
/// Arrays of an exact length that come and go with every training step. A fresh one of many kilobytes costs the collector a full collection
/// now and then, and the machine a page fault each four kilobytes.
/// </summary>
internal static class Arrays<T> where T : unmanaged
{
    /// <summary>Numbers below which a fresh array is cheaper.</summary>
    private const int Worthwhile = 1024;

    private static readonly Shelf<T[]> _shelf = new();

    /// <param name="zero">Whether all numbers are zero; else they are whatever they were.</param>
    public static T[] Take(int length, bool zero = true)
    {
        if (length < Worthwhile || !_shelf.TryTake(length, out T[]? array)) return new T[length];
        if (zero) array.AsSpan().Clear();
        return array;
    }

    /// <summary>Ends the use of an array that nobody else holds.</summary>
    public static void Return(T[] array)
    {
        if (array.Length >= Worthwhile) _shelf.Add(array.Length, array);
    }
}
