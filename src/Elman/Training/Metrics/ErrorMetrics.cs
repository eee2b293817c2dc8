using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>A measure of numbers against numbers: a target has the shape of the prediction.</summary>
public abstract class NumberMetric : Metric
{
    private protected NumberMetric() { }

    public sealed override void Add<T>(Tensor<T> prediction, LossTarget<T> target)
    {
        LossSteps<T> steps = LossSteps<T>.Of(_shapes with { Called = Name }, prediction.Shape, target);
        foreach (int row in steps.Rows)
            for (int f = 0; f < steps.Width; f++)
                Take(f, double.CreateChecked(prediction.Values[row * steps.Width + f]), double.CreateChecked(target.Numbers!.Values[row * steps.Width + f]));
    }

    private static readonly MetricShapes _shapes = new() { Kind = TargetKind.Numbers };

    /// <summary>Takes in one number of a step.</summary>
    private protected abstract void Take(int feature, double prediction, double target);
}

/// <summary>A mean over the numbers of all steps that are there.</summary>
public abstract class MeanMetric : NumberMetric
{
    private double _sum;
    private long _count;

    private protected MeanMetric() { }

    public sealed override bool HigherIsBetter => false;
    public sealed override double Result => _count == 0 ? double.NaN : Finish(_sum / _count);
    public sealed override void Reset() => (_sum, _count) = (0, 0);

    private protected sealed override void Take(int feature, double prediction, double target)
    {
        _sum += Term(prediction, target);
        _count++;
    }

    /// <summary>What one number adds to the sum.</summary>
    private protected abstract double Term(double prediction, double target);

    /// <summary>What is made of the mean.</summary>
    private protected virtual double Finish(double mean) => mean;
}

/// <summary>Mean of |x − y|.</summary>
public sealed class MeanAbsoluteError : MeanMetric
{
    public override string Name => "mae";
    private protected override double Term(double prediction, double target) => Math.Abs(prediction - target);
}

/// <summary>Mean of (x − y)².</summary>
public sealed class MeanSquaredError : MeanMetric
{
    public override string Name => "mse";
    private protected override double Term(double prediction, double target) => (prediction - target) * (prediction - target);
}

/// <summary>√ of the mean of (x − y)².</summary>
public sealed class RootMeanSquaredError : MeanMetric
{
    public override string Name => "rmse";
    private protected override double Term(double prediction, double target) => (prediction - target) * (prediction - target);
    private protected override double Finish(double mean) => Math.Sqrt(mean);
}

/// <summary>100 times the mean of |x − y|/max(|y|, 1e-7), in percent; Keras's. It means little where targets come near zero.</summary>
public sealed class MeanAbsolutePercentageError : MeanMetric
{
    public override string Name => "mape";
    private protected override double Term(double prediction, double target) => Math.Abs(prediction - target) / Math.Max(Math.Abs(target), 1e-7);
    private protected override double Finish(double mean) => 100 * mean;
}

/// <summary>R² = 1 − Σ (x − y)²/Σ (y − ȳ)² of each feature, and the mean over features, as scikit-learn's <c>r2_score</c>; NaN where targets do not vary.</summary>
public sealed class CoefficientOfDetermination : NumberMetric
{
    private readonly List<(double First, double Sum, double Squares, double Residual, long Count)> _features = [];

    public override string Name => "r2";
    public override bool HigherIsBetter => true;
    public override void Reset() => _features.Clear();

    public override double Result => _features.Count == 0 ? double.NaN : _features.Average(f => 1 - f.Residual / (f.Squares - f.Sum * f.Sum / f.Count));

    private protected override void Take(int feature, double prediction, double target)
    {
        // Distances from the first target: a large mean would take the digits of the squares.
        while (_features.Count <= feature) _features.Add((target, 0, 0, 0, 0));
        (double first, double sum, double squares, double residual, long count) = _features[feature];
        double d = target - first, off = prediction - target;
        _features[feature] = (first, sum + d, squares + d * d, residual + off * off, count + 1);
    }
}
