using System.Diagnostics;
using System.Numerics;

namespace Elman.Training;

/// <summary>How fast a run is and how long it will take. It decides nothing.</summary>
internal sealed class Tempo(int? sequences, int epochs)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _done;

    public void Count(int sequences) => _done += sequences;

    public double PerSecond => _done / Math.Max(1e-9, Stopwatch.GetElapsedTime(_began).TotalSeconds);

    /// <summary>Of an epoch, after so many sequences of it.</summary>
    public double Share(long count) => sequences is int all ? Math.Min(1, (double)count / all) : double.NaN;

    /// <summary>To the end of the last epoch.</summary>
    public TimeSpan? Left(int epoch, double share) =>
        sequences is int all && _done > 0 ? TimeSpan.FromSeconds(Math.Min(1e9, (epochs - epoch - share) * all / PerSecond)) : null;
}
