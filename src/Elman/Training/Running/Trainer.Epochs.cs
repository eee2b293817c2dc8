using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Training;

// What happens between epochs and at both ends of a run.
public sealed partial class Trainer<T>
{
    /// <summary>The weights that the training goes on from, where the model has better ones in the end.</summary>
    private Dictionary<string, Tensor<T>>? _underWay;

    private Progress EndOfEpoch(int epochs)
    {
        if (_lossCount == 0) throw new ArgumentException($"The data gave no batch in epoch {_epoch + 1}. Give data with at least one sequence.");
        double loss = _lossSum / _lossCount;
        EpochResult? measured = Validation is null ? null : WithAverage(() => Evaluating.Run(Model, Loss, Metrics, Validation));
        var result = new EpochResult(loss) { Epoch = _epoch + 1, ValidationLoss = measured?.Loss, Metrics = measured?.Metrics ?? new Dictionary<string, double>(), LearningRate = Optimizer.LearningRate };
        _history.Add(result);

        Metric? metric = Metrics.FirstOrDefault(one => one.Name == EarlyStopping?.Metric);
        double watched = metric is not null ? result.Metrics[metric.Name] : result.ValidationLoss ?? loss;
        Schedule?.Observe(watched);
        bool isBest = _best.Take(watched, metric?.HigherIsBetter ?? false, EarlyStopping?.MinimumGain ?? 0);
        if (isBest && EarlyStopping is { RestoresBest: true }) _bestWeights = WithAverage(Weights);
        _hasStopped = EarlyStopping is not null && _best.Waited >= EarlyStopping.Patience;
        Progress progress = Now(epochs, loss, 0) with
        {
            EpochShare = 1, IsEpochEnd = true, ValidationLoss = result.ValidationLoss, Metrics = result.Metrics, IsBest = isBest, StopsEarly = _hasStopped, GradientNorm = double.NaN,
        };
        (_epoch, _lossSum, _lossCount) = (_epoch + 1, 0, 0);
        if (Checkpoints is { EverySteps: null } || (Checkpoints is not null && (_epoch == epochs || _hasStopped))) Save();
        return progress;
    }

    /// <summary>With the mean of the weights in the model, where one is kept.</summary>
    private TResult WithAverage<TResult>(Func<TResult> measure)
    {
        if (Average is null || Average.Updates == 0) return measure();
        Average.Swap(Model.Parameters);
        try
        {
            return measure();
        }
        finally
        {
            Average.Swap(Model.Parameters);
        }
    }

    /// <summary>What the model has in the end: the best weights, or their mean, or those of the last step.</summary>
    private void Finish()
    {
        Dictionary<string, Tensor<T>>? last = EarlyStopping is { RestoresBest: true } && _bestWeights is not null ? _bestWeights : Average is { Updates: > 0 } ? WithAverage(Weights) : null;
        if (last is null) return;
        _underWay = Weights();
        Put(last);
    }

    private void Begin()
    {
        if (_underWay is null) return;
        Put(_underWay);
        _underWay = null;
    }

    private Dictionary<string, Tensor<T>> Weights() => Model.Parameters.ToDictionary(parameter => parameter.Name, parameter => Tensor.From(parameter.Value.Values, parameter.Shape), StringComparer.Ordinal);

    private void Put(Dictionary<string, Tensor<T>> weights)
    {
        foreach (Parameter<T> parameter in Model.Parameters) weights[parameter.Name].Values.CopyTo(parameter.Value.Span);
    }
}
