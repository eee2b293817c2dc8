using System.Numerics;
using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>
/// Sums over steps and samples, such as the gradient of a weight: every 256 terms are one fused chain from zero, added to the total.
/// Terms are cut into blocks, never into threads, so threads change no bit.
/// </summary>
internal static unsafe class SumOfProducts
{
    /// <summary>The terms of one fused chain.</summary>
    public const int Block = 256;

    /// <summary>Columns of a that lie together, a multiple of every tile's rows: a block of them is half a first cache.</summary>
    private const int Strip = 24;
    private const int Panel = 64;
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>c[i, j] += Σ a[t, i]·b[t, j] over the terms t in ascending order.</summary>
    /// <param name="a">(terms, m)</param>
    /// <param name="b">(terms, n)</param>
    /// <param name="c">(m, n)</param>
    public static void Accumulate<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int terms, int m, int n, Span<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a, pb = b) Accumulate(Terms<T>.Of(pa, terms, m), Terms<T>.Of(pb, terms, n), c);
    }

    /// <summary>The same for terms that lie anywhere.</summary>
    public static void Accumulate<T>(Terms<T> a, Terms<T> b, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accumulate(a, b, c, default, []);

    /// <summary>The same for two right sides at once, which share the work of laying a out.</summary>
    public static void Accumulate<T>(Terms<T> a, Terms<T> b, Span<T> c, Terms<T> otherB, Span<T> otherC) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Count == 0 || a.Width == 0) return;
        fixed (T* pc = c, other = otherC)
        {
            var call = new Call<T>(a, b, pc, otherB, other);
            Kernel<T>.Current.Run(ref call);
        }
    }

    /// <summary>c[i] += Σ a[t, i] over the terms in ascending order, in the same blocks.</summary>
    public static void Accumulate<T>(Terms<T> a, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pc = c)
        {
            var work = new Columns<T>(a, pc);
            Kernel<T>.Current.Run(ref work);
        }
    }

    /// <summary>c[i] += Σ a[t, i] over the rows of a matrix (terms, n).</summary>
    public static void AccumulateRows<T>(ReadOnlySpan<T> a, int terms, int n, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a) Accumulate(Terms<T>.Of(pa, terms, n), c);
    }

    private readonly struct Columns<T>(Terms<T> a, T* c) : ILaneWork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(Driver)]
        public void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            for (int start = 0; start < a.Count; start += Block)
                for (int segment = 0; segment < a.Segments; segment++)
                {
                    int i = 0, end = Math.Min(start + Block, a.Count);
                    T* total = c + segment * a.Length;
                    // Eight sums at a time: one after another they would wait for each other, and pass over the rows eight times.
                    for (; i <= a.Length - 8 * TLane.Width; i += 8 * TLane.Width) Eight<TLane>(start, end, segment, i, total + i);
                    for (; i <= a.Length - TLane.Width; i += TLane.Width)
                    {
                        TLane sum = TLane.Of(0);
                        for (int t = start; t < end; t++) sum += TLane.Load(a.At(t, segment) + i);
                        TLane.Store(total + i, TLane.Load(total + i) + sum);
                    }
                    for (; i < a.Length; i++)
                    {
                        T sum = T.Zero;
                        for (int t = start; t < end; t++) sum += a.At(t, segment)[i];
                        total[i] += sum;
                    }
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Eight<TLane>(int start, int end, int segment, int first, T* total) where TLane : struct, ILane<TLane, T>
        {
            TLane s0 = TLane.Of(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            for (int t = start; t < end; t++)
            {
                T* row = a.At(t, segment) + first;
                s0 += TLane.Load(row);
                s1 += TLane.Load(row + TLane.Width);
                s2 += TLane.Load(row + 2 * TLane.Width);
                s3 += TLane.Load(row + 3 * TLane.Width);
                s4 += TLane.Load(row + 4 * TLane.Width);
                s5 += TLane.Load(row + 5 * TLane.Width);
                s6 += TLane.Load(row + 6 * TLane.Width);
                s7 += TLane.Load(row + 7 * TLane.Width);
            }
            Add(total, s0);
            Add(total + TLane.Width, s1);
            Add(total + 2 * TLane.Width, s2);
            Add(total + 3 * TLane.Width, s3);
            Add(total + 4 * TLane.Width, s4);
            Add(total + 5 * TLane.Width, s5);
            Add(total + 6 * TLane.Width, s6);
            Add(total + 7 * TLane.Width, s7);

            static void Add(T* total, TLane sum) => TLane.Store(total, TLane.Load(total) + sum);
        }
    }

    private struct Call<T>(Terms<T> a, Terms<T> b, T* c, Terms<T> otherB, T* otherC) : ILaneWork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            bool share = (long)a.Count * a.Width * (b.Width + otherB.Width) >= Product.WorthSharing;
            int parts = share ? Math.Min(Compute.Threads, a.Width) : 1;
            Crew.Run(parts, new Shared<T, TLane>(a, b, c, otherB, otherC, parts));
        }
    }

    /// <summary>A part is a range of rows of c.</summary>
    private sealed class Shared<T, TLane>(Terms<T> a, Terms<T> b, T* c, Terms<T> otherB, T* otherC, int parts) : IParallelWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLane : struct, ILane<TLane, T>
    {
        [MethodImpl(Driver)]
        public void Run(int part)
        {
            int first = (int)((long)a.Width * part / parts), rows = (int)((long)a.Width * (part + 1) / parts) - first;
            int strips = (rows + Strip - 1) / Strip, padded = PackedMatrix<T>.Padded(Math.Max(b.Width, otherB.Width));
            Plane<T> left = Plane<T>.Rent((long)strips * Strip * Block), right = Plane<T>.Rent((long)Block * padded), sums = Plane<T>.Rent(Strip * Panel);
            for (int start = 0; start < a.Count; start += Block)
            {
                int terms = Math.Min(Block, a.Count - start);
                a.CopyStrips<TLane>(start, terms, first, rows, left.Pointer, Strip);
                Add(start, terms, b, c, first, rows, left.Pointer, right.Pointer, sums.Pointer);
                if (otherB.Width > 0) Add(start, terms, otherB, otherC, first, rows, left.Pointer, right.Pointer, sums.Pointer);
            }
            left.Return();
            right.Return();
            sums.Return();
        }

        [MethodImpl(Driver)]
        private static void Add(int start, int terms, Terms<T> b, T* c, int first, int rows, T* left, T* right, T* sums)
        {
            int padded = PackedMatrix<T>.Padded(b.Width);
            for (int column = 0; column < b.Width; column += Panel)
            {
                // A panel of b at a time, padded with zeros to whole vectors.
                int width = Math.Min(Panel, padded - column), columns = Math.Min(width, b.Width - column);
                b.CopyColumns<TLane>(start, terms, column, columns, right, width);
                for (int row = 0; row < rows; row += Strip)
                {
                    int some = Math.Min(Strip, rows - row);
                    Tiles(terms, left + (nint)row * terms, some, right, width, sums);
                    for (int i = 0; i < some; i++)
                    {
                        T* total = c + (nint)(first + row + i) * b.Width + column, sum = sums + i * Panel;
                        int j = 0;
                        for (; j <= columns - TLane.Width; j += TLane.Width) TLane.Store(total + j, TLane.Load(total + j) + TLane.Load(sum + j));
                        for (; j < columns; j++) total[j] += sum[j];
                    }
                }
            }
        }

        /// <summary>The sums of one strip and one panel, cut into tiles that the registers hold.</summary>
        [MethodImpl(Driver)]
        private static void Tiles(int terms, T* a, int rows, T* b, int width, T* sums)
        {
            int vectors = width / TLane.Width, most = PanelProduct.MostVectors<T, TLane>();
            for (int vector = 0; vector < vectors;)
            {
                int chunk = Math.Min(vectors - vector, most), height = PanelProduct.MostRows<T, TLane>(chunk);
                nint column = vector * TLane.Width;
                for (int row = 0; row < rows; row += height)
                    OuterTile.Run<T, TLane>(Math.Min(height, rows - row), chunk, terms, a + row, Strip, b + column, width, sums + row * Panel + column, Panel);
                vector += chunk;
            }
        }
    }
}
