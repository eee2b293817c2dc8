// Written by tools/Generator; never edited by hand.
using System.Runtime.CompilerServices;

namespace Elman.Numerics;

/// <summary>y[i, j] = Σ a[t, i]·b[t, j], each element one chain of fused multiply-adds from zero over the terms t in ascending order.</summary>
internal static unsafe class OuterTile
{
    private const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Runs the tile of the given size; at most <see cref="Tile.MostRows"/> rows of y.</summary>
    [MethodImpl(Kernel)]
    public static void Run<T, TLane>(int rows, int vectors, nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        switch ((vectors << 4) + rows)
        {
            case 17: R1C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 18: R2C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 19: R3C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 20: R4C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 21: R5C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 22: R6C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 23: R7C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 24: R8C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 25: R9C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 26: R10C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 27: R11C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 28: R12C1<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 33: R1C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 34: R2C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 35: R3C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 36: R4C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 37: R5C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 38: R6C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 39: R7C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 40: R8C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 41: R9C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 42: R10C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 43: R11C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 44: R12C2<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 49: R1C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 50: R2C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 51: R3C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 52: R4C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 53: R5C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 54: R6C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 55: R7C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 56: R8C3<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 65: R1C4<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 66: R2C4<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 67: R3C4<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 68: R4C4<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 69: R5C4<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            case 70: R6C4<T, TLane>(terms, a, lda, b, ldb, y, ldy); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), $"There is no tile of {rows} rows and {vectors} vectors.");
        }
    }

    [MethodImpl(Kernel)]
    private static void R1C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
    }

    [MethodImpl(Kernel)]
    private static void R2C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
    }

    [MethodImpl(Kernel)]
    private static void R3C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        y += ldy;
        TLane.Store(y, s1_0);
        y += ldy;
        TLane.Store(y, s2_0);
    }

    [MethodImpl(Kernel)]
    private static void R4C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            a += lda;
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
    private static void R5C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            a += lda;
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
    private static void R6C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            a += lda;
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
    private static void R7C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            a += lda;
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
    private static void R8C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            a += lda;
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
    private static void R9C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            a += lda;
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
    private static void R10C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0);
        TLane s9_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            TLane x9 = TLane.All(a[9]);
            s9_0 = TLane.Fma(x9, b0, s9_0);
            a += lda;
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
    private static void R11C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0);
        TLane s9_0 = TLane.Of(0);
        TLane s10_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            TLane x9 = TLane.All(a[9]);
            s9_0 = TLane.Fma(x9, b0, s9_0);
            TLane x10 = TLane.All(a[10]);
            s10_0 = TLane.Fma(x10, b0, s10_0);
            a += lda;
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
    private static void R12C1<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0);
        TLane s9_0 = TLane.Of(0);
        TLane s10_0 = TLane.Of(0);
        TLane s11_0 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            TLane x9 = TLane.All(a[9]);
            s9_0 = TLane.Fma(x9, b0, s9_0);
            TLane x10 = TLane.All(a[10]);
            s10_0 = TLane.Fma(x10, b0, s10_0);
            TLane x11 = TLane.All(a[11]);
            s11_0 = TLane.Fma(x11, b0, s11_0);
            a += lda;
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
    private static void R1C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
    }

    [MethodImpl(Kernel)]
    private static void R2C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        y += ldy;
        TLane.Store(y, s1_0);
        TLane.Store(y + w, s1_1);
    }

    [MethodImpl(Kernel)]
    private static void R3C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            a += lda;
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
    private static void R4C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            a += lda;
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
    private static void R5C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            a += lda;
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
    private static void R6C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            a += lda;
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
    private static void R7C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            a += lda;
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
    private static void R8C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0), s7_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            a += lda;
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
    private static void R9C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0), s7_1 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0), s8_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            a += lda;
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
    private static void R10C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0), s7_1 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0), s8_1 = TLane.Of(0);
        TLane s9_0 = TLane.Of(0), s9_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            TLane x9 = TLane.All(a[9]);
            s9_0 = TLane.Fma(x9, b0, s9_0);
            s9_1 = TLane.Fma(x9, b1, s9_1);
            a += lda;
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
    private static void R11C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0), s7_1 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0), s8_1 = TLane.Of(0);
        TLane s9_0 = TLane.Of(0), s9_1 = TLane.Of(0);
        TLane s10_0 = TLane.Of(0), s10_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            TLane x9 = TLane.All(a[9]);
            s9_0 = TLane.Fma(x9, b0, s9_0);
            s9_1 = TLane.Fma(x9, b1, s9_1);
            TLane x10 = TLane.All(a[10]);
            s10_0 = TLane.Fma(x10, b0, s10_0);
            s10_1 = TLane.Fma(x10, b1, s10_1);
            a += lda;
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
    private static void R12C2<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0), s7_1 = TLane.Of(0);
        TLane s8_0 = TLane.Of(0), s8_1 = TLane.Of(0);
        TLane s9_0 = TLane.Of(0), s9_1 = TLane.Of(0);
        TLane s10_0 = TLane.Of(0), s10_1 = TLane.Of(0);
        TLane s11_0 = TLane.Of(0), s11_1 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            TLane x8 = TLane.All(a[8]);
            s8_0 = TLane.Fma(x8, b0, s8_0);
            s8_1 = TLane.Fma(x8, b1, s8_1);
            TLane x9 = TLane.All(a[9]);
            s9_0 = TLane.Fma(x9, b0, s9_0);
            s9_1 = TLane.Fma(x9, b1, s9_1);
            TLane x10 = TLane.All(a[10]);
            s10_0 = TLane.Fma(x10, b0, s10_0);
            s10_1 = TLane.Fma(x10, b1, s10_1);
            TLane x11 = TLane.All(a[11]);
            s11_0 = TLane.Fma(x11, b0, s11_0);
            s11_1 = TLane.Fma(x11, b1, s11_1);
            a += lda;
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
    private static void R1C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
    }

    [MethodImpl(Kernel)]
    private static void R2C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            a += lda;
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
    private static void R3C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            a += lda;
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
    private static void R4C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            a += lda;
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
    private static void R5C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0), s4_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            a += lda;
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
    private static void R6C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0), s4_2 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0), s5_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            a += lda;
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
    private static void R7C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0), s4_2 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0), s5_2 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0), s6_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            s6_2 = TLane.Fma(x6, b2, s6_2);
            a += lda;
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
    private static void R8C3<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0), s4_2 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0), s5_2 = TLane.Of(0);
        TLane s6_0 = TLane.Of(0), s6_1 = TLane.Of(0), s6_2 = TLane.Of(0);
        TLane s7_0 = TLane.Of(0), s7_1 = TLane.Of(0), s7_2 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            TLane x6 = TLane.All(a[6]);
            s6_0 = TLane.Fma(x6, b0, s6_0);
            s6_1 = TLane.Fma(x6, b1, s6_1);
            s6_2 = TLane.Fma(x6, b2, s6_2);
            TLane x7 = TLane.All(a[7]);
            s7_0 = TLane.Fma(x7, b0, s7_0);
            s7_1 = TLane.Fma(x7, b1, s7_1);
            s7_2 = TLane.Fma(x7, b2, s7_2);
            a += lda;
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
    private static void R1C4<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0), s0_3 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            a += lda;
            b += ldb;
        }
        TLane.Store(y, s0_0);
        TLane.Store(y + w, s0_1);
        TLane.Store(y + 2 * w, s0_2);
        TLane.Store(y + 3 * w, s0_3);
    }

    [MethodImpl(Kernel)]
    private static void R2C4<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0), s0_3 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0), s1_3 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            a += lda;
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
    private static void R3C4<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0), s0_3 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0), s1_3 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0), s2_3 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            a += lda;
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
    private static void R4C4<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0), s0_3 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0), s1_3 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0), s2_3 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0), s3_3 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            s3_3 = TLane.Fma(x3, b3, s3_3);
            a += lda;
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
    private static void R5C4<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0), s0_3 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0), s1_3 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0), s2_3 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0), s3_3 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0), s4_2 = TLane.Of(0), s4_3 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            s3_3 = TLane.Fma(x3, b3, s3_3);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            s4_3 = TLane.Fma(x4, b3, s4_3);
            a += lda;
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
    private static void R6C4<T, TLane>(nint terms, T* a, nint lda, T* b, nint ldb, T* y, nint ldy)
        where T : unmanaged
        where TLane : struct, ILane<TLane, T>
    {
        nint w = TLane.Width;
        TLane s0_0 = TLane.Of(0), s0_1 = TLane.Of(0), s0_2 = TLane.Of(0), s0_3 = TLane.Of(0);
        TLane s1_0 = TLane.Of(0), s1_1 = TLane.Of(0), s1_2 = TLane.Of(0), s1_3 = TLane.Of(0);
        TLane s2_0 = TLane.Of(0), s2_1 = TLane.Of(0), s2_2 = TLane.Of(0), s2_3 = TLane.Of(0);
        TLane s3_0 = TLane.Of(0), s3_1 = TLane.Of(0), s3_2 = TLane.Of(0), s3_3 = TLane.Of(0);
        TLane s4_0 = TLane.Of(0), s4_1 = TLane.Of(0), s4_2 = TLane.Of(0), s4_3 = TLane.Of(0);
        TLane s5_0 = TLane.Of(0), s5_1 = TLane.Of(0), s5_2 = TLane.Of(0), s5_3 = TLane.Of(0);
        for (; terms > 0; terms--)
        {
            TLane b0 = TLane.Load(b);
            TLane b1 = TLane.Load(b + w);
            TLane b2 = TLane.Load(b + 2 * w);
            TLane b3 = TLane.Load(b + 3 * w);
            TLane x0 = TLane.All(a[0]);
            s0_0 = TLane.Fma(x0, b0, s0_0);
            s0_1 = TLane.Fma(x0, b1, s0_1);
            s0_2 = TLane.Fma(x0, b2, s0_2);
            s0_3 = TLane.Fma(x0, b3, s0_3);
            TLane x1 = TLane.All(a[1]);
            s1_0 = TLane.Fma(x1, b0, s1_0);
            s1_1 = TLane.Fma(x1, b1, s1_1);
            s1_2 = TLane.Fma(x1, b2, s1_2);
            s1_3 = TLane.Fma(x1, b3, s1_3);
            TLane x2 = TLane.All(a[2]);
            s2_0 = TLane.Fma(x2, b0, s2_0);
            s2_1 = TLane.Fma(x2, b1, s2_1);
            s2_2 = TLane.Fma(x2, b2, s2_2);
            s2_3 = TLane.Fma(x2, b3, s2_3);
            TLane x3 = TLane.All(a[3]);
            s3_0 = TLane.Fma(x3, b0, s3_0);
            s3_1 = TLane.Fma(x3, b1, s3_1);
            s3_2 = TLane.Fma(x3, b2, s3_2);
            s3_3 = TLane.Fma(x3, b3, s3_3);
            TLane x4 = TLane.All(a[4]);
            s4_0 = TLane.Fma(x4, b0, s4_0);
            s4_1 = TLane.Fma(x4, b1, s4_1);
            s4_2 = TLane.Fma(x4, b2, s4_2);
            s4_3 = TLane.Fma(x4, b3, s4_3);
            TLane x5 = TLane.All(a[5]);
            s5_0 = TLane.Fma(x5, b0, s5_0);
            s5_1 = TLane.Fma(x5, b1, s5_1);
            s5_2 = TLane.Fma(x5, b2, s5_2);
            s5_3 = TLane.Fma(x5, b3, s5_3);
            a += lda;
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
}
