using System.Runtime.CompilerServices;
using Elman.Numerics.Activations;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>Activations and their derivatives over whole arrays, at the kernel in force.</summary>
internal static class Elementwise
{
    /// <summary>y[i] = f(x[i]); y may be x.</summary>
    public static void Map<T, TActivation>(ReadOnlySpan<T> x, Span<T> y, TActivation activation)
        where T : unmanaged where TActivation : struct, IActivation =>
        Zip.Map(x, x, x, y, new Forward<TActivation>(activation));

    /// <summary>y[i] = f(x[i]); y may be x.</summary>
    public static void Map<T>(ReadOnlySpan<T> x, Span<T> y, Activation activation) where T : unmanaged
    {
        var visitor = new MapVisitor<T>(x, y);
        activation.Accept<MapVisitor<T>, bool>(ref visitor);
    }

    /// <summary>dx[i] = dy[i]·f′, from what the activation kept; dx may be dy.</summary>
    public static void SlopeOfKept<T, TActivation>(ReadOnlySpan<T> kept, ReadOnlySpan<T> dy, Span<T> dx, TActivation activation)
        where T : unmanaged where TActivation : struct, IActivation =>
        Zip.Map(kept, dy, dy, dx, new Backward<TActivation>(activation));

    private readonly struct Forward<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)] public TLane Of<TLane>(TLane x, TLane b, TLane c) where TLane : struct, ILane<TLane> => f.Apply(x);
    }

    private readonly struct Backward<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)] public TLane Of<TLane>(TLane kept, TLane dy, TLane c) where TLane : struct, ILane<TLane> => dy * f.Slope(kept);
    }

    private readonly ref struct MapVisitor<T>(ReadOnlySpan<T> x, Span<T> y) : IActivationVisitor<bool> where T : unmanaged
    {
        private readonly ReadOnlySpan<T> _x = x;
        private readonly Span<T> _y = y;

        public bool Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation
        {
            Map(_x, _y, activation);
            return true;
        }
    }
}
