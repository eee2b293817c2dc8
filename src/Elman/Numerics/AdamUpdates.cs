using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>w ← s·w;  g ← g + λ·w;  m ← m + (g − m)·(1 − β₁);  v ← v·β₂ + (1 − β₂)·g·g;  w ← w − η₁·m/(√v/r + ε), r = √(1 − β₂ᵗ), or with the largest v so far.</summary>
internal readonly struct TorchAdamUpdate(double shrink, double decay, double share1, double beta2, double rate, double root, double epsilon, bool largest) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane m, ref TLane v, ref TLane top) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        if (decay != 0) g = g + TLane.Of(decay) * w;
        m = m + TLane.Of(share1) * (g - m);
        v = v * TLane.Of(beta2) + TLane.Of(1 - beta2) * g * g;
        TLane under = v;
        if (largest) under = top = UpdateWords.Larger(top, v);
        w = w + TLane.Of(-rate) * m / (TLane.Sqrt(under) / TLane.Of(root) + TLane.Of(epsilon));
    }
}

/// <summary>w ← s·w;  m ← m + (g − m)·(1 − β₁);  v ← v + (g·g − v)·(1 − β₂);  w ← w − m·α/(√v + ε), α = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)</summary>
internal readonly struct KerasAdamUpdate(double shrink, double share1, double share2, double alpha, double epsilon, bool largest) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane m, ref TLane v, ref TLane top) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        m = m + (g - m) * TLane.Of(share1);
        v = v + (g * g - v) * TLane.Of(share2);
        TLane under = v;
        if (largest) under = top = UpdateWords.Larger(top, v);
        w = w - m * TLane.Of(alpha) / (TLane.Sqrt(under) + TLane.Of(epsilon));
    }
}

/// <summary>Words that several updates use.</summary>
internal static class UpdateWords
{
    /// <summary>b where it is larger or NaN, else a.</summary>
    [MethodImpl(Inline)]
    public static TLane Larger<TLane>(TLane a, TLane b) where TLane : struct, ILane<TLane> => TLane.Select(TLane.Less(b, a), a, b);

    /// <summary>1, −1 or 0; NaN for NaN.</summary>
    [MethodImpl(Inline)]
    public static TLane Sign<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), x), TLane.Of(1), TLane.Select(TLane.Less(x, TLane.Of(0)), TLane.Of(-1), x));
}
