using System.Numerics;

namespace Elman.Numerics;

/// <summary>The matrix products of the library, each element by the chains that the numerical contract prescribes.</summary>
internal static class Product
{
    /// <summary>The terms of one fused chain in a sum over steps and samples.</summary>
    public const int Block = 256;

    /// <summary>y[i, j] = bias[j] + Σ x[i, k]·w[k, j]: one chain of fused multiply-adds over k in ascending order that starts from the bias, or from zero where there is none.</summary>
    /// <param name="x">(rows, K)</param>
    /// <param name="bias">(N), or empty</param>
    /// <param name="y">(rows, N)</param>
    public static void Multiply<T>(ReadOnlySpan<T> x, int rows, PackedMatrix<T> w, ReadOnlySpan<T> bias, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < w.N; j++)
            {
                T sum = bias.IsEmpty ? T.Zero : bias[j];
                for (int k = 0; k < w.K; k++) sum = T.FusedMultiplyAdd(x[i * w.K + k], w.Values[k * w.N + j], sum);
                y[i * w.N + j] = sum;
            }
    }

    /// <summary>c[i, j] += Σ a[t, i]·b[t, j] over the terms t in ascending order: every 256 terms are one fused chain from zero, added to the total.</summary>
    /// <param name="a">(terms, m)</param>
    /// <param name="b">(terms, n)</param>
    /// <param name="c">(m, n)</param>
    public static void Accumulate<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int terms, int m, int n, Span<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                for (int start = 0; start < terms; start += Block)
                {
                    T sum = T.Zero;
                    for (int t = start; t < Math.Min(start + Block, terms); t++) sum = T.FusedMultiplyAdd(a[t * m + i], b[t * n + j], sum);
                    c[i * n + j] += sum;
                }
    }

    /// <summary>c[j] += Σ a[t, j] over the terms in ascending order, in the same blocks of 256 as <see cref="Accumulate"/>.</summary>
    public static void AccumulateRows<T>(ReadOnlySpan<T> a, int terms, int n, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < n; j++)
            for (int start = 0; start < terms; start += Block)
            {
                T sum = T.Zero;
                for (int t = start; t < Math.Min(start + Block, terms); t++) sum += a[t * n + j];
                c[j] += sum;
            }
    }
}
