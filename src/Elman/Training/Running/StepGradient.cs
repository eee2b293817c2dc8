using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Computes the loss of batches and leaves the gradient in the parameters.</summary>
internal sealed class StepGradient<T>(Trainer<T> trainer, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Loss _loss = trainer.Loss;

    /// <summary>Adds the gradient of one piece; its loss, or null where none of its steps counts.</summary>
    public double? Of(Piece<T> piece, CarriedStates carried)
    {
        IReadOnlyDictionary<string, Signal<T>> outputs = Forward(piece, carried);
        Tensor<T>? total = null;
        foreach ((string name, LossTarget<T> given) in piece.Targets)
        {
            (Tensor<T> prediction, LossTarget<T> target) = Against(outputs, name, given, piece.Counted);
            double divisor = Divisor(prediction, target, piece.Counted is null);
            if (divisor == 0) continue;
            Tensor<T> one = _loss.Of(prediction, target, divisor);
            total = total is null ? one : total + one;
        }
        if (total is null) return null;
        foreach ((string name, ActivityRegularizer regularizer) in trainer.ActivityRegularizers) total += regularizer.Of(outputs[name]);
        double value = double.CreateChecked(total.Values[0]);
        if (double.IsFinite(value)) total.Backward();
        return value;
    }

    /// <summary>The same for several batches that are one together: the sum over all divided by the divisor of all.</summary>
    public double OfAll(IReadOnlyList<Piece<T>> pieces, CarriedStates carried)
    {
        double sum = 0;
        var divisors = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Piece<T> piece in pieces)
        {
            IReadOnlyDictionary<string, Signal<T>> outputs = Forward(piece, carried);
            if (piece.Targets.Count != 1) throw new NotSupportedException($"Gradients of several batches are added for a model with one target; this one has {piece.Targets.Count}. Take larger batches.");
            (string name, LossTarget<T> given) = piece.Targets.First();
            (Tensor<T> prediction, LossTarget<T> target) = Against(outputs, name, given, piece.Counted);
            divisors[name] = divisors.GetValueOrDefault(name) + _loss.Divisor(prediction.Shape, target);
            Tensor<T> one = _loss.Of(prediction, target, 1);
            sum += double.CreateChecked(one.Values[0]);
            if (!double.IsFinite(sum)) return sum;
            one.Backward();
        }
        double divisor = _loss.Reduction == LossReduction.Sum ? 1 : divisors.Values.First();
        T share = T.CreateChecked(1 / divisor);
        foreach (Parameter<T> parameter in trainer.Model.Parameters)
            if (parameter.Value.Gradient is { } gradient) RowNorm.Scale<T>([share], gradient.Span);
        return sum / divisor;
    }

    private IReadOnlyDictionary<string, Signal<T>> Forward(Piece<T> piece, CarriedStates carried)
    {
        if (!piece.GoesOn) carried.Clear();
        if (trainer.ScheduledSampling is { } sampling) piece = sampling.Mix(trainer.Model, piece, carried, random, trainer.Step);
        using IDisposable cut = Shards.Cut(trainer.Shards, piece.Count);
        return trainer.Model.Forward(piece.Inputs, new Pass { Training = true, Random = random, Carried = carried });
    }

    private double Divisor(Tensor<T> prediction, LossTarget<T> target, bool isWhole)
    {
        double divisor = _loss.Divisor(prediction.Shape, target);
        return divisor > 0 || !isWhole ? divisor : throw new ArgumentException(
            $"{_loss.Name}: no step of a batch of {prediction.Shape[0]} sequences counts, so it has no loss; all have a length of 0, or mask and ignored ids leave nothing. Leave such sequences out.");
    }

    /// <summary>A prediction and what it is held against; where the target does not say which steps are there, the output does.</summary>
    public static (Tensor<T> Prediction, LossTarget<T> Target) Against(IReadOnlyDictionary<string, Signal<T>> outputs, string name, LossTarget<T> target, int? counted)
    {
        Signal<T> output = outputs[name];
        Tensor<T> prediction = output.Numbers!;
        if (counted is int steps && prediction.Shape[1] != steps) return (prediction.Slice(.., ^steps.., ..), target);
        if (prediction.Shape.Rank != 3 || counted is not null) return (prediction, target);
        return (prediction, target with { Lengths = target.Lengths ?? output.Lengths, Mask = target.Mask ?? output.Mask });
    }
}
