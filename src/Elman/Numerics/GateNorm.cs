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
    private const int Block = Reduction.Partials;

    // μ = (Σ v)/n,  σ² = (Σ (v − μ)²)/n,  r = 1/√(σ² + ε),  v̂ = (v − μ)·r,  y = γ∘v̂ + β
    /// <param name="v">Blocks of sixteen, <paramref name="stride"/> apart; replaced by y.</param>
    /// <param name="normal">Takes v̂, block after block; may be null.</param>
    /// <returns>r</returns>
    [MethodImpl(Driver)]
    public static T Apply<T, TLane>(T* v, nint stride, in NormRow<T> row, T* normal) where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLane : struct, ILane<TLane, T>
    {
        int whole = row.Units / Block, blocks = (row.Units + Block - 1) / Block;
        T count = T.CreateTruncating(row.Units);
        T* partial = stackalloc T[Block];
        for (int j = 0; j < Block; j += TLane.Width)
        {
            T* at = v + j;
            TLane sum = TLane.Of(0);
            for (int block = 0; block < whole; block++, at += stride) sum += TLane.Load(at);
            if (whole < blocks) sum += TLane.Load(at) & TLane.Load(row.Last + j);
            TLane.Store(partial + j, sum);
        }
        TLane mean = TLane.All(Tree(partial) / count);
        for (int j = 0; j < Block; j += TLane.Width)
        {
            T* at = v + j;
            TLane sum = TLane.Of(0), distance;
            for (int block = 0; block < whole; block++, at += stride)
            {
                distance = TLane.Load(at) - mean;
                sum += distance * distance;
            }
            if (whole < blocks)
            {
                distance = (TLane.Load(at) - mean) & TLane.Load(row.Last + j);
                sum += distance * distance;
            }
            TLane.Store(partial + j, sum);
        }
        T scale = T.One / T.Sqrt(Tree(partial) / count + row.Epsilon);
        TLane r = TLane.All(scale);
        for (int unit = 0; unit < blocks * Block; unit += TLane.Width)
        {
            T* at = v + unit / Block * stride + unit % Block;
            TLane one = (TLane.Load(at) - mean) * r;
            if (normal != null) TLane.Store(normal + unit, one);
            TLane.Store(at, TLane.Fma(one, TLane.Load(row.Gain + unit), TLane.Load(row.Shift + unit)));
        }
        return scale;
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
        TLane mean = TLane.All(Tree(sums) / count), tilt = TLane.All(Tree(slants) / count), r = TLane.All(scale);
        for (int unit = 0; unit < blocks * Block; unit += TLane.Width)
        {
            TLane g = TLane.Load(row.Gain + unit) * TLane.Load(dy + unit);
            TLane.Store(dv + unit, r * ((g - mean) - TLane.Load(normal + unit) * tilt));
        }
    }

    /// <summary>The one tree of all row sums: ((p0 + p8) + (p4 + p12)) + …</summary>
    [MethodImpl(Inline)]
    private static T Tree<T>(T* p) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int half = Block / 2; half > 0; half /= 2)
            for (int j = 0; j < half; j++) p[j] += p[j + half];
        return p[0];
    }
}
