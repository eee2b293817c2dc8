using Elman.Numerics;

namespace Elman.Training;

/// <summary>A measure of how probable the right classes are by their scores.</summary>
public abstract class LikelihoodMetric : Metric
{
    private double _nats;
    private long _count;

    private protected LikelihoodMetric() { }

    /// <summary>The id of a step that is not there; −100 as in PyTorch, null for none.</summary>
    public int? IgnoreId { get; init; } = -100;

    public sealed override bool HigherIsBetter => false;
    public sealed override double Result => _count == 0 ? double.NaN : Finish(_nats / _count);
    public sealed override void Reset() => (_nats, _count) = (0, 0);

    // nats = −log softmax(x)_y
    public sealed override void Add<T>(Tensor<T> prediction, LossTarget<T> target)
    {
        LossSteps<T> steps = LossSteps<T>.Of(new MetricShapes { Called = Name, Kind = TargetKind.Ids, IgnoreId = IgnoreId }, prediction.Shape, target);
        var logs = new T[steps.Width];
        foreach (int row in steps.Rows)
        {
            Softmax.LogForward(prediction.Values.Slice(row * steps.Width, steps.Width), steps.Width, logs);
            _nats -= double.CreateChecked(logs[target.Ids!.Values[row]]);
            _count++;
        }
    }

    /// <summary>What is made of the mean.</summary>
    private protected abstract double Finish(double nats);
}

/// <summary>The mean of −log₂ p of the right classes: what a step costs when it is coded with the predictions.</summary>
public sealed class BitsPerCharacter : LikelihoodMetric
{
    public override string Name => "bits_per_character";
    private protected override double Finish(double nats) => nats / Math.Log(2);
}

/// <summary>exp of the mean of −log p of the right classes: among how many equal classes the model is as unsure.</summary>
public sealed class Perplexity : LikelihoodMetric
{
    public override string Name => "perplexity";
    private protected override double Finish(double nats) => Math.Exp(nats);
}
