// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>y[i, j] = init[i, j] + Σ a[i, k]·b[k, j], each element one chain of fused multiply-adds over k in ascending order.</summary>
internal static unsafe class Tile
{
    private const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The most rows of a tile of 0, 1, 2, 3, 4 vectors, with 32 registers.</summary>
    public static ReadOnlySpan<byte> MostRows => [0, 12, 12, 8, 6];

    /// <summary>The most vectors of a single row, with sixteen registers.</summary>
    public const int MostInRow = 8;

    /// <summary>Runs the tile of the given size.</summary>
    [MethodImpl(Kernel)]
    public static void Run<T, TLane>(int rows, int vectors, nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        switch ((vectors << 4) + rows)
        {
            case 17: R1C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 18: R2C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 19: R3C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 20: R4C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 21: R5C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 22: R6C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 23: R7C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 24: R8C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 25: R9C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 26: R10C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 27: R11C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 28: R12C1<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 33: R1C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 34: R2C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 35: R3C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 36: R4C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 37: R5C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 38: R6C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 39: R7C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 40: R8C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 41: R9C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 42: R10C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 43: R11C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 44: R12C2<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 49: R1C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 50: R2C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 51: R3C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 52: R4C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 53: R5C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 54: R6C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 55: R7C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 56: R8C3<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 65: R1C4<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 66: R2C4<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 67: R3C4<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 68: R4C4<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 69: R5C4<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            case 70: R6C4<T, TLane>(k, a, lda, b, ldb, init, ldi, y, ldy); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), $"There is no tile of {rows} rows and {vectors} vectors.");
        }
    }

    /// <summary>One row over two neighbouring panels, so that one row too has enough sums in flight to hide the latency of an addition.</summary>
    [MethodImpl(Kernel)]
    public static void RunPair<T, TLane>(int vectors, nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        switch (vectors)
        {
            case 1: Pair1<T, TLane>(k, a, b, b1, ldb, init, y); break;
            case 2: Pair2<T, TLane>(k, a, b, b1, ldb, init, y); break;
            case 3: Pair3<T, TLane>(k, a, b, b1, ldb, init, y); break;
            case 4: Pair4<T, TLane>(k, a, b, b1, ldb, init, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(vectors), $"There is no pair of {vectors} vectors.");
        }
    }

    /// <summary>One row over a panel of many narrow vectors, whole lines of which are read one after another.</summary>
    [MethodImpl(Kernel)]
    public static void RunRow<T, TLane>(int vectors, nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        switch (vectors)
        {
            case 1: Row1<T, TLane>(k, a, b, ldb, init, y); break;
            case 2: Row2<T, TLane>(k, a, b, ldb, init, y); break;
            case 3: Row3<T, TLane>(k, a, b, ldb, init, y); break;
            case 4: Row4<T, TLane>(k, a, b, ldb, init, y); break;
            case 5: Row5<T, TLane>(k, a, b, ldb, init, y); break;
            case 6: Row6<T, TLane>(k, a, b, ldb, init, y); break;
            case 7: Row7<T, TLane>(k, a, b, ldb, init, y); break;
            case 8: Row8<T, TLane>(k, a, b, ldb, init, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(vectors), $"There is no row of {vectors} vectors.");
        }
    }

    [MethodImpl(Kernel)]
    private static void R1C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            b += ldb;
        }
        TLane.Store(y, s0_0);
    }

    [MethodImpl(Kernel)]
    private static void R2C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
    }

    [MethodImpl(Kernel)]
    private static void R3C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
    }

    [MethodImpl(Kernel)]
    private static void R4C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
    }

    [MethodImpl(Kernel)]
    private static void R5C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
    }

    [MethodImpl(Kernel)]
    private static void R6C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
    }

    [MethodImpl(Kernel)]
    private static void R7C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        init += ldi;
        TLane s6_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
        y += ldy;
        TLane.Store(y, s6_0);
    }

    [MethodImpl(Kernel)]
    private static void R8C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        init += ldi;
        TLane s6_0 = TLane.Load(init);
        init += ldi;
        TLane s7_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
        y += ldy;
        TLane.Store(y, s6_0);
        y += ldy;
        TLane.Store(y, s7_0);
    }

    [MethodImpl(Kernel)]
    private static void R9C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        init += ldi;
        TLane s6_0 = TLane.Load(init);
        init += ldi;
        TLane s7_0 = TLane.Load(init);
        init += ldi;
        TLane s8_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
        y += ldy;
        TLane.Store(y, s6_0);
        y += ldy;
        TLane.Store(y, s7_0);
        y += ldy;
        TLane.Store(y, s8_0);
    }

    [MethodImpl(Kernel)]
    private static void R10C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        init += ldi;
        TLane s6_0 = TLane.Load(init);
        init += ldi;
        TLane s7_0 = TLane.Load(init);
        init += ldi;
        TLane s8_0 = TLane.Load(init);
        init += ldi;
        TLane s9_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        T* a9 = a + 9 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            TLane x9 = TLane.All(*(a9));
            s9_0 = TLane.Fma(x9, b0, s9_0);
            a3++;
            a6++;
            a9++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
        y += ldy;
        TLane.Store(y, s6_0);
        y += ldy;
        TLane.Store(y, s7_0);
        y += ldy;
        TLane.Store(y, s8_0);
        y += ldy;
        TLane.Store(y, s9_0);
    }

    [MethodImpl(Kernel)]
    private static void R11C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        init += ldi;
        TLane s6_0 = TLane.Load(init);
        init += ldi;
        TLane s7_0 = TLane.Load(init);
        init += ldi;
        TLane s8_0 = TLane.Load(init);
        init += ldi;
        TLane s9_0 = TLane.Load(init);
        init += ldi;
        TLane s10_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        T* a9 = a + 9 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            TLane x9 = TLane.All(*(a9));
            s9_0 = TLane.Fma(x9, b0, s9_0);
            TLane x10 = TLane.All(*(a9 + lda));
            s10_0 = TLane.Fma(x10, b0, s10_0);
            a3++;
            a6++;
            a9++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
        y += ldy;
        TLane.Store(y, s6_0);
        y += ldy;
        TLane.Store(y, s7_0);
        y += ldy;
        TLane.Store(y, s8_0);
        y += ldy;
        TLane.Store(y, s9_0);
        y += ldy;
        TLane.Store(y, s10_0);
    }

    [MethodImpl(Kernel)]
    private static void R12C1<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        init += ldi;
        TLane s1_0 = TLane.Load(init);
        init += ldi;
        TLane s2_0 = TLane.Load(init);
        init += ldi;
        TLane s3_0 = TLane.Load(init);
        init += ldi;
        TLane s4_0 = TLane.Load(init);
        init += ldi;
        TLane s5_0 = TLane.Load(init);
        init += ldi;
        TLane s6_0 = TLane.Load(init);
        init += ldi;
        TLane s7_0 = TLane.Load(init);
        init += ldi;
        TLane s8_0 = TLane.Load(init);
        init += ldi;
        TLane s9_0 = TLane.Load(init);
        init += ldi;
        TLane s10_0 = TLane.Load(init);
        init += ldi;
        TLane s11_0 = TLane.Load(init);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        T* a9 = a + 9 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            TLane x9 = TLane.All(*(a9));
            s9_0 = TLane.Fma(x9, b0, s9_0);
            TLane x10 = TLane.All(*(a9 + lda));
            s10_0 = TLane.Fma(x10, b0, s10_0);
            TLane x11 = TLane.All(*(a9 + lda2));
            s11_0 = TLane.Fma(x11, b0, s11_0);
            a3++;
            a6++;
            a9++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
        y += ldy;
        TLane.Store(y, s3_0);
        y += ldy;
        TLane.Store(y, s4_0);
        y += ldy;
        TLane.Store(y, s5_0);
        y += ldy;
        TLane.Store(y, s6_0);
        y += ldy;
        TLane.Store(y, s7_0);
        y += ldy;
        TLane.Store(y, s8_0);
        y += ldy;
        TLane.Store(y, s9_0);
        y += ldy;
        TLane.Store(y, s10_0);
        y += ldy;
        TLane.Store(y, s11_0);
    }

    [MethodImpl(Kernel)]
    private static void R1C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
    }

    [MethodImpl(Kernel)]
    private static void R2C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
    }

    [MethodImpl(Kernel)]
    private static void R3C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
    }

    [MethodImpl(Kernel)]
    private static void R4C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
    }

    [MethodImpl(Kernel)]
    private static void R5C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
    }

    [MethodImpl(Kernel)]
    private static void R6C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
    }

    [MethodImpl(Kernel)]
    private static void R7C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
    }

    [MethodImpl(Kernel)]
    private static void R8C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w);
        init += ldi;
        TLane s7_0 = TLane.Load(init), s7_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        y += ldy;
        TLane.Store(y, s7_0);
        TLane.Store(y + w, s7_1);
    }

    [MethodImpl(Kernel)]
    private static void R9C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w);
        init += ldi;
        TLane s7_0 = TLane.Load(init), s7_1 = TLane.Load(init + w);
        init += ldi;
        TLane s8_0 = TLane.Load(init), s8_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        y += ldy;
        TLane.Store(y, s7_0);
        TLane.Store(y + w, s7_1);
        y += ldy;
        TLane.Store(y, s8_0);
        TLane.Store(y + w, s8_1);
    }

    [MethodImpl(Kernel)]
    private static void R10C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w);
        init += ldi;
        TLane s7_0 = TLane.Load(init), s7_1 = TLane.Load(init + w);
        init += ldi;
        TLane s8_0 = TLane.Load(init), s8_1 = TLane.Load(init + w);
        init += ldi;
        TLane s9_0 = TLane.Load(init), s9_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        T* a9 = a + 9 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            TLane x9 = TLane.All(*(a9));
            s9_0 = TLane.Fma(x9, b0, s9_0);
            s9_1 = TLane.Fma(x9, b1, s9_1);
            a3++;
            a6++;
            a9++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        y += ldy;
        TLane.Store(y, s7_0);
        TLane.Store(y + w, s7_1);
        y += ldy;
        TLane.Store(y, s8_0);
        TLane.Store(y + w, s8_1);
        y += ldy;
        TLane.Store(y, s9_0);
        TLane.Store(y + w, s9_1);
    }

    [MethodImpl(Kernel)]
    private static void R11C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w);
        init += ldi;
        TLane s7_0 = TLane.Load(init), s7_1 = TLane.Load(init + w);
        init += ldi;
        TLane s8_0 = TLane.Load(init), s8_1 = TLane.Load(init + w);
        init += ldi;
        TLane s9_0 = TLane.Load(init), s9_1 = TLane.Load(init + w);
        init += ldi;
        TLane s10_0 = TLane.Load(init), s10_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        T* a9 = a + 9 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            TLane x9 = TLane.All(*(a9));
            s9_0 = TLane.Fma(x9, b0, s9_0);
            s9_1 = TLane.Fma(x9, b1, s9_1);
            TLane x10 = TLane.All(*(a9 + lda));
            s10_0 = TLane.Fma(x10, b0, s10_0);
            s10_1 = TLane.Fma(x10, b1, s10_1);
            a3++;
            a6++;
            a9++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        y += ldy;
        TLane.Store(y, s7_0);
        TLane.Store(y + w, s7_1);
        y += ldy;
        TLane.Store(y, s8_0);
        TLane.Store(y + w, s8_1);
        y += ldy;
        TLane.Store(y, s9_0);
        TLane.Store(y + w, s9_1);
        y += ldy;
        TLane.Store(y, s10_0);
        TLane.Store(y + w, s10_1);
    }

    [MethodImpl(Kernel)]
    private static void R12C2<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w);
        init += ldi;
        TLane s7_0 = TLane.Load(init), s7_1 = TLane.Load(init + w);
        init += ldi;
        TLane s8_0 = TLane.Load(init), s8_1 = TLane.Load(init + w);
        init += ldi;
        TLane s9_0 = TLane.Load(init), s9_1 = TLane.Load(init + w);
        init += ldi;
        TLane s10_0 = TLane.Load(init), s10_1 = TLane.Load(init + w);
        init += ldi;
        TLane s11_0 = TLane.Load(init), s11_1 = TLane.Load(init + w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        T* a9 = a + 9 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(*(a6 + lda2));
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            TLane x9 = TLane.All(*(a9));
            s9_0 = TLane.Fma(x9, b0, s9_0);
            s9_1 = TLane.Fma(x9, b1, s9_1);
            TLane x10 = TLane.All(*(a9 + lda));
            s10_0 = TLane.Fma(x10, b0, s10_0);
            s10_1 = TLane.Fma(x10, b1, s10_1);
            TLane x11 = TLane.All(*(a9 + lda2));
            s11_0 = TLane.Fma(x11, b0, s11_0);
            s11_1 = TLane.Fma(x11, b1, s11_1);
            a3++;
            a6++;
            a9++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        y += ldy;
        TLane.Store(y, s7_0);
        TLane.Store(y + w, s7_1);
        y += ldy;
        TLane.Store(y, s8_0);
        TLane.Store(y + w, s8_1);
        y += ldy;
        TLane.Store(y, s9_0);
        TLane.Store(y + w, s9_1);
        y += ldy;
        TLane.Store(y, s10_0);
        TLane.Store(y + w, s10_1);
        y += ldy;
        TLane.Store(y, s11_0);
        TLane.Store(y + w, s11_1);
    }

    [MethodImpl(Kernel)]
    private static void R1C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
    }

    [MethodImpl(Kernel)]
    private static void R2C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
    }

    [MethodImpl(Kernel)]
    private static void R3C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w);
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
    }

    [MethodImpl(Kernel)]
    private static void R4C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
    }

    [MethodImpl(Kernel)]
    private static void R5C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w), s4_2 = TLane.Load(init + 2 * w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        TLane.Store(y + 2 * w, s4_2);
    }

    [MethodImpl(Kernel)]
    private static void R6C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w), s4_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w), s5_2 = TLane.Load(init + 2 * w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        TLane.Store(y + 2 * w, s4_2);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        TLane.Store(y + 2 * w, s5_2);
    }

    [MethodImpl(Kernel)]
    private static void R7C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w), s4_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w), s5_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w), s6_2 = TLane.Load(init + 2 * w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            s6_2 = TLane.Fma(x6, b2, s6_2);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        TLane.Store(y + 2 * w, s4_2);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        TLane.Store(y + 2 * w, s5_2);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        TLane.Store(y + 2 * w, s6_2);
    }

    [MethodImpl(Kernel)]
    private static void R8C3<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w), s4_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w), s5_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s6_0 = TLane.Load(init), s6_1 = TLane.Load(init + w), s6_2 = TLane.Load(init + 2 * w);
        init += ldi;
        TLane s7_0 = TLane.Load(init), s7_1 = TLane.Load(init + w), s7_2 = TLane.Load(init + 2 * w);
        T* a3 = a + 3 * lda;
        T* a6 = a + 6 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            TLane x6 = TLane.All(*(a6));
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            s6_2 = TLane.Fma(x6, b2, s6_2);
            TLane x7 = TLane.All(*(a6 + lda));
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            s7_2 = TLane.Fma(x7, b2, s7_2);
            a3++;
            a6++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        TLane.Store(y + 2 * w, s4_2);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        TLane.Store(y + 2 * w, s5_2);
        y += ldy;
        TLane.Store(y, s6_0);
        TLane.Store(y + w, s6_1);
        TLane.Store(y + 2 * w, s6_2);
        y += ldy;
        TLane.Store(y, s7_0);
        TLane.Store(y + w, s7_1);
        TLane.Store(y + 2 * w, s7_2);
    }

    [MethodImpl(Kernel)]
    private static void R1C4<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w), s0_3 = TLane.Load(init + 3 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
    }

    [MethodImpl(Kernel)]
    private static void R2C4<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w), s0_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w), s1_3 = TLane.Load(init + 3 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        TLane.Store(y + 3 * w, s1_3);
    }

    [MethodImpl(Kernel)]
    private static void R3C4<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w), s0_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w), s1_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w), s2_3 = TLane.Load(init + 3 * w);
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        TLane.Store(y + 3 * w, s1_3);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        TLane.Store(y + 3 * w, s2_3);
    }

    [MethodImpl(Kernel)]
    private static void R4C4<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w), s0_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w), s1_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w), s2_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w), s3_3 = TLane.Load(init + 3 * w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            s3_3 = TLane.Fma(x3, b3, s3_3);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        TLane.Store(y + 3 * w, s1_3);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        TLane.Store(y + 3 * w, s2_3);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        TLane.Store(y + 3 * w, s3_3);
    }

    [MethodImpl(Kernel)]
    private static void R5C4<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w), s0_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w), s1_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w), s2_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w), s3_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w), s4_2 = TLane.Load(init + 2 * w), s4_3 = TLane.Load(init + 3 * w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            s3_3 = TLane.Fma(x3, b3, s3_3);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            s4_3 = TLane.Fma(x4, b3, s4_3);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        TLane.Store(y + 3 * w, s1_3);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        TLane.Store(y + 3 * w, s2_3);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        TLane.Store(y + 3 * w, s3_3);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        TLane.Store(y + 2 * w, s4_2);
        TLane.Store(y + 3 * w, s4_3);
    }

    [MethodImpl(Kernel)]
    private static void R6C4<T, TLane>(nint k, T* a, nint lda, T* b, nint ldb, T* init, nint ldi, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init), s0_1 = TLane.Load(init + w), s0_2 = TLane.Load(init + 2 * w), s0_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s1_0 = TLane.Load(init), s1_1 = TLane.Load(init + w), s1_2 = TLane.Load(init + 2 * w), s1_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s2_0 = TLane.Load(init), s2_1 = TLane.Load(init + w), s2_2 = TLane.Load(init + 2 * w), s2_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s3_0 = TLane.Load(init), s3_1 = TLane.Load(init + w), s3_2 = TLane.Load(init + 2 * w), s3_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s4_0 = TLane.Load(init), s4_1 = TLane.Load(init + w), s4_2 = TLane.Load(init + 2 * w), s4_3 = TLane.Load(init + 3 * w);
        init += ldi;
        TLane s5_0 = TLane.Load(init), s5_1 = TLane.Load(init + w), s5_2 = TLane.Load(init + 2 * w), s5_3 = TLane.Load(init + 3 * w);
        T* a3 = a + 3 * lda;
        nint lda2 = 2 * lda;
        for (T* end = a + k; a < end; a++)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(*(a));
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(*(a + lda));
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(*(a + lda2));
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            TLane x3 = TLane.All(*(a3));
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            s3_3 = TLane.Fma(x3, b3, s3_3);
            TLane x4 = TLane.All(*(a3 + lda));
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            s4_3 = TLane.Fma(x4, b3, s4_3);
            TLane x5 = TLane.All(*(a3 + lda2));
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            s5_3 = TLane.Fma(x5, b3, s5_3);
            a3++;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
        TLane.Store(y + 2 * w, s1_2);
        TLane.Store(y + 3 * w, s1_3);
        y += ldy;
        TLane.Store(y, s2_0);
        TLane.Store(y + w, s2_1);
        TLane.Store(y + 2 * w, s2_2);
        TLane.Store(y + 3 * w, s2_3);
        y += ldy;
        TLane.Store(y, s3_0);
        TLane.Store(y + w, s3_1);
        TLane.Store(y + 2 * w, s3_2);
        TLane.Store(y + 3 * w, s3_3);
        y += ldy;
        TLane.Store(y, s4_0);
        TLane.Store(y + w, s4_1);
        TLane.Store(y + 2 * w, s4_2);
        TLane.Store(y + 3 * w, s4_3);
        y += ldy;
        TLane.Store(y, s5_0);
        TLane.Store(y + w, s5_1);
        TLane.Store(y + 2 * w, s5_2);
        TLane.Store(y + 3 * w, s5_3);
    }

    [MethodImpl(Kernel)]
    private static void Pair1<T, TLane>(nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        TLane s1_0 = TLane.Load(init + ldb);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0_0 = TLane.Fma(x, TLane.Load(b), s0_0);
            s1_0 = TLane.Fma(x, TLane.Load(b1), s1_0);
            b += ldb;
            b1 += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + ldb, s1_0);
    }

    [MethodImpl(Kernel)]
    private static void Pair2<T, TLane>(nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        TLane s0_1 = TLane.Load(init + w);
        TLane s1_0 = TLane.Load(init + ldb);
        TLane s1_1 = TLane.Load(init + w + ldb);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0_0 = TLane.Fma(x, TLane.Load(b), s0_0);
            s1_0 = TLane.Fma(x, TLane.Load(b1), s1_0);
            s0_1 = TLane.Fma(x, TLane.Load(b + w), s0_1);
            s1_1 = TLane.Fma(x, TLane.Load(b1 + w), s1_1);
            b += ldb;
            b1 += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + ldb, s1_0);
        TLane.Store(y + w + ldb, s1_1);
    }

    [MethodImpl(Kernel)]
    private static void Pair3<T, TLane>(nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        TLane s0_1 = TLane.Load(init + w);
        TLane s0_2 = TLane.Load(init + 2 * w);
        TLane s1_0 = TLane.Load(init + ldb);
        TLane s1_1 = TLane.Load(init + w + ldb);
        TLane s1_2 = TLane.Load(init + 2 * w + ldb);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0_0 = TLane.Fma(x, TLane.Load(b), s0_0);
            s1_0 = TLane.Fma(x, TLane.Load(b1), s1_0);
            s0_1 = TLane.Fma(x, TLane.Load(b + w), s0_1);
            s1_1 = TLane.Fma(x, TLane.Load(b1 + w), s1_1);
            s0_2 = TLane.Fma(x, TLane.Load(b + 2 * w), s0_2);
            s1_2 = TLane.Fma(x, TLane.Load(b1 + 2 * w), s1_2);
            b += ldb;
            b1 += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + ldb, s1_0);
        TLane.Store(y + w + ldb, s1_1);
        TLane.Store(y + 2 * w + ldb, s1_2);
    }

    [MethodImpl(Kernel)]
    private static void Pair4<T, TLane>(nint k, T* a, T* b, T* b1, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Load(init);
        TLane s0_1 = TLane.Load(init + w);
        TLane s0_2 = TLane.Load(init + 2 * w);
        TLane s0_3 = TLane.Load(init + 3 * w);
        TLane s1_0 = TLane.Load(init + ldb);
        TLane s1_1 = TLane.Load(init + w + ldb);
        TLane s1_2 = TLane.Load(init + 2 * w + ldb);
        TLane s1_3 = TLane.Load(init + 3 * w + ldb);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0_0 = TLane.Fma(x, TLane.Load(b), s0_0);
            s1_0 = TLane.Fma(x, TLane.Load(b1), s1_0);
            s0_1 = TLane.Fma(x, TLane.Load(b + w), s0_1);
            s1_1 = TLane.Fma(x, TLane.Load(b1 + w), s1_1);
            s0_2 = TLane.Fma(x, TLane.Load(b + 2 * w), s0_2);
            s1_2 = TLane.Fma(x, TLane.Load(b1 + 2 * w), s1_2);
            s0_3 = TLane.Fma(x, TLane.Load(b + 3 * w), s0_3);
            s1_3 = TLane.Fma(x, TLane.Load(b1 + 3 * w), s1_3);
            b += ldb;
            b1 += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
        TLane.Store(y + ldb, s1_0);
        TLane.Store(y + w + ldb, s1_1);
        TLane.Store(y + 2 * w + ldb, s1_2);
        TLane.Store(y + 3 * w + ldb, s1_3);
    }

    [MethodImpl(Kernel)]
    private static void Row1<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            b += ldb;
        }
        TLane.Store(y, s0);
    }

    [MethodImpl(Kernel)]
    private static void Row2<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
    }

    [MethodImpl(Kernel)]
    private static void Row3<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        TLane s2 = TLane.Load(init + 2 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            s2 = TLane.Fma(x, TLane.Load(b + 2 * w), s2);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
        TLane.Store(y + 2 * w, s2);
    }

    [MethodImpl(Kernel)]
    private static void Row4<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        TLane s2 = TLane.Load(init + 2 * w);
        TLane s3 = TLane.Load(init + 3 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            s2 = TLane.Fma(x, TLane.Load(b + 2 * w), s2);
            s3 = TLane.Fma(x, TLane.Load(b + 3 * w), s3);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
        TLane.Store(y + 2 * w, s2);
        TLane.Store(y + 3 * w, s3);
    }

    [MethodImpl(Kernel)]
    private static void Row5<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        TLane s2 = TLane.Load(init + 2 * w);
        TLane s3 = TLane.Load(init + 3 * w);
        TLane s4 = TLane.Load(init + 4 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            s2 = TLane.Fma(x, TLane.Load(b + 2 * w), s2);
            s3 = TLane.Fma(x, TLane.Load(b + 3 * w), s3);
            s4 = TLane.Fma(x, TLane.Load(b + 4 * w), s4);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
        TLane.Store(y + 2 * w, s2);
        TLane.Store(y + 3 * w, s3);
        TLane.Store(y + 4 * w, s4);
    }

    [MethodImpl(Kernel)]
    private static void Row6<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        TLane s2 = TLane.Load(init + 2 * w);
        TLane s3 = TLane.Load(init + 3 * w);
        TLane s4 = TLane.Load(init + 4 * w);
        TLane s5 = TLane.Load(init + 5 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            s2 = TLane.Fma(x, TLane.Load(b + 2 * w), s2);
            s3 = TLane.Fma(x, TLane.Load(b + 3 * w), s3);
            s4 = TLane.Fma(x, TLane.Load(b + 4 * w), s4);
            s5 = TLane.Fma(x, TLane.Load(b + 5 * w), s5);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
        TLane.Store(y + 2 * w, s2);
        TLane.Store(y + 3 * w, s3);
        TLane.Store(y + 4 * w, s4);
        TLane.Store(y + 5 * w, s5);
    }

    [MethodImpl(Kernel)]
    private static void Row7<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        TLane s2 = TLane.Load(init + 2 * w);
        TLane s3 = TLane.Load(init + 3 * w);
        TLane s4 = TLane.Load(init + 4 * w);
        TLane s5 = TLane.Load(init + 5 * w);
        TLane s6 = TLane.Load(init + 6 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            s2 = TLane.Fma(x, TLane.Load(b + 2 * w), s2);
            s3 = TLane.Fma(x, TLane.Load(b + 3 * w), s3);
            s4 = TLane.Fma(x, TLane.Load(b + 4 * w), s4);
            s5 = TLane.Fma(x, TLane.Load(b + 5 * w), s5);
            s6 = TLane.Fma(x, TLane.Load(b + 6 * w), s6);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
        TLane.Store(y + 2 * w, s2);
        TLane.Store(y + 3 * w, s3);
        TLane.Store(y + 4 * w, s4);
        TLane.Store(y + 5 * w, s5);
        TLane.Store(y + 6 * w, s6);
    }

    [MethodImpl(Kernel)]
    private static void Row8<T, TLane>(nint k, T* a, T* b, nint ldb, T* init, T* y)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0 = TLane.Load(init);
        TLane s1 = TLane.Load(init + w);
        TLane s2 = TLane.Load(init + 2 * w);
        TLane s3 = TLane.Load(init + 3 * w);
        TLane s4 = TLane.Load(init + 4 * w);
        TLane s5 = TLane.Load(init + 5 * w);
        TLane s6 = TLane.Load(init + 6 * w);
        TLane s7 = TLane.Load(init + 7 * w);
        for (T* end = a + k; a < end; a++)
        {
            TLane x = TLane.All(*a);
            s0 = TLane.Fma(x, TLane.Load(b), s0);
            s1 = TLane.Fma(x, TLane.Load(b + w), s1);
            s2 = TLane.Fma(x, TLane.Load(b + 2 * w), s2);
            s3 = TLane.Fma(x, TLane.Load(b + 3 * w), s3);
            s4 = TLane.Fma(x, TLane.Load(b + 4 * w), s4);
            s5 = TLane.Fma(x, TLane.Load(b + 5 * w), s5);
            s6 = TLane.Fma(x, TLane.Load(b + 6 * w), s6);
            s7 = TLane.Fma(x, TLane.Load(b + 7 * w), s7);
            b += ldb;
        }
        TLane.Store(y, s0);
        TLane.Store(y + w, s1);
        TLane.Store(y + 2 * w, s2);
        TLane.Store(y + 3 * w, s3);
        TLane.Store(y + 4 * w, s4);
        TLane.Store(y + 5 * w, s5);
        TLane.Store(y + 6 * w, s6);
        TLane.Store(y + 7 * w, s7);
    }
}
