using System.Diagnostics;

namespace Elman.Bench;

/// <summary>Times of one call, many times over.</summary>
internal readonly record struct Timing(double Median, double Least, double Most)
{
    /// <summary>Microseconds of a call; samples of at least 200 µs, for the given time after a warm-up.</summary>
    public static Timing Of(Action call, int milliseconds)
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
        return new(samples[samples.Count / 2], samples[samples.Count / 20], samples[samples.Count * 19 / 20]);
    }
}
