using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>Sums of numbers that are given and kept as logarithms; −∞ is nothing.</summary>
internal static class LogSums
{
    /// <summary>y = e + log(exp a + exp b + exp c): m = max(a, b, c), y = e + m + log(exp(a − m) + exp(b − m) + exp(c − m))</summary>
    public static void OfThree(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> e, Span<double> y)
    {
        Zip.Map<double, Three>(a, b, c, y);
        Zip.Add(e, y);
    }

    /// <summary>log(exp a + exp b)</summary>
    public static double OfTwo(double a, double b)
    {
        Span<double> sum = [a];
        Zip.Map<double, Three>(sum, [b], [double.NegativeInfinity], sum);
        return sum[0];
    }

    /// <summary>y = exp(a + b − z)</summary>
    public static void Shares(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double z, Span<double> y) => Zip.Map<double, Share>(a, b, [z], y);

    private readonly struct Three : IZip
    {
        [MethodImpl(Inline)]
        public static L Apply<L>(L a, L b, L c) where L : struct, ILane<L>
        {
            L m = UpdateWords.Larger(UpdateWords.Larger(a, b), c);
            L none = L.Equal(m, L.Of(double.NegativeInfinity));
            L from = L.Select(none, L.Of(0), m);
            return from + L.Log(L.Exp(a - from) + L.Exp(b - from) + L.Exp(c - from));
        }
    }

    private readonly struct Share : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L a, L b, L z) where L : struct, ILane<L> => L.Exp(a + b - z);
    }
}
