using System.Diagnostics;

namespace Elman.Bench.Ours;

/// <summary>The time of one call, many times over.</summary>
internal static class Timing
{
    /// <summary>
    /// Milliseconds until what a fresh case needs has been compiled at its best, and the collector has come round to memory that it has given before: until then each
    /// call takes pages that nobody has touched, which cost more here than a small case. The peers have neither; <see cref="Tiers"/> tells what the first calls cost.
    /// </summary>
    private const int Warmth = 250;

    /// <summary>Calls until nothing is fresh any more.</summary>
    public static void Warm(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        do call();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < Warmth);
    }

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
