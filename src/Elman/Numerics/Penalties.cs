using System.Numerics;
using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>λ₁·|x| + λ₂·x², summed, and its slopes.</summary>
internal static class Penalties
{
    public static T Sum<T>(ReadOnlySpan<T> x, double l1, double l2) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Reduction.Sum(x, x, new Cost(l1, l2));

    /// <summary>dx += s·(λ₁·sign x + 2·λ₂·x)</summary>
    public static void AddSlopes<T>(ReadOnlySpan<T> x, double l1, double l2, T s, Span<T> dx) where T : unmanaged => Zip.Map(x, [s], dx, dx, new Slope(l1, l2));

    private readonly struct Cost(double l1, double l2) : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L x, L b, L c) where L : struct, ILane<L> => L.Of(l1) * L.Abs(x) + L.Of(l2) * x * x;
    }

    private readonly struct Slope(double l1, double l2) : IFormula
    {
        [MethodImpl(Inline)] public L Of<L>(L x, L s, L dx) where L : struct, ILane<L> => dx + s * (L.Of(l1) * UpdateWords.Sign(x) + L.Of(2 * l2) * x);
    }
}
