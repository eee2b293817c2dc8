using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>How far forecasts lay from the truth when they were made within a series, for each number of steps ahead and each target.</summary>
internal sealed class Residuals<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fewer say little about the ends of an interval.</summary>
    private const int Fewest = 10;

    private const int Most = 500;

    private readonly double[][] _sorted;
    private readonly int _count;
    private readonly bool _seen;

    private Residuals(double[][] sorted, int count, bool seen) => (_sorted, _count, _seen) = (sorted, count, seen);

    /// <summary>
    /// From the last forecasts whose truth is known, of steps that the model was not trained on; where these are fewer than 10 for the furthest step, also of others. Null where even these are too few.
    /// </summary>
    public static Residuals<T>? Of(Forecaster<T> forecaster, Tensor<T> series, int steps, CancellationToken cancellation)
    {
        SeriesNote note = forecaster.Note;
        int all = series.Shape[0], first = Math.Max(note.Window, note.Trained);
        bool seen = all - steps - first + 1 < Fewest && first > note.Window || note.Trained == 0;
        if (seen) first = note.Window;
        if (all - steps - first + 1 < Fewest) return null;
        first = Math.Max(first, all - Most);
        int[] origins = [.. Enumerable.Range(first, all - first)];
        double[][] found = forecaster.From(series, origins, steps, cancellation);
        int[] places = [.. note.Targets.Select(target => note.Columns.ToList().IndexOf(target))];
        var sorted = new double[steps * places.Length][];
        for (int step = 0; step < steps; step++)
            for (int k = 0; k < places.Length; k++)
            {
                int at = step * places.Length + k, ahead = step;
                (int place, int target) = (places[k], at);
                sorted[at] = [.. origins.Index().Where(row => row.Item + ahead < all).Select(row => double.CreateChecked(series.Values[(row.Item + ahead) * note.Columns.Count + place]) - found[row.Index][target]).Order()];
            }
        return new(sorted, origins.Length, seen);
    }

    public ForecastIntervals Around(double[] values, double level) => new(level,
        [.. values.Select((value, i) => value + Quantile(_sorted[i], (1 - level) / 2))], [.. values.Select((value, i) => value + Quantile(_sorted[i], (1 + level) / 2))], _count, _seen);

    /// <summary>Between the two nearest, as NumPy has it.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
