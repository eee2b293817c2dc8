using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>Means that move.</summary>
internal static class Averages
{
    /// <summary>m ← m + s·(w − m)</summary>
    public static void Move<T>(Span<T> mean, ReadOnlySpan<T> weights, double share) where T : unmanaged => Zip.Map(mean, weights, mean, mean, new Moved(share));

    private readonly struct Moved(double share) : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L m, L w, L c) where L : struct, ILane<L> => m + L.Of(share) * (w - m);
    }
}
