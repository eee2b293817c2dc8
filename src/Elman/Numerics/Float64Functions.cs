using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>The elementary functions in float64, each within 4 ULP everywhere, subnormal results included.</summary>
/// <remarks>
/// The reductions are those of <see cref="Float32Functions"/> with the rest carried as a high and a low part;
/// the coefficients are Chebyshev fits at 50 digits, rounded to double.
/// </remarks>
internal static class Float64Functions
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.69314718055994529;
    private const double Ln2Low = 2.3190468138462996e-17;

    [MethodImpl(Inline)]
    public static TLane Exp<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        (TLane m, TLane n) = ExpParts(Domain.Within(x, -760, 720), TLane.Of(0));
        return TLane.Scale(m, n);
    }

    /// <summary>e^(high + low) = m·2ⁿ, ½ &lt; m &lt; 2, for high between −760 and 720.</summary>
    [MethodImpl(Inline)]
    public static (TLane M, TLane N) ExpParts<TLane>(TLane high, TLane low) where TLane : struct, ILane<TLane>
    {
        TLane n = TLane.Round(high * TLane.Of(Log2E));
        return (TLane.Of(1) + Expm1Near(high, low, n), n);
    }

    /// <summary>eˣ − 1 = 2ⁿ·((eʳ − 1) + (1 − 2⁻ⁿ))</summary>
    [MethodImpl(Inline)]
    public static TLane Expm1<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane held = Domain.Within(x, -40, 720);
        TLane n = TLane.Round(held * TLane.Of(Log2E));
        TLane p = Expm1Near(held, TLane.Of(0), n);

        // Beyond 2¹²⁸ the subtracted one no longer shows, and 2⁻ⁿ would leave the normal numbers.
        TLane shown = TLane.Select(TLane.Less(n, TLane.Of(128)), n, TLane.Of(128));
        TLane y = p + (TLane.Of(1) - TLane.PowerOfTwo(-shown));
        return TLane.Scale(y, n) | Domain.Sign(x);
    }

    /// <summary>t = e²ᵃ − 1 with a = |x|, tanh a = t / (t + 2)</summary>
    [MethodImpl(Inline)]
    public static TLane Tanh<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Everything from 19.07 on rounds to one.
        TLane a = TLane.Abs(x);
        a = TLane.Select(TLane.Less(TLane.Of(22), a), TLane.Of(22), a);
        a = a + a;
        TLane n = TLane.Round(a * TLane.Of(Log2E));
        TLane scale = TLane.PowerOfTwo(n);
        TLane t = TLane.Fma(scale, Expm1Near(a, TLane.Of(0), n), scale - TLane.Of(1));
        return (t / (t + TLane.Of(2))) | Domain.Sign(x);
    }

    /// <summary>e = exp(−|x|); e / (1 + e) below zero, 1 / (1 + e) above</summary>
    [MethodImpl(Inline)]
    public static TLane Sigmoid<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Numerator and denominator are both kept times 2⁵¹², so that e stays normal and only the quotient rounds among subnormals.
        TLane one = TLane.PowerOfTwo(TLane.Of(512));
        (TLane m, TLane n) = ExpParts(Domain.Within(Domain.Below(x), -760, 0), TLane.Of(0));
        TLane e = m * TLane.PowerOfTwo(n + TLane.Of(512));
        return TLane.Select(TLane.Less(x, TLane.Of(0)), e, one) / (one + e);
    }

    /// <summary>x = 2ᵏ·(1 + f), log x = k·ln 2 + log(1 + f)</summary>
    [MethodImpl(Inline)]
    public static TLane Log<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane tiny = TLane.Less(x, TLane.Of(2.2250738585072014e-308));
        TLane normal = TLane.Select(tiny, x * TLane.Of(18014398509481984d), x);
        (TLane k, TLane m) = Domain.Split(normal);
        k = k - (tiny & TLane.Of(54));
        return Domain.Defined(x, x, LogOf(k, m - TLane.Of(1)));
    }

    /// <summary>u = 1 + x = 2ᵏ·m with the rest c that the sum lost, f = (m − 1) + c·2⁻ᵏ: exactly x where k = 0</summary>
    [MethodImpl(Inline)]
    public static TLane Log1p<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane one = TLane.Of(1);
        TLane u = one + x;
        TLane back = u - one;
        TLane c = (one - (u - back)) + (x - back);
        (TLane k, TLane m) = Domain.Split(u);
        TLane f = TLane.Fma(c, m / u, m - one);
        return Domain.Defined(x, u, LogOf(k, f)) | Domain.Sign(x);
    }

    [MethodImpl(Inline)]
    public static TLane Erf<TLane>(TLane x) where TLane : struct, ILane<TLane> => ErrorFunction.Apply(x);

    /// <summary>eʳ − 1 = r + r²·h(r), r = high + low − n·ln 2 carried in two parts</summary>
    [MethodImpl(Inline)]
    private static TLane Expm1Near<TLane>(TLane high, TLane low, TLane n) where TLane : struct, ILane<TLane>
    {
        // The first difference is exact: it has no more than 53 bits.
        TLane first = TLane.Fma(n, TLane.Of(-Ln2), high);
        TLane second = TLane.Fma(n, TLane.Of(-Ln2Low), low);
        TLane r = first + second;
        TLane lost = second - (r - first);

        TLane h = TLane.Fma(TLane.Of(2.0918171309165849e-09), r, TLane.Of(2.5105260230519278e-08));
        h = TLane.Fma(h, r, TLane.Of(2.7557263188176176e-07));
        h = TLane.Fma(h, r, TLane.Of(2.7557255296097442e-06));
        h = TLane.Fma(h, r, TLane.Of(2.480158733652737e-05));
        h = TLane.Fma(h, r, TLane.Of(0.00019841269874902947));
        h = TLane.Fma(h, r, TLane.Of(0.0013888888888879043));
        h = TLane.Fma(h, r, TLane.Of(0.0083333333333261116));
        h = TLane.Fma(h, r, TLane.Of(0.041666666666666678));
        h = TLane.Fma(h, r, TLane.Of(0.16666666666666671));
        h = TLane.Fma(h, r, TLane.Of(0.5));
        return r + TLane.Fma(r * r, h, lost);
    }

    /// <summary>k·ln 2 + log(1 + f); s = f / (2 + f), log(1 + f) = 2 artanh s = f − s·(f − s²·R(s²))</summary>
    [MethodImpl(Inline)]
    private static TLane LogOf<TLane>(TLane k, TLane f) where TLane : struct, ILane<TLane>
    {
        TLane s = f / (TLane.Of(2) + f);
        TLane z = s * s;
        TLane r = TLane.Fma(TLane.Of(0.13087921992015952), z, TLane.Of(0.13268644828154486));
        r = TLane.Fma(r, z, TLane.Of(0.15386244685508008));
        r = TLane.Fma(r, z, TLane.Of(0.18181795544365303));
        r = TLane.Fma(r, z, TLane.Of(0.22222222392656837));
        r = TLane.Fma(r, z, TLane.Of(0.28571428570799201));
        r = TLane.Fma(r, z, TLane.Of(0.40000000000000885));
        r = TLane.Fma(r, z, TLane.Of(0.66666666666666663));
        TLane below = TLane.Fma(k, TLane.Of(Ln2Low), -(s * TLane.Fma(-z, r, f)));
        return TLane.Fma(k, TLane.Of(Ln2), f + below);
    }
}
