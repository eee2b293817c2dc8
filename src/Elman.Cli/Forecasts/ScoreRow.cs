using Elman.Training;

namespace Elman.Cli.Forecasts;

/// <summary>A line of an evaluation.</summary>
/// <param name="What">What was forecast, such as <c>level, 2 ahead</c>.</param>
/// <param name="By">Who forecast it.</param>
internal sealed record ScoreRow(string What, string By, int Count, IReadOnlyDictionary<string, double> Values)
{
    public const string Model = "model";

    /// <summary>The model, and whoever expects no change.</summary>
    public static IEnumerable<ScoreRow> Of(SeriesScore score)
    {
        string what = $"{score.Target}, {Invariant.Text(score.Ahead)} ahead";
        yield return new(what, Model, score.Count, score.Model);
        yield return new(what, "last value", score.Count, score.Persistence);
        if (score.Season is not null) yield return new(what, "season before", score.Count, score.Season);
    }
}
