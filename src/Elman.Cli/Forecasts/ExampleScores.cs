using System.Numerics;
using Elman.Models;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Cli.Forecasts;

/// <summary>Scores of a model on examples, beside an answer that is the same for all.</summary>
internal static class ExampleScores
{
    private const int AtOnce = 256;

    public static IReadOnlyList<string> UsualOfClasses { get; } = ["accuracy", "f1"];

    public static IReadOnlyList<ScoreRow> Of<T>(Model<T> model, Examples<T> examples, bool isClasses, IReadOnlyList<string>? names, CancellationToken cancellation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Metric[] ours = [.. (names ?? (isClasses ? UsualOfClasses : SeriesScores.Usual)).Select(name => Metric.Named(name))], simple = [.. ours.Select(metric => Metric.Named(metric.Name == "top_5_accuracy" ? "top_k_accuracy" : metric.Name))];
        var predictions = new List<Tensor<T>>();
        using DataReader<T> reader = examples.InBatches(AtOnce).Open();
        var targets = new List<LossTarget<T>>();
        while (reader.TryNext(out Batch<T>? batch))
        {
            cancellation.ThrowIfCancellationRequested();
            predictions.Add(model.Predict(batch.InputsOf(model), new PredictOptions { Cancellation = cancellation }).Output);
            targets.Add((batch.Target.Ids is { } ids ? new LossTarget<T>(ids) : new LossTarget<T>(batch.Target.Numbers!)) with { Lengths = batch.Target.Lengths, Mask = batch.Target.Mask });
        }
        T[] same = isClasses ? Commonest(targets, predictions[0].Shape[^1]) : Mean(targets, predictions[0].Shape[^1]);
        for (int i = 0; i < predictions.Count; i++)
        {
            var constant = new Tensor<T>(predictions[i].Shape);
            for (int at = 0; at < constant.Shape.Count; at += same.Length) same.CopyTo(constant.Span[at..]);
            foreach (Metric metric in ours) metric.Add(predictions[i], targets[i]);
            foreach (Metric metric in simple) metric.Add(constant, targets[i]);
        }
        return
        [
            new("", ScoreRow.Model, examples.Count, ours.ToDictionary(metric => metric.Name, metric => metric.Result)),
            new("", isClasses ? "commonest class" : "mean", examples.Count, simple.ToDictionary(metric => metric.Name, metric => metric.Result)),
        ];
    }

    /// <summary>1 for the class that occurs most often, 0 for the others.</summary>
    private static T[] Commonest<T>(IReadOnlyList<LossTarget<T>> targets, int classes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scores = new T[classes];
        int commonest = targets.SelectMany(Counted).Where(id => id >= 0).CountBy(id => id).MaxBy(pair => pair.Value).Key;
        if (commonest < classes) scores[commonest] = T.One;
        return scores;
    }

    private static IEnumerable<int> Counted<T>(LossTarget<T> target) where T : unmanaged
    {
        int[] ids = target.Ids!.Values.ToArray();
        int steps = target.Ids.Shape.Rank == 2 ? target.Ids.Shape[1] : 1;
        return ids.Where((_, i) => target.Lengths is null || i % steps < target.Lengths[i / steps]);
    }

    private static T[] Mean<T>(IReadOnlyList<LossTarget<T>> targets, int width) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] sums = new double[width];
        long count = 0;
        foreach (LossTarget<T> target in targets)
        {
            Shape shape = target.Numbers!.Shape;
            int steps = shape.Rank == 3 ? shape[1] : 1;
            for (int row = 0; row * width < shape.Count; row++)
            {
                if (target.Lengths is { } lengths && row % steps >= lengths[row / steps]) continue;
                count++;
                for (int k = 0; k < width; k++) sums[k] += double.CreateChecked(target.Numbers.Values[row * width + k]);
            }
        }
        return [.. sums.Select(sum => T.CreateTruncating(sum / Math.Max(1, count)))];
    }
}
