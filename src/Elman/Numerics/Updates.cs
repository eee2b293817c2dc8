using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>g ← g + λ·w;  b ← μ·b + (1 − τ)·g, b = g at first;  w ← w − η·b, with Nesterov w ← w − η·(g + μ·b)</summary>
internal readonly struct TorchMomentumUpdate(double decay, double rate, double momentum, double share, bool nesterov, bool first) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane b, ref TLane unused, ref TLane other) where TLane : struct, ILane<TLane>
    {
        if (decay != 0) g = g + TLane.Of(decay) * w;
        if (momentum != 0)
        {
            b = first ? g : b * TLane.Of(momentum) + TLane.Of(share) * g;
            g = nesterov ? g + TLane.Of(momentum) * b : b;
        }
        w = w - TLane.Of(rate) * g;
    }
}

/// <summary>w ← s·w;  b ← μ·b − η·g;  w ← w + b, with Nesterov w ← w + μ·b − η·g</summary>
internal readonly struct KerasMomentumUpdate(double shrink, double rate, double momentum, bool nesterov) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane b, ref TLane unused, ref TLane other) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        TLane step = g * TLane.Of(rate);
        if (momentum == 0)
        {
            w = w - step;
            return;
        }
        b = b * TLane.Of(momentum) - step;
        w = nesterov ? w + (b * TLane.Of(momentum) - step) : w + b;
    }
}

/// <summary>g ← g + λ·w;  m ← m + (g − m)·(1 − β₁);  v ← v·β₂ + (1 − β₂)·g·g;  d = √(v/c₂) + ε;  w ← w − η₁·g/d − η₂·m/d</summary>
internal readonly struct NAdamUpdate(double shrink, double decay, double share1, double beta2, double correction2, double rateOfGradient, double rateOfMean, double epsilon) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane m, ref TLane v, ref TLane unused) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        if (decay != 0) g = g + TLane.Of(decay) * w;
        m = m + TLane.Of(share1) * (g - m);
        v = v * TLane.Of(beta2) + TLane.Of(1 - beta2) * g * g;
        TLane d = TLane.Sqrt(v / TLane.Of(correction2)) + TLane.Of(epsilon);
        w = w - TLane.Of(rateOfGradient) * g / d;
        w = w - TLane.Of(rateOfMean) * m / d;
    }
}

/// <summary>g ← g + λ·w;  m ← m + (g − m)·(1 − β₁);  v ← v·β₂ + (1 − β₂)·g·g;  w ← w − η₁·m/(√v + ε), or w ← w − η₁·m while the variance is not to be trusted</summary>
internal readonly struct RAdamUpdate(double shrink, double decay, double share1, double beta2, double rate, double epsilon, bool adaptive) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane m, ref TLane v, ref TLane unused) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        if (decay != 0) g = g + TLane.Of(decay) * w;
        m = m + TLane.Of(share1) * (g - m);
        v = v * TLane.Of(beta2) + TLane.Of(1 - beta2) * g * g;
        TLane step = TLane.Of(rate) * m;
        w = w - (adaptive ? step / (TLane.Sqrt(v) + TLane.Of(epsilon)) : step);
    }
}

/// <summary>g ← g + λ·w;  v ← v·ρ + (1 − ρ)·g·g;  a ← a + (g − a)·(1 − ρ) where it is centred;  d = √(v − a·a) + ε, or √(v − a·a + ε);  b ← μ·b + g/d;  w ← w − η·b</summary>
internal readonly struct RmsPropUpdate(double shrink, double decay, double rho, double rate, double epsilon, double momentum, bool centred, bool epsilonInside) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane v, ref TLane a, ref TLane b) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        if (decay != 0) g = g + TLane.Of(decay) * w;
        v = v * TLane.Of(rho) + TLane.Of(1 - rho) * g * g;
        TLane under = v;
        if (centred)
        {
            a = a + TLane.Of(1 - rho) * (g - a);
            under = v - a * a;
        }
        TLane d = epsilonInside ? TLane.Sqrt(under + TLane.Of(epsilon)) : TLane.Sqrt(under) + TLane.Of(epsilon);
        if (momentum == 0)
        {
            w = w - TLane.Of(rate) * g / d;
            return;
        }

        // Keras keeps η·g/d, PyTorch g/d: the same unless the rate changes.
        b = b * TLane.Of(momentum) + (epsilonInside ? TLane.Of(rate) * g / d : g / d);
        w = epsilonInside ? w - b : w - TLane.Of(rate) * b;
    }
}

/// <summary>g ← g + λ·w;  s ← s + g·g;  w ← w − η·g/(√s + ε), or η·g/√(s + ε)</summary>
internal readonly struct AdagradUpdate(double shrink, double decay, double rate, double epsilon, bool epsilonInside) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane s, ref TLane unused, ref TLane other) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        if (decay != 0) g = g + TLane.Of(decay) * w;
        s = s + g * g;
        TLane d = epsilonInside ? TLane.Sqrt(s + TLane.Of(epsilon)) : TLane.Sqrt(s) + TLane.Of(epsilon);
        w = w - TLane.Of(rate) * g / d;
    }
}

/// <summary>g ← g + λ·w;  v ← v·ρ + (1 − ρ)·g·g;  δ = √(u + ε)/√(v + ε)·g;  u ← u·ρ + (1 − ρ)·δ·δ;  w ← w − η·δ</summary>
internal readonly struct AdadeltaUpdate(double shrink, double decay, double rho, double rate, double epsilon) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane v, ref TLane u, ref TLane unused) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        if (decay != 0) g = g + TLane.Of(decay) * w;
        v = v * TLane.Of(rho) + TLane.Of(1 - rho) * g * g;
        TLane step = TLane.Sqrt(u + TLane.Of(epsilon)) / TLane.Sqrt(v + TLane.Of(epsilon)) * g;
        u = u * TLane.Of(rho) + TLane.Of(1 - rho) * step * step;
        w = w - TLane.Of(rate) * step;
    }
}

/// <summary>w ← s·w;  w ← w − η·sign(β₁·m + (1 − β₁)·g);  m ← β₂·m + (1 − β₂)·g</summary>
internal readonly struct LionUpdate(double shrink, double rate, double beta1, double beta2) : IUpdate
{
    [MethodImpl(Inline)]
    public void Of<TLane>(ref TLane w, TLane g, ref TLane m, ref TLane unused, ref TLane other) where TLane : struct, ILane<TLane>
    {
        if (shrink != 1) w = w * TLane.Of(shrink);
        w = w - TLane.Of(rate) * UpdateWords.Sign(m * TLane.Of(beta1) + g * TLane.Of(1 - beta1));
        m = m * TLane.Of(beta2) + g * TLane.Of(1 - beta2);
    }
}
