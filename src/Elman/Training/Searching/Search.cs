using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Elman.Training;

/// <summary>What one training of a search gave.</summary>
/// <param name="Trial">Which settings, from 1.</param>
/// <param name="Settings">Values by path.</param>
/// <param name="Score">What is compared, smaller or larger being better as the search says; NaN where the training failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record SearchRun(int Trial, JsonObject Settings, long Seed, double Score, string? Failure);

/// <summary>The runs of one choice of settings, over all seeds.</summary>
/// <param name="Mean">Of their scores; NaN where one of them failed, because luck with the others is no merit.</param>
/// <param name="Deviation">Of their scores from the mean, with n − 1; 0 for one seed.</param>
public sealed record SearchResult(int Trial, JsonObject Settings, IReadOnlyList<SearchRun> Runs, double Mean, double Deviation)
{
    internal static SearchResult Of(IGrouping<int, SearchRun> runs)
    {
        SearchRun[] all = [.. runs];
        double mean = all.Average(run => run.Score);
        return new(runs.Key, all[0].Settings, all, mean, all.Length < 2 ? 0 : Math.Sqrt(all.Sum(run => (run.Score - mean) * (run.Score - mean)) / (all.Length - 1)));
    }
}

/// <summary>A search over settings: every choice is trained with every seed, one after another, and compared by its mean over the seeds.</summary>
/// <remarks>The score comes from validation data. What is chosen by it looks better on it than it is: measure the best one on test data, once.</remarks>
/// <param name="higherIsBetter">Whether larger scores are better.</param>
public sealed class Search(bool higherIsBetter = false)
{
    private readonly List<SearchRun> _runs = [];

    /// <summary>All runs so far.</summary>
    public IReadOnlyList<SearchRun> Runs => _runs;

    /// <summary>The choices so far, best first; those that failed last.</summary>
    public IReadOnlyList<SearchResult> Ranked => [.. _runs.GroupBy(run => run.Trial).Select(SearchResult.Of).OrderBy(result => double.IsNaN(result.Mean) ? 1 : 0).ThenBy(result => higherIsBetter ? -result.Mean : result.Mean)];

    /// <summary>Trains every choice with every seed, and gives each run when it is done.</summary>
    /// <param name="train">From settings and a seed to a score.</param>
    public IEnumerable<SearchRun> Run(IEnumerable<JsonObject> choices, IReadOnlyList<long> seeds, Func<JsonObject, long, double> train, CancellationToken cancellation = default)
    {
        if (seeds.Count == 0) throw new ArgumentException("A search has at least one seed; found none.");
        if (seeds.Distinct().Count() < seeds.Count) throw new ArgumentException($"A seed stands twice among {string.Join(", ", seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)))}; the same training twice tells nothing.");
        foreach ((int index, JsonObject choice) in choices.Index())
            foreach (long seed in seeds)
            {
                cancellation.ThrowIfCancellationRequested();
                SearchRun run = One(index + 1, choice, seed, train);
                _runs.Add(run);
                yield return run;
            }
    }

    /// <summary>All runs as a table: trial, seed, a column for each setting, score, failure.</summary>
    public string ToCsv()
    {
        string[] names = [.. _runs.SelectMany(run => run.Settings.Select(pair => pair.Key)).Distinct()];
        var text = new StringBuilder(string.Join(',', new[] { "trial", "seed" }.Concat(names.Select(Cell)).Concat(["score", "failure"]))).Append('\n');
        foreach (SearchRun run in _runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{run.Trial},{run.Seed}");
            foreach (string name in names) text.Append(',').Append(Cell(run.Settings[name] is JsonValue value && value.TryGetValue(out string? word) ? word : run.Settings[name]?.ToJsonString() ?? ""));
            text.Append(CultureInfo.InvariantCulture, $",{run.Score},").Append(Cell(run.Failure ?? "")).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A training that leaves the finite numbers, or whose settings do not fit together, is a result too: it loses.</summary>
    private static SearchRun One(int trial, JsonObject choice, long seed, Func<JsonObject, long, double> train)
    {
        try
        {
            double score = train(choice, seed);
            return new(trial, choice, seed, score, double.IsFinite(score) ? null : "the score is not finite");
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return new(trial, choice, seed, double.NaN, error.Message);
        }
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny("\",;\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
