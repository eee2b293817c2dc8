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

    /// <summary>dx[i] = dy[i]·f′(x[i]), with y[i] = f(x[i]) at hand; dx may be dy.</summary>
    public static void Slope<T, TActivation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, TActivation activation)
        where T : unmanaged where TActivation : struct, IActivation =>
        Zip.Map(x, y, dy, dx, new Backward<TActivation>(activation));

    /// <summary>dx[i] = dy[i]·f′(x[i]), with y[i] = f(x[i]) at hand; dx may be dy.</summary>
    public static void Slope<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, Activation activation) where T : unmanaged
    {
        var visitor = new SlopeVisitor<T>(x, y, dy, dx);
        activation.Accept<SlopeVisitor<T>, bool>(ref visitor);
    }

    private readonly struct Forward<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)] public TLane Of<TLane>(TLane x, TLane b, TLane c) where TLane : struct, ILane<TLane> => f.Apply(x);
    }

    private readonly struct Backward<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)] public TLane Of<TLane>(TLane x, TLane y, TLane dy) where TLane : struct, ILane<TLane> => dy * f.Slope(f.Kept(x, y));
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

    private readonly ref struct SlopeVisitor<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) : IActivationVisitor<bool> where T : unmanaged
    {
        private readonly ReadOnlySpan<T> _x = x, _y = y, _dy = dy;
        private readonly Span<T> _dx = dx;

        public bool Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation
        {
            Slope(_x, _y, _dy, _dx, activation);
            return true;
        }
    }
}
