using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics.Activations;

/// <summary>x</summary>
public readonly record struct Linear : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Of(1);
}

/// <summary>α·x + β, rounded once</summary>
public readonly record struct Affine(double Alpha, double Beta) : IActivation
{
    public Affine() : this(1, 0) { }

    public bool KeepsInput => false;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.Fma(TLane.Of(Alpha), x, TLane.Of(Beta));

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => TLane.Of(Alpha);
}

/// <summary>eˣ; slope y</summary>
public readonly record struct Exponential : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Exp(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;
    [MethodImpl(Inline)] public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;
}
