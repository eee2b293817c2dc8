using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Measures a model on data.</summary>
internal static class Evaluating
{
    /// <summary>The loss over all data as if it were one batch, and the metrics.</summary>
    public static EpochResult Run<T>(Model<T> model, Loss loss, IReadOnlyList<Metric> metrics, DataSource<T> data) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Metric metric in metrics) metric.Reset();
        double sum = 0, divisor = 0;
        var carried = new CarriedStates();
        using IDisposable scope = NoGradient.Scope();
        using DataReader<T> reader = data.Open();
        while (reader.TryNext(out Batch<T>? batch))
        {
            if (!batch.GoesOn) carried.Clear();
            var piece = Piece<T>.Of(batch, model);
            IReadOnlyDictionary<string, Signal<T>> outputs = model.Forward(piece.Inputs, new Pass { Carried = carried });
            foreach ((string name, LossTarget<T> given) in piece.Targets)
            {
                (Tensor<T> prediction, LossTarget<T> target) = StepGradient<T>.Against(outputs, name, given, null);
                sum += double.CreateChecked(loss.Of(prediction, target, 1).Values[0]);
                divisor += loss.Divisor(prediction.Shape, target);
                foreach (Metric metric in metrics) metric.Add(prediction, target);
            }
        }
        if (divisor == 0) throw new ArgumentException($"{loss.Name}: no step of the data to measure on counts; all lengths are 0, or mask and ignored ids leave nothing.");
        return new(loss.Reduction == LossReduction.Sum ? sum : sum / divisor) { Metrics = metrics.ToDictionary(metric => metric.Name, metric => metric.Result, StringComparer.Ordinal) };
    }
}
