using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics.Activations;

/// <summary>max(x, 0)</summary>
public readonly record struct Relu : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(x, TLane.Of(0)), TLane.Of(0), x);

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Less(TLane.Of(0), kept) & TLane.Of(1);
}

/// <summary>min(max(x, 0), 6)</summary>
public readonly record struct Relu6 : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Domain.Within(x, 0, 6);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Less(TLane.Of(0), kept) & TLane.Less(kept, TLane.Of(6)) & TLane.Of(1);
}

/// <summary>x above zero, α·x elsewhere</summary>
public readonly record struct LeakyRelu(double Alpha) : IActivation
{
    public LeakyRelu() : this(0.01) { }

    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), x), x, TLane.Of(Alpha) * x);

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), kept), TLane.Of(1), TLane.Of(Alpha));
}

/// <summary>x above α, zero elsewhere; NaN stays</summary>
public readonly record struct ThresholdedRelu(double Alpha) : IActivation
{
    public ThresholdedRelu() : this(1) { }

    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane alpha = TLane.Of(Alpha);
        return TLane.Select(TLane.Less(x, alpha) | TLane.Equal(x, alpha), TLane.Of(0), x);
    }

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Less(TLane.Of(Alpha), kept) & TLane.Of(1);
}

/// <summary>The bound from there on, x from the threshold on, slope·(x − threshold) below; NaN stays</summary>
public readonly record struct BoundedRelu(double Bound, double Leak, double Threshold) : IActivation
{
    public BoundedRelu() : this(double.PositiveInfinity, 0, 0) { }

    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        TLane bound = TLane.Of(Bound), threshold = TLane.Of(Threshold);
        TLane inside = TLane.Select(TLane.Less(x, bound), x, TLane.Select(TLane.Equal(x, x), bound, x));
        return TLane.Select(TLane.Less(x, threshold), TLane.Of(Leak) * (x - threshold), inside);
    }

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(kept, TLane.Of(Threshold)), TLane.Of(Leak), TLane.Less(kept, TLane.Of(Bound)) & TLane.Of(1));
}

/// <summary>x above zero, α·(eˣ − 1) elsewhere</summary>
public readonly record struct Elu(double Alpha) : IActivation
{
    public Elu() : this(1) { }

    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), x), x, TLane.Of(Alpha) * TLane.Expm1(x));

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), kept), TLane.Of(1), TLane.Of(Alpha) * TLane.Exp(kept));
}

/// <summary>λ·x above zero, λ·α·(eˣ − 1) elsewhere, with the constants of Klambauer et al. (2017)</summary>
public readonly record struct Selu : IActivation
{
    private const double Alpha = 1.6732632423543772848170429916717;
    private const double Lambda = 1.0507009873554804934193349852946;

    public bool KeepsInput => true;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), x), TLane.Of(Lambda) * x, TLane.Of(Lambda * Alpha) * TLane.Expm1(x));

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Less(TLane.Of(0), kept), TLane.Of(Lambda), TLane.Of(Lambda * Alpha) * TLane.Exp(kept));
}
