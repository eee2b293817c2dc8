using System.Numerics;

namespace Elman.Numerics;

/// <summary>Element-wise sums of spans; one addition per element, so any vector width gives the same bits.</summary>
internal static class TensorSpan
{
    /// <summary>x[i] += y[i]</summary>
    public static void Add<T>(Span<T> x, ReadOnlySpan<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} numbers cannot be added to {y.Length}.");
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(x[i..]) + new Vector<T>(y[i..])).CopyTo(x[i..]);
        for (; i < x.Length; i++) x[i] += y[i];
    }
}
