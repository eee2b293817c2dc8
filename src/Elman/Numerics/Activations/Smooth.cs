using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics.Activations;

/// <summary>log(1 + eˣ); slope σ(x)</summary>
public readonly record struct Softplus : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Widely<SoftplusFunction>(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Sigmoid(kept);
}

/// <summary>x·σ(x); slope s + x·s·(1 − s), s = σ(x)</summary>
public readonly record struct Silu : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Widely<SiluFunction>(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane>
    {
        // Beyond these bounds the slope is 0 or 1 to the last bit, and x·0 stays finite.
        kept = Domain.Within(kept, -800, 800);
        TLane s = TLane.Sigmoid(kept);
        return TLane.Fma(kept * s, TLane.Sigmoid(-kept), s);
    }
}

/// <summary>x·relu6(x + 3) / 6; slope x / 3 + ½ between −3 and 3</summary>
public readonly record struct HardSilu : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane three = TLane.Of(3);
        TLane y = TLane.Select(TLane.Less(-three, x), x * (x + three) / TLane.Of(6), TLane.Of(0));
        return TLane.Select(TLane.Less(x, three), y, x);
    }

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane>
    {
        TLane three = TLane.Of(3);
        TLane slope = TLane.Less(-three, kept) & (kept / three + TLane.Of(0.5));
        return TLane.Select(TLane.Less(kept, three), slope, TLane.Of(1));
    }
}

/// <summary>x·Φ(x), Φ the normal distribution</summary>
public readonly record struct Gelu : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Widely<GeluFunction>(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Widely<GeluSlope>(kept);
}

/// <summary>½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))</summary>
public readonly record struct GeluTanh : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Widely<GeluTanhFunction>(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Widely<GeluTanhSlope>(kept);
}

/// <summary>x·tanh(log(1 + eˣ))</summary>
public readonly record struct Mish : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Widely<MishFunction>(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Widely<MishSlope>(kept);
}
