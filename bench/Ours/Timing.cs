using System.Diagnostics;

namespace Elman.Bench.Ours;

/// <summary>The time of one call, many times over.</summary>
internal static class Timing
{
    /// <summary>The median in microseconds of samples of at least 200 µs, for so long after a warm-up of a quarter of it.</summary>
    public static double Of(Action call, int milliseconds)
    {
        long warm = Stopwatch.GetTimestamp();
        int calls = 0;
        do
        {
            call();
            calls++;
        }
        while (Stopwatch.GetElapsedTime(warm).TotalMilliseconds < milliseconds / 4.0);
        int each = Math.Max(1, (int)(200 * calls / Stopwatch.GetElapsedTime(warm).TotalMicroseconds));

        List<double> samples = [];
        long start = Stopwatch.GetTimestamp();
        do
        {
            long sample = Stopwatch.GetTimestamp();
            for (int i = 0; i < each; i++) call();
            samples.Add(Stopwatch.GetElapsedTime(sample).TotalMicroseconds / each);
        }
        while (samples.Count < 5 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);
        samples.Sort();
        return samples[samples.Count / 2];
    }
}
