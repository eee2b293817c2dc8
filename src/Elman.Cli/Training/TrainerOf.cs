using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Models;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>The trainer that settings ask for.</summary>
internal static class TrainerOf
{
    /// <param name="folder">Where checkpoints go; null for none.</param>
    public static Trainer<T> Settings<T>(TrainingSettings settings, TrainingData<T> data, Model<T> model, string? folder) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string name, JsonObject own) = settings.Named("optimizer") ?? ("adam", []);
        if (settings.Number("learning_rate") is double rate) own["learning_rate"] = rate;
        (string lossName, JsonObject lossSettings) = settings.Named("loss") ?? (data.IsClasses ? "cross_entropy" : "mse", []);
        int batch = settings.Count("batch", 32);
        return new(model, Loss.Named(lossName, lossSettings), Optimizer.Named<T>(name, own))
        {
            Validation = data.Validation?.InBatches(Math.Max(batch, 256)),
            Metrics = [.. settings.SeveralNamed("metrics").Select(metric => Metric.Named(metric.Name, metric.Settings))],
            Schedule = settings.Named("schedule") is var (schedule, scheduled) ? Schedule.Named(schedule, scheduled) : null,
            Average = settings.Named("average") is var (average, averaged) ? AverageOf<T>(average, averaged) : null,
            EarlyStopping = settings.Count("patience") is int patience ? new() { Patience = patience } : null,
            ClipNorm = settings.Number("clip_norm"),
            AccumulatedBatches = settings.Count("accumulate", 1),
            Truncation = settings.Counts("truncate") switch
            {
                [] => null,
                [int steps] => new(steps),
                [int steps, int back] => new(steps, back),
                var more => throw new WrongUseException($"train: truncate takes one or two numbers, found {more.Length}."),
            },
            Shards = settings.Count("shards", 1),
            Seed = settings.Count("seed", 0),
            Checkpoints = folder is null ? null : new(folder) { Keep = settings.Count("keep", 3), EverySteps = settings.Count("checkpoint_every") },
        };
    }

    private static WeightAverage<T> AverageOf<T>(string name, JsonObject settings) where T : unmanaged, IBinaryFloatingPointIeee754<T> => name switch
    {
        "ema" => new ExponentialAverage<T>((double?)settings["decay"] ?? 0.999),
        "swa" => new StochasticAverage<T>(),
        _ => throw new WrongUseException($"train: there is no average '{name}'. Known: ema, swa."),
    };
}
