using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>Numbers held between bounds; NaN stays.</summary>
internal static class Bounds
{
    /// <summary>x ← min(max(x, a), b)</summary>
    public static void Hold<T>(Span<T> x, double a, double b) where T : unmanaged => Zip.Map(x, x, x, x, new Held(a, b));

    private readonly struct Held(double a, double b) : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L x, L y, L z) where L : struct, ILane<L> => Domain.Within(x, a, b);
    }
}
