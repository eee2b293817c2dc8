using System.Numerics;

namespace Elman.Numerics;

/// <summary>Sums along a row: sixteen interleaved partial sums (i mod 16), then one fixed tree, at every width and for both element types.</summary>
internal static class Reduction
{
    public const int Partials = 16;

    public static T Sum<T>(ReadOnlySpan<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> partial = stackalloc T[Partials];
        partial.Clear();
        for (int i = 0; i < row.Length; i++) partial[i % Partials] += row[i];
        return Tree(partial);
    }

    /// <summary>((p0 + p8) + (p4 + p12)) + …: halves are added until one number is left.</summary>
    internal static T Tree<T>(Span<T> partial) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int half = Partials / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) partial[i] += partial[i + half];
        return partial[0];
    }
}
