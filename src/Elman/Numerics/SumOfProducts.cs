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

    // Sixteen more than a block, so that the rows of a tile do not fall on the same lines of the first cache.
    private const int BlockStride = Block + 16;
    private const int Panel = 64;
    private const int MostRows = 12;
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>c[i, j] += Σ a[t, i]·b[t, j] over the terms t in ascending order.</summary>
    /// <param name="a">(terms, m)</param>
    /// <param name="b">(terms, n)</param>
    /// <param name="c">(m, n)</param>
    public static void Accumulate<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int terms, int m, int n, Span<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a, pb = b)
        {
            var left = new nint[terms];
            var right = new nint[terms];
            for (int t = 0; t < terms; t++) (left[t], right[t]) = ((nint)(pa + (nint)t * m), (nint)(pb + (nint)t * n));
            Accumulate(new Terms<T>(left, 1, m, m), new Terms<T>(right, 1, n, n), c);
        }
    }

    /// <summary>The same for terms that lie anywhere.</summary>
    public static void Accumulate<T>(Terms<T> a, Terms<T> b, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (a.Count == 0 || a.Width == 0 || b.Width == 0) return;
        fixed (T* pc = c)
        {
            var call = new Call<T>(a, b, pc);
            Kernel<T>.Current.Run(ref call);
        }
    }

    /// <summary>c[i] += Σ a[t, i] over the terms in ascending order, in the same blocks.</summary>
    public static void Accumulate<T>(Terms<T> a, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = new T[a.Width];
        for (int start = 0; start < a.Count; start += Block)
        {
            sum.AsSpan().Clear();
            for (int t = start; t < Math.Min(start + Block, a.Count); t++)
                for (int segment = 0; segment < a.Segments; segment++)
                    Zip.Add(a.Segment(t, segment), sum.AsSpan(segment * a.Length, a.Length));
            Zip.Add(sum, c);
        }
    }

    /// <summary>c[i] += Σ a[t, i] over the rows of a matrix (terms, n).</summary>
    public static void AccumulateRows<T>(ReadOnlySpan<T> a, int terms, int n, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a)
        {
            var rows = new nint[terms];
            for (int t = 0; t < terms; t++) rows[t] = (nint)(pa + (nint)t * n);
            Accumulate(new Terms<T>(rows, 1, n, n), c);
        }
    }

    private struct Call<T>(Terms<T> a, Terms<T> b, T* c) : ILaneWork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            bool share = (long)a.Count * a.Width * b.Width >= Product.WorthSharing;
            int parts = share ? Math.Min(Compute.Threads, a.Width) : 1;
            Crew.Run(parts, new Shared<T, TLane>(a, b, c, parts));
        }
    }

    /// <summary>A part is a range of rows of c.</summary>
    private sealed class Shared<T, TLane>(Terms<T> a, Terms<T> b, T* c, int parts) : IParallelWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLane : struct, ILane<TLane, T>
    {
        [MethodImpl(Driver)]
        public void Run(int part)
        {
            int first = (int)((long)a.Width * part / parts), rows = (int)((long)a.Width * (part + 1) / parts) - first;
            int padded = PackedMatrix<T>.Padded(b.Width);
            Plane<T> left = Plane<T>.Rent((long)rows * BlockStride);
            Plane<T> right = Plane<T>.Rent((long)Block * padded, zero: padded > b.Width);
            Plane<T> tile = Plane<T>.Rent(Panel + MostRows * Panel, zero: true);
            for (int start = 0; start < a.Count; start += Block)
            {
                int terms = Math.Min(Block, a.Count - start);
                a.CopyTransposed(start, terms, first, rows, left.Pointer, BlockStride);
                b.Copy(start, terms, right.Pointer, padded);
                for (int column = 0; column < padded; column += Panel)
                {
                    int width = Math.Min(Panel, padded - column);
                    for (int row = 0; row < rows; row += MostRows)
                        AddTile(left.Pointer + (nint)row * BlockStride, Math.Min(MostRows, rows - row), terms, right.Pointer + column, padded, width, tile.Pointer, first + row, column);
                }
            }
            left.Return();
            right.Return();
            tile.Return();
        }

        [MethodImpl(Driver)]
        private void AddTile(T* x, int rows, int terms, T* y, nint ldy, int width, T* scratch, int row, int column)
        {
            T* zero = scratch, sums = scratch + Panel;
            PanelProduct.Run<T, TLane>(new Rows<T>(x, rows, BlockStride, terms), y, ldy, width, zero, 0, sums, Panel);
            int columns = Math.Min(width, b.Width - column);
            for (int i = 0; i < rows; i++)
            {
                T* total = c + (nint)(row + i) * b.Width + column, sum = sums + i * Panel;
                int j = 0;
                for (; j <= columns - TLane.Width; j += TLane.Width) TLane.Store(total + j, TLane.Load(total + j) + TLane.Load(sum + j));
                for (; j < columns; j++) total[j] += sum[j];
            }
        }
    }
}
