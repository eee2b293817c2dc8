using System.Text.Json.Nodes;

namespace Elman.Training;

public abstract partial class Metric
{
    private static readonly NamedRow<Metric>[] _rows =
    [
        new(["accuracy"], s => new Accuracy { IgnoreId = s.Whole("ignore_id", -100) }),
        new(["top_k_accuracy", "top_k"], s => new Accuracy(s.Whole("k", 5)) { IgnoreId = s.Whole("ignore_id", -100) }),
        new(["f1", "f1_score"], s => new F1Score(s.WholeOrNone("class")) { IgnoreId = s.Whole("ignore_id", -100) }),
        new(["exact_match"], s => new ExactMatch { IgnoreId = s.Whole("ignore_id", -100) }),
        new(["confusion", "confusion_matrix"], s => new ConfusionMatrix { IgnoreId = s.Whole("ignore_id", -100) }),
        new(["mae", "mean_absolute_error"], _ => new MeanAbsoluteError()),
        new(["mse", "mean_squared_error"], _ => new MeanSquaredError()),
        new(["rmse", "root_mean_squared_error"], _ => new RootMeanSquaredError()),
        new(["mape", "mean_absolute_percentage_error"], _ => new MeanAbsolutePercentageError()),
        new(["r2", "r2_score"], _ => new CoefficientOfDetermination()),
        new(["bits_per_character", "bpc"], s => new BitsPerCharacter { IgnoreId = s.Whole("ignore_id", -100) }),
        new(["perplexity"], s => new Perplexity { IgnoreId = s.Whole("ignore_id", -100) }),
    ];

    /// <summary>The names of all metrics.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _rows.Select(row => row.Names[0])];

    /// <summary>A new metric by its name, with settings by theirs. An unknown one is refused with the known ones.</summary>
    public static Metric Named(string name, JsonObject? settings = null) => NameTable.Make("metric", _rows, name, settings);
}
