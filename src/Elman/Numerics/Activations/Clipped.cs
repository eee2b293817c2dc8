using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics.Activations;

/// <summary>f(min(max(x, −limit), limit)), which ONNX's attribute <c>clip</c> makes of every gate.</summary>
public readonly record struct Clipped<TActivation>(TActivation Inner, double Limit) : IActivation where TActivation : struct, IActivation
{
    public bool KeepsInput => true;

    [MethodImpl(Inline)] public TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Inner.Apply(Domain.Within(x, -Limit, Limit));
    [MethodImpl(Inline)] public TLane Kept<TLane>(TLane x, TLane y) where TLane : struct, ILane<TLane> => x;
    [MethodImpl(Inline)] public TLane Value<TLane>(TLane kept) where TLane : struct, ILane<TLane> => Apply(kept);

    [MethodImpl(Inline)]
    public TLane Slope<TLane>(TLane kept) where TLane : struct, ILane<TLane>
    {
        TLane x = Domain.Within(kept, -Limit, Limit);
        return TLane.Select(TLane.Less(TLane.Of(Limit), TLane.Abs(kept)), TLane.Of(0), Inner.Slope(Inner.Kept(x, Inner.Apply(x))));
    }
}
