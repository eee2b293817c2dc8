using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>What the elementary functions do with an argument before, and with its edges after the polynomial; the same for both element types.</summary>
internal static class Domain
{
    /// <summary>x held between two bounds; NaN stays.</summary>
    [MethodImpl(Inline)]
    public static TLane Within<TLane>(TLane x, double low, double high) where TLane : struct, ILane<TLane>
    {
        x = TLane.Select(TLane.Less(x, TLane.Of(low)), TLane.Of(low), x);
        return TLane.Select(TLane.Less(TLane.Of(high), x), TLane.Of(high), x);
    }

    /// <summary>x, but not below a bound; NaN stays.</summary>
    [MethodImpl(Inline)]
    public static TLane AtLeast<TLane>(TLane x, double low) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(x, TLane.Of(low)), TLane.Of(low), x);

    /// <summary>The sign bit of x.</summary>
    [MethodImpl(Inline)]
    public static TLane Sign<TLane>(TLane x) where TLane : struct, ILane<TLane> => x & TLane.Of(-0.0);

    /// <summary>−|x|</summary>
    [MethodImpl(Inline)]
    public static TLane Below<TLane>(TLane x) where TLane : struct, ILane<TLane> => x | TLane.Of(-0.0);

    /// <summary>x = 2ᵏ·m, √½ ≤ m ≤ √2</summary>
    [MethodImpl(Inline)]
    public static (TLane K, TLane M) Split<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane m = TLane.Significand(x);
        TLane large = TLane.Less(TLane.Of(1.4142135623730951), m);
        return (TLane.Exponent(x) + (large & TLane.Of(1)), TLane.Select(large, m * TLane.Of(0.5), m));
    }

    /// <summary>The logarithm y of u where u is positive and finite; infinity and NaN come from x, −∞ where u = 0, NaN below.</summary>
    [MethodImpl(Inline)]
    public static TLane Defined<TLane>(TLane x, TLane u, TLane y) where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Of(0);
        y = TLane.Select(TLane.Less(x, TLane.Of(double.PositiveInfinity)), y, x);
        TLane edge = TLane.Select(TLane.Equal(u, zero), TLane.Of(double.NegativeInfinity), TLane.Of(double.NaN));
        return TLane.Select(TLane.Less(zero, u), y, edge);
    }
}
