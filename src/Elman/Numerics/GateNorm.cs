using System.Numerics;
using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>What a row is normalised with: its numbers, ε, and, by place, gain and shift.</summary>
/// <param name="units">Numbers of the row; its memory is filled up to whole blocks of sixteen.</param>
/// <param name="last">Sixteen numbers, all bits set where the last block has a number and none elsewhere.</param>
internal readonly unsafe struct NormRow<T>(int units, T epsilon, T* gain, T* shift, T* last) where T : unmanaged
{
    public readonly int Units = units;
    public readonly T Epsilon = epsilon;
    public readonly T* Gain = gain, Shift = shift, Last = last;

    /// <summary>The same with what belongs to another row.</summary>
    public NormRow<T> At(nint place) => new(Units, Epsilon, Gain + place, Shift + place, Last);
}

/// <summary>
/// The normalisation of <see cref="RowNorm"/>, to the bit, for a row that lies in blocks of sixteen at equal distances, as a gate's products do. A block is
/// the sixteen partial sums themselves, so that the sums need no turning.
/// </summary>
internal static unsafe class GateNorm
{
    /// <summary>Rows that are normalised side by side: one alone would wait for its own sums.</summary>
    public const int RowsAtOnce = 4;

    private const int Block = Reduction.Partials;

    // μ = (Σ v)/n,  σ² = (Σ (v − μ)²)/n,  r = 1/√(σ² + ε),  v̂ = (v − μ)·r,  y = γ∘v̂ + β
    /// <param name="v">One to four rows in blocks of sixteen; replaced by y.</param>
    /// <param name="stride">From a block to the next, and <paramref name="rowStride"/> from a row to the next.</param>
    /// <param name="normal">Takes v̂, block after block, rows <paramref name="normalStride"/> apart; may be null.</param>
    /// <param name="scales">Takes r of each row, <paramref name="scaleStride"/> apart; may be null.</param>
    [MethodImpl(Driver)]
    public static void Apply<T, TLane>(T* v, nint stride, nint rowStride, int rows, in NormRow<T> row, T* normal, nint normalStride, T* scales, nint scaleStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLane : struct, ILane<TLane, T>
    {
        int whole = row.Units / Block, blocks = (row.Units + Block - 1) / Block;
        T count = T.CreateTruncating(row.Units);
        // Fewer rows than four: the last one is read again.
        nint second = rows > 1 ? rowStride : 0, third = rows > 2 ? 2 * rowStride : second, fourth = rows > 3 ? 3 * rowStride : third;
        T* partial = stackalloc T[RowsAtOnce * Block];
        for (int j = 0; j < Block; j += TLane.Width)
        {
            T* at = v + j;
            TLane a = TLane.Of(0), b = a, c = a, d = a;
            for (int block = 0; block < whole; block++, at += stride)
            {
                a += TLane.Load(at);
                b += TLane.Load(at + second);
                c += TLane.Load(at + third);
                d += TLane.Load(at + fourth);
            }
            if (whole < blocks)
            {
                TLane there = TLane.Load(row.Last + j);
                a += TLane.Load(at) & there;
                b += TLane.Load(at + second) & there;
                c += TLane.Load(at + third) & there;
                d += TLane.Load(at + fourth) & there;
            }
            Put(partial + j, a, b, c, d);
        }
        TLane meanA = TLane.All(Tree(partial) / count), meanB = TLane.All(Tree(partial + Block) / count), meanC = TLane.All(Tree(partial + 2 * Block) / count), meanD = TLane.All(Tree(partial + 3 * Block) / count);
        for (int j = 0; j < Block; j += TLane.Width)
        {
            T* at = v + j;
            TLane a = TLane.Of(0), b = a, c = a, d = a;
            for (int block = 0; block < whole; block++, at += stride)
            {
                a += Square(TLane.Load(at) - meanA);
                b += Square(TLane.Load(at + second) - meanB);
                c += Square(TLane.Load(at + third) - meanC);
                d += Square(TLane.Load(at + fourth) - meanD);
            }
            if (whole < blocks)
            {
                TLane there = TLane.Load(row.Last + j);
                a += Square((TLane.Load(at) - meanA) & there);
                b += Square((TLane.Load(at + second) - meanB) & there);
                c += Square((TLane.Load(at + third) - meanC) & there);
                d += Square((TLane.Load(at + fourth) - meanD) & there);
            }
            Put(partial + j, a, b, c, d);
        }
        for (int r = 0; r < rows; r++, v += rowStride)
        {
            T scale = T.One / T.Sqrt(Tree(partial + r * Block) / count + row.Epsilon);
            TLane by = TLane.All(scale), mean = r == 0 ? meanA : r == 1 ? meanB : r == 2 ? meanC : meanD;
            if (scales != null) scales[r * scaleStride] = scale;
            for (int block = 0; block < blocks; block++)
                for (int j = 0; j < Block; j += TLane.Width)
                {
                    T* at = v + block * stride + j;
                    nint unit = block * Block + j;
                    TLane one = (TLane.Load(at) - mean) * by;
                    if (normal != null) TLane.Store(normal + r * normalStride + unit, one);
                    TLane.Store(at, TLane.Fma(one, TLane.Load(row.Gain + unit), TLane.Load(row.Shift + unit)));
                }
        }
    }

    // g = γ∘dy,  dv = r·((g − mean(g)) − v̂·mean(g∘v̂))
    /// <param name="dy">Block after block; may be <paramref name="dv"/>.</param>
    /// <param name="normal">v̂</param>
    [MethodImpl(Driver)]
    public static void Backward<T, TLane>(T* dy, T* normal, T scale, in NormRow<T> row, T* dv) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLane : struct, ILane<TLane, T>
    {
        int whole = row.Units / Block, blocks = (row.Units + Block - 1) / Block;
        T count = T.CreateTruncating(row.Units);
        T* sums = stackalloc T[Block], slants = stackalloc T[Block];
        for (int j = 0; j < Block; j += TLane.Width)
        {
            TLane sum = TLane.Of(0), slant = TLane.Of(0), g;
            int at = j;
            for (int block = 0; block < whole; block++, at += Block)
            {
                g = TLane.Load(row.Gain + at) * TLane.Load(dy + at);
                sum += g;
                slant += g * TLane.Load(normal + at);
            }
            if (whole < blocks)
            {
                TLane there = TLane.Load(row.Last + j);
                g = TLane.Load(row.Gain + at) * TLane.Load(dy + at) & there;
                sum += g;
                slant += g * TLane.Load(normal + at) & there;
            }
            TLane.Store(sums + j, sum);
            TLane.Store(slants + j, slant);
        }
        TLane mean = TLane.All(Tree(sums) / count), tilt = TLane.All(Tree(slants) / count), by = TLane.All(scale);
        for (int unit = 0; unit < blocks * Block; unit += TLane.Width)
        {
            TLane g = TLane.Load(row.Gain + unit) * TLane.Load(dy + unit);
            TLane.Store(dv + unit, by * ((g - mean) - TLane.Load(normal + unit) * tilt));
        }
    }

    [MethodImpl(Inline)]
    private static TLane Square<TLane>(TLane distance) where TLane : struct, ILane<TLane> => distance * distance;

    [MethodImpl(Inline)]
    private static void Put<T, TLane>(T* partial, TLane a, TLane b, TLane c, TLane d) where T : unmanaged where TLane : struct, ILane<TLane, T>
    {
        TLane.Store(partial, a);
        TLane.Store(partial + Block, b);
        TLane.Store(partial + 2 * Block, c);
        TLane.Store(partial + 3 * Block, d);
    }

    /// <summary>The one tree of all row sums: ((p0 + p8) + (p4 + p12)) + …</summary>
    [MethodImpl(Inline)]
    private static T Tree<T>(T* p) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T even = ((p[0] + p[8]) + (p[4] + p[12])) + ((p[2] + p[10]) + (p[6] + p[14]));
        T odd = ((p[1] + p[9]) + (p[5] + p[13])) + ((p[3] + p[11]) + (p[7] + p[15]));
        return even + odd;
    }
}
