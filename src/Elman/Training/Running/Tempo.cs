using System.Diagnostics;

namespace Elman.Training;

/// <summary>How fast a run is and how long it will take. It decides nothing.</summary>
/// <param name="batches">Of an epoch; null where that is not known.</param>
/// <param name="epochs">In all.</param>
/// <param name="from">Epochs, and the share of one, behind it when the run begins.</param>
internal sealed class Tempo(int? batches, int epochs, double from)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _sequences;

    public void Count(int sequences) => _sequences += sequences;

    public double PerSecond => _sequences / Math.Max(1e-9, Seconds);

    private double Seconds => Stopwatch.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Of an epoch, after so many batches of it.</summary>
    public static double Share(int? batches, double given) => batches is int all ? Math.Min(1, given / Math.Max(1, all)) : double.NaN;

    public double Share(double given) => Share(batches, given);

    /// <summary>To the end of the last epoch.</summary>
    public TimeSpan? Left(int epoch, double share)
    {
        double done = epoch + share - from;
        return done > 0 ? TimeSpan.FromSeconds(Math.Min(1e9, Seconds * Math.Max(0, epochs - epoch - share) / done)) : null;
    }
}
