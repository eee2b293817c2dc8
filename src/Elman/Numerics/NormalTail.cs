using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>
/// The tail of the normal distribution, Φ(−a) = ½ erfc(a / √2) for a ≥ 0, as exp(−a²/2)·Q(a), over lanes of double.
/// Q(a) = P(t) / (a + 5), t = (a − 5) / (a + 5): one polynomial for all a up to 39.5, after Shepherd and Laframboise (1981).
/// </summary>
internal static class NormalTail
{
    /// <summary>Q(a), in two parts</summary>
    [MethodImpl(Inline)]
    public static (TLane Q, TLane Low) Quotient<TLane>(TLane a) where TLane : struct, ILane<TLane>
    {
        // 1 / (a + 5) in two parts: P falls steeply near t = −1, where a single part would cost three ULP.
        TLane sum = a + TLane.Of(5);
        TLane lost = a - (sum - TLane.Of(5));
        TLane share = TLane.Of(1) / sum;
        TLane shareLow = share * TLane.Fma(-share, lost, TLane.Fma(-share, sum, TLane.Of(1)));
        TLane t = TLane.Fma(TLane.Of(-10), shareLow, TLane.Fma(TLane.Of(-10), share, TLane.Of(1)));

        TLane p = TLane.Fma(TLane.Of(-3.6951882909479593e-10), t, TLane.Of(-1.1286158179618431e-09));
        p = TLane.Fma(p, t, TLane.Of(2.2073295812395982e-09));
        p = TLane.Fma(p, t, TLane.Of(1.0697483475281014e-08));
        p = TLane.Fma(p, t, TLane.Of(-8.5835323999809657e-09));
        p = TLane.Fma(p, t, TLane.Of(-7.0010166698699051e-08));
        p = TLane.Fma(p, t, TLane.Of(4.0249130272218476e-08));
        p = TLane.Fma(p, t, TLane.Of(4.3619518242257674e-07));
        p = TLane.Fma(p, t, TLane.Of(-3.3464175492206736e-07));
        p = TLane.Fma(p, t, TLane.Of(-2.7706765439252595e-06));
        p = TLane.Fma(p, t, TLane.Of(3.979840987843639e-06));
        p = TLane.Fma(p, t, TLane.Of(1.6681627151176133e-05));
        p = TLane.Fma(p, t, TLane.Of(-4.9762467851597696e-05));
        p = TLane.Fma(p, t, TLane.Of(-5.9375805146221158e-05));
        p = TLane.Fma(p, t, TLane.Of(0.0005448989950927526));
        p = TLane.Fma(p, t, TLane.Of(-0.00079786938953449026));
        p = TLane.Fma(p, t, TLane.Of(-0.0029933767621473377));
        p = TLane.Fma(p, t, TLane.Of(0.020795066799274974));
        p = TLane.Fma(p, t, TLane.Of(-0.0691186387068599));
        p = TLane.Fma(p, t, TLane.Of(0.16502036617040669));
        p = TLane.Fma(p, t, TLane.Of(-0.313533156671288));
        p = TLane.Fma(p, t, TLane.Of(0.49530561596997608));
        p = TLane.Fma(p, t, TLane.Of(-0.66538250289005685));
        p = TLane.Fma(p, t, TLane.Of(0.76919304975006297));
        TLane q = p * share;
        return (q, TLane.Fma(p, shareLow, TLane.Fma(p, share, -q)));
    }

    /// <summary>exp(−scale·a²) = m·2ⁿ with the square carried in two parts; scale a power of two.</summary>
    [MethodImpl(Inline)]
    public static (TLane M, TLane N) Bell<TLane>(TLane a, double scale) where TLane : struct, ILane<TLane>
    {
        TLane square = a * a;
        TLane low = TLane.Fma(a, a, -square);
        return Float64Functions.ExpParts(square * TLane.Of(-scale), low * TLane.Of(-scale));
    }
}

/// <summary>erf x: x·P(x²) below ½, 1 − 2·Φ(−√2·|x|) from there on</summary>
internal readonly struct ErrorFunction : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane z = x * x;
        TLane p = TLane.Fma(TLane.Of(-1.4618056943362552e-07), z, TLane.Of(1.63709332655988e-06));
        p = TLane.Fma(p, z, TLane.Of(-1.4922990199765797e-05));
        p = TLane.Fma(p, z, TLane.Of(0.00012055285893164755));
        p = TLane.Fma(p, z, TLane.Of(-0.00085483265065296275));
        p = TLane.Fma(p, z, TLane.Of(0.0052239776219837088));
        p = TLane.Fma(p, z, TLane.Of(-0.026866170644998254));
        p = TLane.Fma(p, z, TLane.Of(0.11283791670954865));
        p = TLane.Fma(p, z, TLane.Of(-0.37612638903183748));
        p = TLane.Fma(p, z, TLane.Of(1.1283791670955126));

        // Everything from 5.93 on rounds to one.
        TLane a = TLane.Abs(x);
        TLane held = TLane.Select(TLane.Less(TLane.Of(6), a), TLane.Of(6), a);
        (TLane m, TLane n) = NormalTail.Bell(held, 1);
        TLane tail = m * NormalTail.Quotient(held * TLane.Of(1.4142135623730951)).Q;
        TLane far = TLane.Fma(-tail, TLane.PowerOfTwo(n + TLane.Of(1)), TLane.Of(1)) | Domain.Sign(x);
        return TLane.Select(TLane.Less(a, TLane.Of(0.5)), x * p, far);
    }
}

/// <summary>x·Φ(x): x·Φ(−|x|) below zero, x·(1 − Φ(−|x|)) above</summary>
internal readonly struct GeluFunction : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane negative = TLane.Less(x, TLane.Of(0));
        TLane a = TLane.Abs(Domain.Within(x, -38.9, 38.9));
        (TLane m, TLane n) = NormalTail.Bell(a, 0.5);
        (TLane q, TLane low) = NormalTail.Quotient(a);

        // a·m·q with the rests of both products, rounded once: the polynomial alone takes two of the four ULP.
        TLane tail = m * q;
        TLane rest = TLane.Fma(m, low, TLane.Fma(m, q, -tail));
        TLane scaled = TLane.Scale(TLane.Select(negative, -TLane.Fma(a, tail, a * rest), tail), n);
        return TLane.Select(negative, scaled, x * (TLane.Of(1) - scaled));
    }
}

/// <summary>The slope of gelu: Φ(x) + x·φ(x), φ(x) = exp(−x²/2) / √(2π)</summary>
internal readonly struct GeluSlope : IFunction
{
    [MethodImpl(Inline)]
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // With a = |x| it is w below zero and 1 − w above, w = exp(−a²/2)·(Q(a) − a / √(2π)).
        TLane a = TLane.Abs(Domain.Within(x, -38.9, 38.9));
        (TLane m, TLane n) = NormalTail.Bell(a, 0.5);
        TLane w = TLane.Scale(m * TLane.Fma(-a, TLane.Of(0.3989422804014327), NormalTail.Quotient(a).Q), n);
        return TLane.Select(TLane.Less(x, TLane.Of(0)), w, TLane.Of(1) - w);
    }
}
