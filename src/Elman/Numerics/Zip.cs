using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>A formula of three numbers, written over lanes, whose parameters are its fields; one that needs fewer numbers ignores the rest.</summary>
internal interface IFormula
{
    TLane Of<TLane>(TLane a, TLane b, TLane c) where TLane : struct, ILane<TLane>;
}

/// <summary>A formula without parameters.</summary>
internal interface IZip
{
    static abstract TLane Apply<TLane>(TLane a, TLane b, TLane c) where TLane : struct, ILane<TLane>;
}

/// <summary>y[i] = f(a[i], b[i], c[i]); an operand of one number stands for that number everywhere. y may be one of the operands.</summary>
internal static unsafe class Zip
{
    public static void Map<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where T : unmanaged where TFunction : struct, IZip => Map(a, b, c, y, default(Fixed<TFunction>));

    public static void Map<T, TFormula>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, TFormula formula)
        where T : unmanaged where TFormula : struct, IFormula
    {
        if (y.IsEmpty) return;
        fixed (T* pa = a, pb = b, pc = c, py = y)
        {
            var work = new Work<T, TFormula>(
                new(pa, Repeats(a, y.Length)), new(pb, Repeats(b, y.Length)), new(pc, Repeats(c, y.Length)), py, y.Length, formula);
            Kernel<T>.Current.Run(ref work);
        }
    }

    /// <summary>y += x</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Map<T, Sum>(y, x, y, y);

    private static bool Repeats<T>(ReadOnlySpan<T> operand, int count) =>
        operand.Length == 1 || (operand.Length == count
            ? false
            : throw new ArgumentException($"An operand of {operand.Length} numbers cannot be paired with {count}."));

    private readonly struct Fixed<TFunction> : IFormula where TFunction : struct, IZip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane Of<TLane>(TLane a, TLane b, TLane c) where TLane : struct, ILane<TLane> => TFunction.Apply(a, b, c);
    }

    private readonly struct Sum : IZip
    {
        public static TLane Apply<TLane>(TLane a, TLane b, TLane c) where TLane : struct, ILane<TLane> => a + b;
    }

    private readonly struct Operand<T>(T* values, bool repeats) where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane At<TLane>(int i) where TLane : struct, ILane<TLane, T> => repeats ? TLane.All(*values) : TLane.Load(values + i);

        /// <summary>The last few numbers, filled up to a lane.</summary>
        public TLane Rest<TLane>(int i, int count) where TLane : struct, ILane<TLane, T>
        {
            if (repeats) return TLane.All(*values);
            T* lane = stackalloc T[Reduction.Partials];
            for (int j = 0; j < TLane.Width; j++) lane[j] = values[i + Math.Min(j, count - 1)];
            return TLane.Load(lane);
        }
    }

    private readonly struct Work<T, TFormula>(Operand<T> a, Operand<T> b, Operand<T> c, T* y, int count, TFormula formula) : ILaneWork<T>
        where T : unmanaged where TFormula : struct, IFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            int i = 0;
            for (; i <= count - TLane.Width; i += TLane.Width)
                TLane.Store(y + i, formula.Of(a.At<TLane>(i), b.At<TLane>(i), c.At<TLane>(i)));
            int rest = count - i;
            if (rest == 0) return;
            T* lane = stackalloc T[Reduction.Partials];
            TLane.Store(lane, formula.Of(a.Rest<TLane>(i, rest), b.Rest<TLane>(i, rest), c.Rest<TLane>(i, rest)));
            for (int j = 0; j < rest; j++) y[i + j] = lane[j];
        }
    }
}
