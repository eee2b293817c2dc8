using System.Numerics;
using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>
/// Sums along a row: sixteen interleaved partial sums (i mod 16) that start from zero, then one fixed tree,
/// ((p0 + p8) + (p4 + p12)) + …, at every width and for both element types. Maxima are taken in the same order.
/// </summary>
internal static unsafe class Reduction
{
    public const int Partials = 16;

    /// <summary>Σ row[i]</summary>
    public static T Sum<T>(ReadOnlySpan<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Sum(row, row, default(Itself));

    /// <summary>Σ a[i]·b[i], each product rounded before it is added</summary>
    public static T SumOfProducts<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sum(a, b, default(Times));

    /// <summary>Σ term(a[i], b[i])</summary>
    public static T Sum<T, TTerm>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TTerm : struct, IFormula => Fold(a, b, term, default(Plus), T.Zero);

    /// <summary>The largest number; NaN where there is one, −∞ where the row is empty.</summary>
    public static T Max<T>(ReadOnlySpan<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fold(row, row, default(Itself), default(Larger), T.NegativeInfinity);

    /// <summary>The mean, and the mean of the squared distances from it (the variance without Bessel's correction).</summary>
    public static (T Mean, T Variance) Moments<T>(ReadOnlySpan<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(row.Length);
        T mean = Sum(row) / count;
        return (mean, Sum(row, row, new SquaredDistance(double.CreateChecked(mean))) / count);
    }

    private static T Fold<T, TTerm, TFold>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, TTerm term, TFold fold, T start)
        where T : unmanaged where TTerm : struct, IFormula where TFold : struct, IFormula
    {
        if (a.Length != b.Length) throw new ArgumentException($"Two rows are folded together; one has {a.Length} numbers, the other {b.Length}.");

        // The tree reads a whole lane from the middle on, so there is room for one behind the last partial.
        Span<T> partial = stackalloc T[2 * Partials];
        partial.Fill(start);
        fixed (T* pa = a, pb = b, pp = partial)
        {
            var work = new Work<T, TTerm, TFold>(pa, pb, a.Length, pp, term, fold);
            Kernel<T>.Current.Run(ref work);
        }
        return partial[0];
    }

    private readonly struct Work<T, TTerm, TFold>(T* a, T* b, int count, T* partial, TTerm term, TFold fold) : ILaneWork<T>
        where T : unmanaged where TTerm : struct, IFormula where TFold : struct, IFormula
    {
        [MethodImpl(Driver)]
        public void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            int i = 0;
            for (; i <= count - Partials; i += Partials)
                for (int j = 0; j < Partials; j += TLane.Width) Put(j, Next(j, TLane.Load(a + i + j), TLane.Load(b + i + j)));

            int rest = count - i;
            if (rest > 0)
            {
                T* left = stackalloc T[3 * Partials], right = left + Partials, result = right + Partials;
                for (int j = 0; j < rest; j++) (left[j], right[j]) = (a[i + j], b[i + j]);
                for (int j = 0; j < Partials; j += TLane.Width) TLane.Store(result + j, Next(j, TLane.Load(left + j), TLane.Load(right + j)));
                for (int j = 0; j < rest; j++) partial[j] = result[j];
            }

            for (int half = Partials / 2; half > 0; half /= 2)
                for (int j = 0; j < half; j += TLane.Width)
                {
                    TLane low = TLane.Load(partial + j), high = TLane.Load(partial + half + j);
                    Put(j, fold.Of(low, high, high));
                }
        }

        [MethodImpl(Inline)]
        private TLane Next<TLane>(int j, TLane x, TLane y) where TLane : struct, ILane<TLane, T>
        {
            TLane value = term.Of(x, y, y);
            return fold.Of(TLane.Load(partial + j), value, value);
        }

        [MethodImpl(Inline)] private void Put<TLane>(int j, TLane value) where TLane : struct, ILane<TLane, T> => TLane.Store(partial + j, value);
    }

    private readonly struct Itself : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L a, L b, L c) where L : struct, ILane<L> => a;
    }

    private readonly struct Plus : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L a, L b, L c) where L : struct, ILane<L> => a + b;
    }

    private readonly struct Times : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L a, L b, L c) where L : struct, ILane<L> => a * b;
    }

    private readonly struct SquaredDistance(double mean) : IFormula
    {
        [MethodImpl(Inline)]
        public L Of<L>(L a, L b, L c) where L : struct, ILane<L>
        {
            L distance = a - L.Of(mean);
            return distance * distance;
        }
    }

    /// <summary>b where it is larger or NaN.</summary>
    private readonly struct Larger : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L a, L b, L c) where L : struct, ILane<L> => L.Select(L.Less(a, b), b, L.Select(L.Equal(b, b), a, b));
    }
}
