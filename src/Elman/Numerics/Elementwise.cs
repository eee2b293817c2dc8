using System.Runtime.CompilerServices;
using Elman.Numerics.Activations;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>Activations over whole arrays, at the kernel in force. The last few numbers run in a padded lane: the same bits.</summary>
internal static class Elementwise
{
    /// <summary>y[i] = f(x[i]); y may be x.</summary>
    public static void Map<T, TActivation>(ReadOnlySpan<T> x, Span<T> y, TActivation activation)
        where T : unmanaged where TActivation : struct, IActivation =>
        Run(x, x, y, new Forward<TActivation>(activation));

    /// <summary>y[i] = f(x[i])</summary>
    public static void Map<T>(ReadOnlySpan<T> x, Span<T> y, Activation activation) where T : unmanaged
    {
        var visitor = new MapVisitor<T>(x, y);
        activation.Accept<MapVisitor<T>, bool>(ref visitor);
    }

    /// <summary>dx[i] = dy[i]·f′(x[i])</summary>
    public static void Slope<T, TActivation>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx, TActivation activation)
        where T : unmanaged where TActivation : struct, IActivation =>
        Run(x, dy, dx, new Backward<TActivation>(activation));

    /// <summary>dx[i] = dy[i]·f′, from what the activation kept.</summary>
    public static void SlopeOfKept<T, TActivation>(ReadOnlySpan<T> kept, ReadOnlySpan<T> dy, Span<T> dx, TActivation activation)
        where T : unmanaged where TActivation : struct, IActivation =>
        Run(kept, dy, dx, new BackwardOfKept<TActivation>(activation));

    /// <summary>c[i] = f(a[i], b[i]); c may be a or b.</summary>
    public static void Run<T, TFormula>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, TFormula formula)
        where T : unmanaged where TFormula : struct, IFormula
    {
        if (a.Length != c.Length || b.Length != c.Length)
            throw new ArgumentException($"An element-wise function takes and gives equally many numbers; found {a.Length} and {b.Length} in, {c.Length} out.");
        var work = new Work<T, TFormula>(a, b, c, formula);
        Kernel<T>.Current.Run(ref work);
    }

    private readonly struct Forward<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)] public TLane Of<TLane>(TLane x, TLane unused) where TLane : struct, ILane<TLane> => f.Apply(x);
    }

    private readonly struct Backward<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)]
        public TLane Of<TLane>(TLane x, TLane dy) where TLane : struct, ILane<TLane> => dy * f.Slope(f.KeepsInput ? x : f.Apply(x));
    }

    private readonly struct BackwardOfKept<TActivation>(TActivation f) : IFormula where TActivation : struct, IActivation
    {
        [MethodImpl(Inline)] public TLane Of<TLane>(TLane kept, TLane dy) where TLane : struct, ILane<TLane> => dy * f.Slope(kept);
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

    private readonly unsafe ref struct Work<T, TFormula>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, TFormula formula) : ILaneWork<T>
        where T : unmanaged where TFormula : struct, IFormula
    {
        private readonly ReadOnlySpan<T> _a = a, _b = b;
        private readonly Span<T> _c = c;

        public void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            fixed (T* a = _a, b = _b, c = _c) Loop<TLane>(a, b, c, _c.Length, formula);
        }

        [MethodImpl(Driver)]
        private static void Loop<TLane>(T* a, T* b, T* c, int count, TFormula formula) where TLane : struct, ILane<TLane, T>
        {
            int whole = count - count % TLane.Width;
            for (int i = 0; i < whole; i += TLane.Width)
                TLane.Store(c + i, formula.Of(TLane.Load(a + i), TLane.Load(b + i)));
            if (whole == count) return;

            int rest = count - whole;
            T* padded = stackalloc T[3 * Reduction.Partials];
            T* left = padded, right = padded + Reduction.Partials, result = padded + 2 * Reduction.Partials;
            for (int i = 0; i < rest; i++) (left[i], right[i]) = (a[whole + i], b[whole + i]);
            TLane.Store(result, formula.Of(TLane.Load(left), TLane.Load(right)));
            for (int i = 0; i < rest; i++) c[whole + i] = result[i];
        }
    }
}

/// <summary>A formula of two numbers, written over lanes.</summary>
internal interface IFormula
{
    TLane Of<TLane>(TLane a, TLane b) where TLane : struct, ILane<TLane>;
}
