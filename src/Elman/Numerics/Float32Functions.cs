using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>
/// The elementary functions in float32, each within 2 ULP of the correctly rounded value everywhere, subnormal results included.
/// One polynomial each; the operations per lane stand beside each (a select or comparison counts as one).
/// </summary>
/// <remarks>
/// Reductions follow Tang and Cody–Waite; the coefficients are minimax polynomials (Remez exchange at 50 digits), rounded to float.
/// </remarks>
internal static class Float32Functions
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 = Ln2 + Ln2Low; n·Ln2 is subtracted exactly by one fused operation, because the difference has no more than 24 bits.
    private const double Ln2 = 0.693147182;
    private const double Ln2Low = -1.90465421e-09;

    // eʳ = 1 + r + r²·(c2 + c3·r + …), |r| ≤ ½ ln 2
    private const double C2 = 0.5, C3 = 0.16666542, C4 = 0.0416662805, C5 = 0.00836664345, C6 = 0.00139465462;

    /// <summary>x = n·ln 2 + r, eˣ = eʳ·2ⁿ. 24 operations, 16 where one instruction scales.</summary>
    [MethodImpl(Inline)]
    public static TLane Exp<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        x = Domain.Within(x, -110, 100);
        TLane n = TLane.Round(x * TLane.Of(Log2E));
        return TLane.Scale(ExpNear(Rest(x, n)), n);
    }

    /// <summary>eˣ − 1 = 2ⁿ·((eʳ − 1) + (1 − 2⁻ⁿ)). 32 operations, 24 where one instruction scales.</summary>
    [MethodImpl(Inline)]
    public static TLane Expm1<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane held = Domain.Within(x, -20, 100);
        TLane n = TLane.Round(held * TLane.Of(Log2E));
        TLane r = Rest(held, n);
        TLane p = TLane.Fma(r * r, Tail(r), r);

        // Beyond 2⁶⁴ the subtracted one no longer shows, and 2⁻ⁿ would leave the normal numbers.
        TLane shown = TLane.Select(TLane.Less(n, TLane.Of(64)), n, TLane.Of(64));
        TLane y = p + (TLane.Of(1) - TLane.PowerOfTwo(-shown));
        return TLane.Scale(y, n) | Domain.Sign(x);
    }

    /// <summary>|x| = n·(½ ln 2) + r, s = 2ⁿ, T = tanh r: tanh |x| = ((s − 1) + (s + 1)·T) / ((s + 1) + (s − 1)·T). 21 operations.</summary>
    [MethodImpl(Inline)]
    public static TLane Tanh<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Everything from 9.02 on rounds to one.
        TLane a = TLane.Abs(x);
        a = TLane.Select(TLane.Less(TLane.Of(10), a), TLane.Of(10), a);
        TLane n = TLane.Round(a * TLane.Of(2 * Log2E));
        TLane r = TLane.Fma(n, TLane.Of(-Ln2Low / 2), TLane.Fma(n, TLane.Of(-Ln2 / 2), a));

        TLane z = r * r;
        TLane p = TLane.Fma(TLane.Of(-0.052725561), z, TLane.Of(0.133311793));
        p = TLane.Fma(p, z, TLane.Of(-0.333333224));
        TLane t = TLane.Fma(r * z, p, r);

        TLane s = TLane.PowerOfTwo(n);
        TLane less = s - TLane.Of(1), more = s + TLane.Of(1);
        return (TLane.Fma(more, t, less) / TLane.Fma(less, t, more)) | Domain.Sign(x);
    }

    /// <summary>e = exp(−|x|); e / (1 + e) below zero, 1 / (1 + e) above. 21 operations.</summary>
    [MethodImpl(Inline)]
    public static TLane Sigmoid<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Numerator and denominator are both kept times 2⁶⁴, so that e stays normal and only the quotient rounds among subnormals.
        TLane one = TLane.Of(18446744073709551616d);
        TLane a = Domain.Below(x);
        a = TLane.Select(TLane.Less(a, TLane.Of(-110)), TLane.Of(-110), a);
        TLane n = TLane.Round(a * TLane.Of(Log2E));
        TLane e = ExpNear(Rest(a, n)) * TLane.PowerOfTwo(n + TLane.Of(64));
        return TLane.Select(TLane.Less(x, TLane.Of(0)), e, one) / (one + e);
    }

    /// <summary>x = 2ᵏ·(1 + f), log x = k·ln 2 + log(1 + f). 33 operations.</summary>
    [MethodImpl(Inline)]
    public static TLane Log<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane tiny = TLane.Less(x, TLane.Of(1.1754943508222875e-38));
        TLane normal = TLane.Select(tiny, x * TLane.Of(16777216), x);
        (TLane k, TLane m) = Domain.Split(normal);
        k = k - (tiny & TLane.Of(24));
        return Domain.Defined(x, x, TLane.Fma(k, TLane.Of(Ln2), LogNear(m - TLane.Of(1))));
    }

    /// <summary>u = 1 + x = 2ᵏ·m with the rest c that the sum lost, f = (m − 1) + c·2⁻ᵏ: exactly x where k = 0. 35 operations.</summary>
    [MethodImpl(Inline)]
    public static TLane Log1p<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane one = TLane.Of(1);
        TLane u = one + x;
        TLane back = u - one;
        TLane c = (one - (u - back)) + (x - back);
        (TLane k, TLane m) = Domain.Split(u);
        TLane f = TLane.Fma(c, m / u, m - one);
        return Domain.Defined(x, u, TLane.Fma(k, TLane.Of(Ln2), LogNear(f))) | Domain.Sign(x);
    }

    [MethodImpl(Inline)]
    public static TLane Erf<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Widely<ErrorFunction>(x);

    /// <summary>r = x − n·ln 2</summary>
    [MethodImpl(Inline)]
    private static TLane Rest<TLane>(TLane x, TLane n) where TLane : struct, ILane<TLane> =>
        TLane.Fma(n, TLane.Of(-Ln2Low), TLane.Fma(n, TLane.Of(-Ln2), x));

    /// <summary>c2 + c3·r + …</summary>
    [MethodImpl(Inline)]
    private static TLane Tail<TLane>(TLane r) where TLane : struct, ILane<TLane>
    {
        TLane p = TLane.Fma(TLane.Of(C6), r, TLane.Of(C5));
        p = TLane.Fma(p, r, TLane.Of(C4));
        p = TLane.Fma(p, r, TLane.Of(C3));
        return TLane.Fma(p, r, TLane.Of(C2));
    }

    /// <summary>eʳ</summary>
    [MethodImpl(Inline)]
    private static TLane ExpNear<TLane>(TLane r) where TLane : struct, ILane<TLane> =>
        TLane.Fma(TLane.Fma(Tail(r), r, TLane.Of(1)), r, TLane.Of(1));

    /// <summary>log(1 + f) = f + f²·g(f), √½ − 1 ≤ f ≤ √2 − 1</summary>
    [MethodImpl(Inline)]
    private static TLane LogNear<TLane>(TLane f) where TLane : struct, ILane<TLane>
    {
        TLane g = TLane.Fma(TLane.Of(-0.0782474875), f, TLane.Of(0.130067557));
        g = TLane.Fma(g, f, TLane.Of(-0.132091731));
        g = TLane.Fma(g, f, TLane.Of(0.14163205));
        g = TLane.Fma(g, f, TLane.Of(-0.166110799));
        g = TLane.Fma(g, f, TLane.Of(0.200030267));
        g = TLane.Fma(g, f, TLane.Of(-0.250015259));
        g = TLane.Fma(g, f, TLane.Of(0.333333075));
        g = TLane.Fma(g, f, TLane.Of(-0.499999881));
        return TLane.Fma(f * f, g, f);
    }
}
