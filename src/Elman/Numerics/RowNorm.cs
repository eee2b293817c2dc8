using System.Numerics;
using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>The normalisation of a row to mean 0 and variance 1. Both sums are row sums: sixteen partials and one tree.</summary>
internal static class RowNorm
{
    /// <summary>μ = (Σ x)/n,  σ² = (Σ (x − μ)²)/n,  r = 1/√(σ² + ε),  y = (x − μ)·r</summary>
    /// <returns>μ and r.</returns>
    public static (T Mean, T Scale) Apply<T>(ReadOnlySpan<T> x, T epsilon, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T mean, T variance) = Reduction.Moments(x);
        T scale = T.One / T.Sqrt(variance + epsilon);
        Apply(x, mean, scale, y);
        return (mean, scale);
    }

    /// <summary>y = (x − μ)·r, with a mean and a scale found before.</summary>
    public static void Apply<T>(ReadOnlySpan<T> x, T mean, T scale, Span<T> y) where T : unmanaged => Zip.Map<T, Normalised>(x, [mean], [scale], y);

    /// <summary>y = (x − μ)·r, with a mean and a scale of each feature.</summary>
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, Span<T> y) where T : unmanaged => Zip.Map<T, Normalised>(x, mean, scale, y);

    /// <summary>y ← γ·y + β, rounded once</summary>
    public static void Affine<T>(ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, Span<T> y) where T : unmanaged => Zip.Map<T, Scaled>(y, gamma, beta, y);

    /// <summary>y = x/r</summary>
    public static void Divide<T>(ReadOnlySpan<T> x, T root, Span<T> y) where T : unmanaged => Zip.Map<T, Divided>(x, [root], x, y);

    /// <summary>y ← γ·y</summary>
    public static void Scale<T>(ReadOnlySpan<T> gamma, Span<T> y) where T : unmanaged => Zip.Map<T, Multiplied>(y, gamma, y, y);

    private readonly struct Divided : IZip
    {
        [MethodImpl(Inlining.Inline)]
        public static TLane Apply<TLane>(TLane x, TLane root, TLane c) where TLane : struct, ILane<TLane> => x / root;
    }

    private readonly struct Multiplied : IZip
    {
        [MethodImpl(Inlining.Inline)]
        public static TLane Apply<TLane>(TLane y, TLane gamma, TLane c) where TLane : struct, ILane<TLane> => y * gamma;
    }

    private readonly struct Normalised : IZip
    {
        [MethodImpl(Inlining.Inline)]
        public static TLane Apply<TLane>(TLane x, TLane mean, TLane scale) where TLane : struct, ILane<TLane> => (x - mean) * scale;
    }

    private readonly struct Scaled : IZip
    {
        [MethodImpl(Inlining.Inline)]
        public static TLane Apply<TLane>(TLane y, TLane gamma, TLane beta) where TLane : struct, ILane<TLane> => TLane.Fma(y, gamma, beta);
    }
}
