using System.Diagnostics;

namespace Elman.Bench.Ours;

/// <summary>
/// Whether the compiler's tiers show: the 2nd, the 10th and the 1,000th call beside each other. The first compiles and packs; a call that somebody interrupts
/// is taken for as long as the best of its neighbours.
/// </summary>
internal static class Tiers
{
    private static readonly int[] _calls = [2, 10, 1000];

    /// <summary>The slowest of the three by the fastest.</summary>
    public static double Of(Action call)
    {
        const int Neighbours = 3;
        var times = new double[_calls.Max() + Neighbours];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        double[] found = [.. _calls.Select(number => times.AsSpan(number - 1, Neighbours).ToArray().Min())];
        return found.Max() / found.Min();
    }
}
