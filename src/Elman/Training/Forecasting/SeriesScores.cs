using System.Globalization;
using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>How good forecasts within a series are, beside those of somebody who expects no change.</summary>
/// <param name="Target">A column.</param>
/// <param name="Ahead">Steps ahead, from 1.</param>
/// <param name="Count">Forecasts that were compared.</param>
/// <param name="Model">The metrics of the model by name.</param>
/// <param name="Persistence">Those of the last value before the forecast, taken for all that follows.</param>
/// <param name="Season">Those of the value one season before; null where no season was given.</param>
public sealed record SeriesScore(string Target, int Ahead, int Count, IReadOnlyDictionary<string, double> Model, IReadOnlyDictionary<string, double> Persistence, IReadOnlyDictionary<string, double>? Season);

/// <summary>Forecasts compared with what came.</summary>
public static class SeriesScores
{
    /// <summary>The metrics of an evaluation, if nothing is said.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["rmse", "mae", "mape", "r2"];

    /// <summary>Scores of every target and every number of steps ahead, over all forecasts whose first step is one from <paramref name="first"/> to before <paramref name="end"/> and whose last one is known.</summary>
    /// <param name="series">(steps, columns), unscaled</param>
    /// <param name="steps">How far ahead.</param>
    /// <param name="season">After how many steps things come again, such as 12 for months; null for none.</param>
    public static IReadOnlyList<SeriesScore> Of<T>(Forecaster<T> forecaster, Tensor<T> series, int first, int end, int steps, IReadOnlyList<string>? metrics = null, int? season = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SeriesNote note = forecaster.Note;
        forecaster.CheckSteps(steps);
        int from = Math.Max(Math.Max(first, note.Window), season ?? 0), last = Math.Min(end, series.Shape[0]) - steps;
        if (season is < 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A season has at least 1 step, found {season}."));
        if (last < from)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There is nothing to compare: steps {first} to {end - 1} hold no forecast of {steps} {(steps == 1 ? "step" : "steps")} with {Math.Max(note.Window, season ?? 0)} known ones before it. Give a longer series, or an earlier start."));
        int[] origins = [.. Enumerable.Range(from, last - from + 1)];
        double[][] found = forecaster.From(series, origins, steps, cancellation);
        var scores = new List<SeriesScore>();
        for (int ahead = 0; ahead < steps; ahead++)
            for (int k = 0; k < note.Targets.Count; k++)
            {
                int column = note.Columns.ToList().IndexOf(note.Targets[k]), at = ahead * note.Targets.Count + k, far = ahead;
                double Truth(int step) => double.CreateChecked(series.Values[step * note.Columns.Count + column]);
                IReadOnlyDictionary<string, double> Score(Func<int, double> forecast) => Measure(metrics ?? Usual, [.. origins.Index().Select(row => forecast(row.Index))], [.. origins.Select(origin => Truth(origin + far))]);
                // A season further ahead than one season takes the last one known.
                scores.Add(new(note.Targets[k], ahead + 1, origins.Length, Score(i => found[i][at]), Score(i => Truth(origins[i] - 1)),
                    season is int cycle ? Score(i => Truth(origins[i] + far - cycle * (far / cycle + 1))) : null));
            }
        return scores;
    }

    private static Dictionary<string, double> Measure(IReadOnlyList<string> metrics, double[] forecasts, double[] truths)
    {
        Tensor<double> x = new(new Shape(forecasts.Length, 1), forecasts), y = new(new Shape(truths.Length, 1), truths);
        var results = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in metrics)
        {
            var metric = Metric.Named(name);
            metric.Add(x, y);
            results[metric.Name] = metric.Result;
        }
        return results;
    }
}
