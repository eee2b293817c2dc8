using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

// What is composed of the elementary functions, over lanes of double; float32 reaches it through Widely and rounds once.
// Each e = exp(−|…|) is carried as m·2ⁿ, so that a product with it rounds once among subnormals.

/// <summary>log(1 + eˣ) = max(x, 0) + log(1 + exp(−|x|))</summary>
internal readonly struct SoftplusFunction : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Of(0);
        return TLane.Select(TLane.Less(zero, x), x, zero) + TLane.Log1p(TLane.Exp(Domain.Below(x)));
    }
}

/// <summary>x·σ(x)</summary>
internal readonly struct SiluFunction : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        (TLane m, TLane n) = Float64Functions.ExpParts(Domain.AtLeast(Domain.Below(x), -760), TLane.Of(0));
        return Gated(Domain.AtLeast(x, -760), m, n);
    }

    /// <summary>x·σ(w) for a w of the sign of x, with exp(−|w|) = m·2ⁿ</summary>
    [MethodImpl(Inline)]
    public static TLane Gated<TLane>(TLane x, TLane m, TLane n) where TLane : struct, ILane<TLane>
    {
        TLane y = x / (TLane.Of(1) + TLane.Scale(m, n));
        return TLane.Select(TLane.Less(x, TLane.Of(0)), TLane.Scale(y * m, n), y);
    }
}

/// <summary>x·tanh(log(1 + eˣ)), with q = exp(−|x|): x·(1 + 2q) / (1 + 2q + 2q²) above zero, x·q·(q + 2) / (q·(q + 2) + 2) below</summary>
internal readonly struct MishFunction : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane one = TLane.Of(1), two = TLane.Of(2);
        TLane negative = TLane.Less(x, TLane.Of(0));
        (TLane m, TLane n) = Float64Functions.ExpParts(Domain.AtLeast(Domain.Below(x), -760), TLane.Of(0));
        TLane q = TLane.Scale(m, n);
        TLane top = TLane.Select(negative, q + two, TLane.Fma(two, q, one));
        TLane rest = TLane.Select(negative, TLane.Fma(q, top, two), TLane.Fma(q * two, q, top));
        TLane y = Domain.AtLeast(x, -760) * top / rest;
        return TLane.Select(negative, TLane.Scale(y * m, n), y);
    }
}

/// <summary>The slope of mish: t + x·(1 − t²)·σ(x), t = tanh(log(1 + eˣ))</summary>
internal readonly struct MishSlope : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Beyond these bounds the slope is 0 or 1 to the last bit, and x·0 stays finite.
        x = Domain.Within(x, -800, 800);
        TLane t = TLane.Tanh(SoftplusFunction.Apply(x));
        return TLane.Fma(x * TLane.Fma(-t, t, TLane.Of(1)), TLane.Sigmoid(x), t);
    }
}

/// <summary>x·½·(1 + tanh(√(2/π)·(x + 0.044715 x³))) = x·σ(w), w = x·(c + d·x²) carried in two parts</summary>
internal readonly struct GeluTanhFunction : IFunction
{
    // c = 2·√(2/π), d = 0.044715·c
    private const double C = 1.5957691216057308, CLow = -9.9693088091109202e-17;
    private const double D = 0.071354816272600249, DLow = -6.175149918155315e-19;

    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane held = Domain.Within(x, -30, 30);
        TLane square = held * held;
        TLane squareLow = TLane.Fma(held, held, -square);

        TLane cubic = TLane.Of(D) * square;
        TLane cubicLow = TLane.Fma(TLane.Of(D), square, -cubic);
        cubicLow = TLane.Fma(TLane.Of(D), squareLow, TLane.Fma(TLane.Of(DLow), square, cubicLow));

        TLane sum = TLane.Of(C) + cubic;
        TLane back = sum - TLane.Of(C);
        TLane sumLow = (TLane.Of(C) - (sum - back)) + (cubic - back);
        sumLow = sumLow + (cubicLow + TLane.Of(CLow));

        TLane w = held * sum;
        TLane wLow = TLane.Fma(held, sumLow, TLane.Fma(held, sum, -w));

        // −|w|: the low part turns with the high one.
        TLane turn = Domain.Sign(x) ^ TLane.Of(-0.0);
        (TLane m, TLane n) = Float64Functions.ExpParts(Domain.AtLeast(w ^ turn, -760), wLow ^ turn);
        return SiluFunction.Gated(Domain.AtLeast(x, -30), m, n);
    }
}

/// <summary>The slope of the tanh form of gelu: s + x·w′·s·(1 − s), s = σ(w), w′ = c + 3d·x²</summary>
internal readonly struct GeluTanhSlope : IFunction
{
    private const double C = 1.5957691216057308, D = 0.071354816272600249;

    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        x = Domain.Within(x, -30, 30);
        TLane square = x * x;
        TLane w = x * TLane.Fma(TLane.Of(D), square, TLane.Of(C));
        TLane s = TLane.Sigmoid(w);
        TLane rise = x * TLane.Fma(TLane.Of(3 * D), square, TLane.Of(C));
        return TLane.Fma(rise * s, TLane.Sigmoid(-w), s);
    }
}
