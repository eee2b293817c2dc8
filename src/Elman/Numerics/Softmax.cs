using System.Numerics;
using System.Runtime.CompilerServices;
using static Elman.Numerics.Inlining;

namespace Elman.Numerics;

/// <summary>
/// Softmax and log-softmax along rows: m = max x, e = exp(x − m), s = Σ e; y = e / s, or y = (x − m) − log s.
/// A row with a NaN, with +∞, or of nothing but −∞ is all NaN, as IEEE arithmetic and PyTorch have it; a single −∞ gives 0, or −∞.
/// </summary>
/// <remarks>
/// With d = x − m, u half an ULP of one and n numbers in a row, softmax is within (|d| + n/16 + 8)·u of the true value, relatively;
/// log-softmax within (|d| + |y| + n/16 + 8)·u absolutely. The difference x − m is what the frameworks round too.
/// </remarks>
internal static class Softmax
{
    /// <param name="x">(rows, width)</param>
    /// <param name="y">(rows, width); may be x</param>
    public static void Forward<T>(ReadOnlySpan<T> x, int width, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < x.Length; start += width)
        {
            Span<T> row = y.Slice(start, width);
            T sum = Exponentials(x.Slice(start, width), row, out _);
            Zip.Map<T, Over>(row, [sum], row, row);
        }
    }

    /// <summary>dx = y·(dy − Σ dy·y)</summary>
    public static void Backward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, int width, Span<T> dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < y.Length; start += width)
        {
            ReadOnlySpan<T> row = y.Slice(start, width), gradient = dy.Slice(start, width);
            T sum = Reduction.SumOfProducts(gradient, row);
            Zip.Map<T, ToX>(row, gradient, [sum], dx.Slice(start, width));
        }
    }

    /// <param name="x">(rows, width)</param>
    /// <param name="y">(rows, width); not x</param>
    public static void LogForward<T>(ReadOnlySpan<T> x, int width, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> log = stackalloc T[1];
        for (int start = 0; start < x.Length; start += width)
        {
            ReadOnlySpan<T> row = x.Slice(start, width);
            log[0] = Exponentials(row, y.Slice(start, width), out T max);
            Zip.Map<T, Logarithm>(log, log, log, log);
            Zip.Map<T, Minus>(row, [max], log, y.Slice(start, width));
        }
    }

    /// <summary>dx = dy − eʸ·Σ dy</summary>
    public static void LogBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, int width, Span<T> dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < y.Length; start += width)
        {
            ReadOnlySpan<T> row = y.Slice(start, width), gradient = dy.Slice(start, width);
            T sum = Reduction.Sum(gradient);
            Zip.Map<T, LogToX>(row, gradient, [sum], dx.Slice(start, width));
        }
    }

    /// <summary>e = exp(x − max x); their sum.</summary>
    private static T Exponentials<T>(ReadOnlySpan<T> x, Span<T> e, out T max) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        max = Reduction.Max(x);
        Zip.Map<T, ExpOfDifference>(x, [max], x, e);
        return Reduction.Sum<T>(e);
    }

    private readonly struct ExpOfDifference : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L max, L c) where L : struct, ILane<L> => L.Exp(x - max);
    }

    private readonly struct Over : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L e, L sum, L c) where L : struct, ILane<L> => e / sum;
    }

    private readonly struct Minus : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L max, L log) where L : struct, ILane<L> => x - max - log;
    }

    private readonly struct Logarithm : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L x, L b, L c) where L : struct, ILane<L> => L.Log(x);
    }

    private readonly struct ToX : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L y, L dy, L sum) where L : struct, ILane<L> => y * (dy - sum);
    }

    private readonly struct LogToX : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L y, L dy, L sum) where L : struct, ILane<L> => dy - L.Exp(y) * sum;
    }
}
