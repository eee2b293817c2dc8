using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>One element of a parameter's update, written over lanes: the weight, its gradient, and up to three numbers that are kept from step to step.</summary>
internal interface IUpdate
{
    void Of<TLane>(ref TLane w, TLane g, ref TLane a, ref TLane b, ref TLane c) where TLane : struct, ILane<TLane>;
}

/// <summary>Runs an update over all elements of a parameter, in place.</summary>
internal static unsafe class Sweep
{
    /// <param name="w">The weights.</param>
    /// <param name="g">Their gradients.</param>
    /// <param name="a">Kept numbers, as many as weights; empty where the update keeps none. So are b and c.</param>
    public static void Run<T, TUpdate>(Span<T> w, ReadOnlySpan<T> g, Span<T> a, Span<T> b, Span<T> c, TUpdate update)
        where T : unmanaged where TUpdate : struct, IUpdate
    {
        if (g.Length != w.Length) throw new ArgumentException($"{w.Length} weights have as many gradients, found {g.Length}.");
        fixed (T* pw = w, pg = g, pa = a, pb = b, pc = c)
        {
            var work = new Work<T, TUpdate>(pw, pg, pa, pb, pc, w.Length, update);
            Kernel<T>.Current.Run(ref work);
        }
    }

    private readonly struct Work<T, TUpdate>(T* w, T* g, T* a, T* b, T* c, int count, TUpdate update) : ILaneWork<T>
        where T : unmanaged where TUpdate : struct, IUpdate
    {
        [MethodImpl(Driver)]
        public void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            int i = 0;
            for (; i <= count - TLane.Width; i += TLane.Width) At<TLane>(w + i, g + i, Place(a, i), Place(b, i), Place(c, i));
            int rest = count - i;
            if (rest == 0) return;

            // The last few, filled up to a lane by repeating the last.
            T* lanes = stackalloc T[5 * Reduction.Partials];
            T* lw = lanes, lg = lw + Reduction.Partials, la = lg + Reduction.Partials, lb = la + Reduction.Partials, lc = lb + Reduction.Partials;
            for (int j = 0; j < TLane.Width; j++)
            {
                int from = i + Math.Min(j, rest - 1);
                (lw[j], lg[j]) = (w[from], g[from]);
                (la[j], lb[j], lc[j]) = (a == null ? default : a[from], b == null ? default : b[from], c == null ? default : c[from]);
            }
            At<TLane>(lw, lg, la, lb, lc);
            for (int j = 0; j < rest; j++)
            {
                w[i + j] = lw[j];
                if (a != null) a[i + j] = la[j];
                if (b != null) b[i + j] = lb[j];
                if (c != null) c[i + j] = lc[j];
            }
        }

        [MethodImpl(Inline)]
        private void At<TLane>(T* w, T* g, T* a, T* b, T* c) where TLane : struct, ILane<TLane, T>
        {
            TLane zero = TLane.Of(0);
            TLane lw = TLane.Load(w), la = a == null ? zero : TLane.Load(a), lb = b == null ? zero : TLane.Load(b), lc = c == null ? zero : TLane.Load(c);
            update.Of(ref lw, TLane.Load(g), ref la, ref lb, ref lc);
            TLane.Store(w, lw);
            if (a != null) TLane.Store(a, la);
            if (b != null) TLane.Store(b, lb);
            if (c != null) TLane.Store(c, lc);
        }

        private static T* Place(T* plane, int i) => plane == null ? null : plane + i;
    }
}
