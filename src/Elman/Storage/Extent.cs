using System.Globalization;
using Elman.Numerics;

namespace Elman.Storage;

/// <summary>The dimensions that a file claims for an array, in unbounded arithmetic, until they are known to be true.</summary>
internal static class Extent
{
    /// <summary>As many as NumPy allows.</summary>
    public const int MostDimensions = 64;

    /// <summary>Bytes of so many numbers; beyond 2⁶⁴ the value is no longer exact but stays larger than any file.</summary>
    public static UInt128 Bytes(ReadOnlySpan<long> dimensions, ElementType type)
    {
        if (dimensions.Contains(0)) return 0;
        UInt128 bytes = (UInt128)type.Size;
        foreach (long dimension in dimensions) bytes = bytes > ulong.MaxValue ? bytes : bytes * (ulong)dimension;
        return bytes;
    }

    /// <summary>As in <c>(32, 50, 8)</c>.</summary>
    public static string Text(ReadOnlySpan<long> dimensions)
    {
        const int most = 8;
        long[] first = dimensions[..Math.Min(dimensions.Length, most)].ToArray();
        IEnumerable<string> shown = first.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture));
        return $"({string.Join(", ", dimensions.Length > most ? shown.Append("…") : shown)})";
    }

    /// <summary>The shape, once its bytes have been found to be there; null where this library cannot hold it.</summary>
    public static Shape? Holdable(ReadOnlySpan<long> dimensions, ElementType type)
    {
        long count = 1;
        foreach (long dimension in dimensions)
        {
            if (dimension > Array.MaxLength) return null;
            count *= dimension;
            if (count > Array.MaxLength) return null;
        }
        if (count * type.Size > Array.MaxLength) return null;
        return new Shape(Array.ConvertAll(dimensions.ToArray(), d => (int)d));
    }
}
