using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics.Activations;

/// <summary>tanh x; slope 1 − y²</summary>
public readonly record struct Tanh : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Tanh(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Fma(-kept, kept, TLane.Of(1));
}

/// <summary>α·tanh(β·x)</summary>
public readonly record struct ScaledTanh(double Alpha, double Beta) : IActivation
{
    public ScaledTanh() : this(1, 1) { }

    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Of(Alpha) * TLane.Tanh(TLane.Of(Beta) * x);

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane>
    {
        TLane t = TLane.Tanh(TLane.Of(Beta) * kept);
        return TLane.Of(Alpha * Beta) * TLane.Fma(-t, t, TLane.Of(1));
    }
}

/// <summary>1 / (1 + e⁻ˣ); slope y·(1 − y)</summary>
public readonly record struct Sigmoid : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Sigmoid(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept * (TLane.Of(1) - kept);
}

/// <summary>x / (1 + |x|); slope 1 / (1 + |x|)²</summary>
public readonly record struct Softsign : IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane a = TLane.Abs(x);
        TLane y = x / (TLane.Of(1) + a);
        return TLane.Select(TLane.Equal(a, TLane.Of(double.PositiveInfinity)), Domain.Sign(x) | TLane.Of(1), y);
    }

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane>
    {
        TLane share = TLane.Of(1) / (TLane.Of(1) + TLane.Abs(kept));
        return share * share;
    }
}

/// <summary>x held within −1 and 1</summary>
public readonly record struct HardTanh : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Domain.Within(x, -1, 1);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Less(TLane.Abs(kept), TLane.Of(1)) & TLane.Of(1);
}
