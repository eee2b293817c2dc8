using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics.Activations;

/// <summary>relu6(x + 3) / 6, as PyTorch and Keras 3 have it</summary>
public readonly record struct HardSigmoid : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        Domain.Within(x + TLane.Of(3), 0, 6) / TLane.Of(6);

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Less(TLane.Of(0), kept) & TLane.Less(kept, TLane.Of(1)) & TLane.Of(1.0 / 6);
}

/// <summary>0.2·x + 0.5 held within 0 and 1, as Keras 1 and 2 have it</summary>
public readonly record struct HardSigmoidKeras2 : IActivation
{
    public bool KeepsInput => false;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => new HardSigmoidOnnx(0.2, 0.5).Apply(x);
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        new HardSigmoidOnnx(0.2, 0.5).Slope(kept);
}

/// <summary>α·x + β held within 0 and 1, as ONNX has it</summary>
public readonly record struct HardSigmoidOnnx(double Alpha, double Beta) : IActivation
{
    public HardSigmoidOnnx() : this(0.2, 0.5) { }

    public bool KeepsInput => false;

    [MethodImpl(Inline)]
    public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        Domain.Within(TLane.Fma(TLane.Of(Alpha), x, TLane.Of(Beta)), 0, 1);

    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => y;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => kept;

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane> =>
        TLane.Less(TLane.Of(0), kept) & TLane.Less(kept, TLane.Of(1)) & TLane.Of(Alpha);
}
