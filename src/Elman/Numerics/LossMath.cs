using System.Numerics;
using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>The losses of numbers and their slopes, each one formula over lanes.</summary>
internal static class LossMath
{
    /// <summary>y += s·x</summary>
    public static void AddScaled<T>(T s, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Zip.Map<T, Scaled>([s], x, y, y);

    /// <summary>l = (x − t)²</summary>
    public static void Square<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) where T : unmanaged => Zip.Map<T, Squared>(x, target, x, losses);

    /// <summary>∂l/∂x = 2·(x − t)</summary>
    public static void SquareSlope<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) where T : unmanaged => Zip.Map<T, SquaredSlope>(x, target, x, slopes);

    /// <summary>l = |x − t|</summary>
    public static void Distance<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) where T : unmanaged => Zip.Map<T, Far>(x, target, x, losses);

    /// <summary>∂l/∂x = sign(x − t)</summary>
    public static void DistanceSlope<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) where T : unmanaged => Zip.Map<T, Direction>(x, target, x, slopes);

    /// <summary>l = s·d²/2 where d = |x − t| &lt; b, s·b·(d − b/2) beyond; d where b = 0.</summary>
    public static void Smooth<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, double b, double scale, Span<T> losses) where T : unmanaged =>
        Zip.Map(x, target, x, losses, new Bend(b, b == 0 ? 1 : scale * b, scale));

    /// <summary>∂l/∂x = s·(x − t) where |x − t| &lt; b, s·b·sign(x − t) beyond</summary>
    public static void SmoothSlope<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, double b, double scale, Span<T> slopes) where T : unmanaged =>
        Zip.Map(x, target, x, slopes, new BendSlope(b, b == 0 ? 1 : scale * b, scale));

    /// <summary>l = (1 − t)·x + (1 + (p − 1)·t)·(log1p(exp(−|x|)) + max(−x, 0)): the cross entropy of σ(x) with the weight p of what is positive</summary>
    public static void BinaryCrossEntropy<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, ReadOnlySpan<T> positive, Span<T> losses) where T : unmanaged =>
        Zip.Map<T, Binary>(x, target, positive, losses);

    /// <summary>∂l/∂x = (1 + (p − 1)·t)·σ(x) − p·t</summary>
    public static void BinaryCrossEntropySlope<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, ReadOnlySpan<T> positive, Span<T> slopes) where T : unmanaged =>
        Zip.Map<T, BinarySlope>(x, target, positive, slopes);

    /// <summary>l = t·(log t − x), and 0 where t = 0: the divergence of the distribution exp(x) from t</summary>
    public static void Divergence<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) where T : unmanaged => Zip.Map<T, Diverged>(x, target, x, losses);

    /// <summary>y = s·x</summary>
    public static void Scale<T>(double s, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Zip.Map(x, x, x, y, new Times(s));

    /// <summary>y = e^x</summary>
    public static void Exponential<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Zip.Map<T, Exp>(x, x, x, y);

    private readonly struct Scaled : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L s, L x, L y) where L : struct, ILane<L> => y + s * x;
    }

    private readonly struct Squared : IZip
    {
        [MethodImpl(Inline)]
        public static L Apply<L>(L x, L target, L c) where L : struct, ILane<L>
        {
            L d = x - target;
            return d * d;
        }
    }

    private readonly struct SquaredSlope : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L target, L c) where L : struct, ILane<L> => L.Of(2) * (x - target);
    }

    private readonly struct Far : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L target, L c) where L : struct, ILane<L> => L.Abs(x - target);
    }

    private readonly struct Direction : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L target, L c) where L : struct, ILane<L> => UpdateWords.Sign(x - target);
    }

    private readonly struct Bend(double b, double line, double scale) : IFormula
    {
        [MethodImpl(Inline)]
        public L Of<L>(L x, L target, L c) where L : struct, ILane<L>
        {
            L d = L.Abs(x - target);
            return L.Select(L.Less(d, L.Of(b)), L.Of(0.5 * scale) * d * d, L.Of(line) * (d - L.Of(0.5 * b)));
        }
    }

    private readonly struct BendSlope(double b, double line, double scale) : IFormula
    {
        [MethodImpl(Inline)]
        public L Of<L>(L x, L target, L c) where L : struct, ILane<L>
        {
            L d = x - target;
            return L.Select(L.Less(L.Abs(d), L.Of(b)), L.Of(scale) * d, L.Of(line) * UpdateWords.Sign(d));
        }
    }

    private readonly struct Binary : IZip
    {
        [MethodImpl(Inline)]
        public static L Apply<L>(L x, L t, L p) where L : struct, ILane<L>
        {
            L one = L.Of(1), zero = L.Of(0);
            L below = L.Select(L.Less(x, zero), -x, zero);
            return (one - t) * x + (one + (p - one) * t) * (L.Log1p(L.Exp(-L.Abs(x))) + below);
        }
    }

    private readonly struct BinarySlope : IZip
    {
        [MethodImpl(Inline)]
        public static L Apply<L>(L x, L t, L p) where L : struct, ILane<L> => (L.Of(1) + (p - L.Of(1)) * t) * L.Sigmoid(x) - p * t;
    }

    private readonly struct Diverged : IZip
    {
        [MethodImpl(Inline)]
        public static L Apply<L>(L x, L t, L c) where L : struct, ILane<L> => L.Select(L.Equal(t, L.Of(0)), L.Of(0), t * (L.Log(t) - x));
    }

    private readonly struct Times(double s) : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L x, L b, L c) where L : struct, ILane<L> => L.Of(s) * x;
    }

    private readonly struct Exp : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L b, L c) where L : struct, ILane<L> => L.Exp(x);
    }
}
