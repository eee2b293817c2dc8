using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006): −log of the probability that the steps, each a class or nothing (the blank), read as the labels once repetitions are
/// joined and blanks left out. The prediction holds scores; logarithms of probabilities are their own log-softmax and give the same.
/// </summary>
/// <remarks>
/// <see cref="LossReduction.MeanOverSteps"/> divides each sequence's loss by the number of its labels (at least 1) and takes the mean over sequences, as PyTorch's <c>mean</c> does;
/// <see cref="LossReduction.MeanOverSequences"/> is the mean of their losses, as Keras has it. Computed in double whatever the prediction is in.
/// </remarks>
public sealed record CtcLoss : Loss
{
    public override string Name => "ctc";

    /// <summary>The class that stands for nothing; 0 as in PyTorch.</summary>
    public int Blank { get; init; }

    /// <summary>Whether a sequence with fewer steps than its labels need counts as 0, without a gradient; else its loss is infinite.</summary>
    public bool ZeroInfinity { get; init; }

    public override double Divisor<T>(Shape prediction, LossTarget<T> target)
    {
        CtcLabels.Check(this, prediction, target);
        return Reduction == LossReduction.Sum ? 1 : prediction[0];
    }

    // y = (Σ kₙ·lₙ)/d;  dx[n, t, c] = dy/d·kₙ·(softmax(x)[t, c] − Σ of the shares of the places whose label is c)
    public override Tensor<T> Of<T>(Tensor<T> prediction, LossTarget<T> target, double divisor)
    {
        CtcLabels[] labels = CtcLabels.Check(this, prediction.Shape, target);
        (int steps, int classes) = (prediction.Shape[1], prediction.Shape[2]);
        T[] slopes = Arrays<T>.Take(prediction.Shape.Count);
        bool recorded = Operation.IsRecorded(prediction);
        var losses = new double[labels.Length];
        for (int n = 0; n < labels.Length; n++)
        {
            Range row = (n * steps * classes)..((n * steps + labels[n].Steps) * classes);
            losses[n] = labels[n].Factor(Reduction) * One(prediction.Values[row], labels[n], classes, recorded ? slopes.AsSpan()[row] : []);
            if (target.SampleWeights is { } weights) losses[n] *= double.CreateChecked(weights.Values[n]);
        }
        Tensor<T> y = Tensor.Scalar(T.CreateChecked(Numerics.Reduction.Sum<double>(losses) / divisor));
        return Operation.Apply(Name, [prediction], y, gradients =>
        {
            double share = double.CreateChecked(gradients.OfResult()[0]) / divisor;
            for (int n = 0; n < labels.Length; n++)
            {
                Range row = (n * steps * classes)..((n * steps + labels[n].Steps) * classes);
                double factor = share * labels[n].Factor(Reduction) * (target.SampleWeights is { } weights ? double.CreateChecked(weights.Values[n]) : 1);
                LossMath.AddScaled(T.CreateChecked(factor), slopes.AsSpan()[row], gradients.OfInput(0)[row]);
            }
            Arrays<T>.Return(slopes);
        });
    }

    /// <summary>The loss of one sequence, and its slopes along the scores.</summary>
    private double One<T>(ReadOnlySpan<T> scores, CtcLabels labels, int classes, Span<T> slopes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (labels.Steps == 0) return labels.Count == 0 || ZeroInfinity ? 0 : double.PositiveInfinity;
        var logs = new double[scores.Length];
        Softmax.LogForward(Doubles(scores), classes, logs);
        var lattice = new CtcLattice(labels, logs, classes);
        double z = lattice.Forward();
        if (double.IsNegativeInfinity(z) && ZeroInfinity) return 0;
        if (slopes.IsEmpty) return -z;

        double[] counts = lattice.Backward(z);
        LossMath.Exponential<double>(logs, logs);
        for (int i = 0; i < slopes.Length; i++) slopes[i] = T.CreateChecked(logs[i] - counts[i]);
        return -z;
    }

    private static double[] Doubles<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = double.CreateChecked(values[i]);
        return doubles;
    }
}
