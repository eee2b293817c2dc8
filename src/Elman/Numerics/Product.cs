using System.Numerics;
using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>The product of rows and a packed matrix, each element by the chain that the numerical contract prescribes.</summary>
internal static unsafe class Product
{
    private const MethodImplOptions Driver = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Multiply-adds below which a second thread costs more than it brings.</summary>
    public const long WorthSharing = 1_000_000;

    /// <summary>y[i, j] = bias[j] + Σ x[i, k]·w[k, j]: one chain of fused multiply-adds over k in ascending order that starts from the bias, or from zero where there is none.</summary>
    /// <param name="x">(rows, K)</param>
    /// <param name="bias">(N), or empty</param>
    /// <param name="y">(rows, N)</param>
    public static void Multiply<T>(ReadOnlySpan<T> x, int rows, PackedMatrix<T> w, ReadOnlySpan<T> bias, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Plane<T> start = Plane<T>.Rent(w.PaddedN, zero: true);
        bias.CopyTo(start.Span);
        Multiply(x, rows, w, start, y);
        start.Return();
    }

    /// <summary>The same without allocating: the bias stands at the beginning of a plane of PaddedN numbers.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> x, int rows, PackedMatrix<T> w, Plane<T> start, Span<T> y) where T : unmanaged
    {
        fixed (T* px = x, py = y) Multiply(new Rows<T>(px, rows, w.K, w.K), w, start.Pointer, py, w.N);
        GC.KeepAlive(start);
    }

    /// <summary>The same where the operands lie.</summary>
    /// <param name="init">What each chain starts from: PaddedN numbers, the same for every row.</param>
    /// <param name="y">Rows at distance <paramref name="ldy"/>; whole groups of columns are written where it leaves room for them, else N.</param>
    public static void Multiply<T>(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy) where T : unmanaged
    {
        if (x.Count == 0 || w.N == 0) return;
        var call = new Call<T>(x, w, init, y, ldy);
        Kernel<T>.Current.Run(ref call);
        GC.KeepAlive(w);
    }

    private struct Call<T>(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy) : ILaneWork<T> where T : unmanaged
    {
        public readonly void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            if ((long)x.Count * w.K * w.N < WorthSharing || Compute.Threads == 1 || x.Count < 2)
            {
                Columns<T, TLane>(x, w, init, y, ldy);
                return;
            }
            int parts = Math.Min(Compute.Threads, x.Count);
            Shared<T, TLane> shared = Shared<T, TLane>.Free ?? new();
            Shared<T, TLane>.Free = null;
            (shared.X, shared.W, shared.Stride, shared.Parts) = (x, w, ldy, parts);
            shared.Init = init;
            shared.Y = y;
            Crew.Run(parts, shared);
            shared.W = null;
            Shared<T, TLane>.Free = shared;
        }
    }

    /// <summary>A product that several threads make, each some of its rows; used again, so that it allocates nothing.</summary>
    private sealed class Shared<T, TLane> : IParallelWork
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        [ThreadStatic] public static Shared<T, TLane>? Free;

        public Rows<T> X;
        public PackedMatrix<T>? W;
        public T* Init, Y;
        public nint Stride;
        public int Parts;

        public void Run(int part)
        {
            int first = (int)((long)X.Count * part / Parts), end = (int)((long)X.Count * (part + 1) / Parts);
            Columns<T, TLane>(X.Slice(first, end - first), W!, Init, Y + first * Stride, Stride);
        }
    }

    /// <summary>All columns for the given rows, panel by panel; on the calling thread alone.</summary>
    public static void Columns<T, TLane>(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T> => Columns<T, TLane>(x, w, init, y, ldy, 0, w.PaddedN);

    /// <summary>The columns of some panels.</summary>
    /// <param name="end">The first column of another panel, or PaddedN.</param>
    [MethodImpl(Driver)]
    public static void Columns<T, TLane>(Rows<T> x, PackedMatrix<T> w, T* init, T* y, nint ldy, int first, int end)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        end = Math.Min(end, w.PaddedN);
        for (int column = first; column < Math.Min(end, w.N);)
        {
            T* panel = w.PanelAt(column, out int width);
            if (ldy < w.PaddedN && column + width > w.N)
            {
                Edge<T, TLane>(x, w.N - column, panel, width, init + column, y + column, ldy);
            }
            else if (x.Count == 1 && column + 2 * width <= end && (ldy >= w.PaddedN || column + 2 * width <= w.N))
            {
                PanelProduct.RunPair<T, TLane>(x, panel, w.PanelAt(column + width, out _), width, init + column, y + column);
                column += width;
            }
            else
            {
                PanelProduct.Run<T, TLane>(x, panel, width, width, init + column, 0, y + column, ldy);
            }
            column += width;
        }
    }

    /// <summary>A last panel whose padding has no room in y: computed beside it, then copied.</summary>
    [MethodImpl(Driver)]
    private static void Edge<T, TLane>(Rows<T> x, int columns, T* panel, int width, T* init, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        const int MostRows = 12;
        T* beside = stackalloc T[MostRows * width];
        for (int row = 0; row < x.Count; row += MostRows)
        {
            int rows = Math.Min(MostRows, x.Count - row);
            PanelProduct.Run<T, TLane>(x.Slice(row, rows), panel, width, width, init, 0, beside, width);
            for (int i = 0; i < rows; i++)
                new ReadOnlySpan<T>(beside + i * width, columns).CopyTo(new Span<T>(y + (row + i) * ldy, columns));
        }
    }
}
