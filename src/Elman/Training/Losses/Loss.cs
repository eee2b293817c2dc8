using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>How far a prediction is from what it should be: one number that can be differentiated.</summary>
/// <remarks>
/// A loss is a value: <c>Loss.MeanSquaredError with { Reduction = LossReduction.Sum }</c> is another. It is a sum over steps divided by a number that the targets alone decide,
/// so a batch may be computed in parts: <c>Of(part, target, divisor)</c> over the parts adds up to the whole where the divisor is the sum of theirs.
/// </remarks>
public abstract partial record Loss
{
    /// <summary>As <see cref="Named"/> and files know it.</summary>
    public abstract string Name { get; }

    /// <summary>How the losses of single steps become one number; the mean over the steps that are there, if nothing is said.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.MeanOverSteps;

    /// <summary>What the sum of a batch is divided by; of several batches it adds up. 1 for a sum.</summary>
    public abstract double Divisor<T>(Shape prediction, LossTarget<T> target) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The loss of a part of a batch whose parts have this divisor together; 0 where no step of the part is there.</summary>
    /// <param name="prediction">(N, T, F) or (N, F)</param>
    public abstract Tensor<T> Of<T>(Tensor<T> prediction, LossTarget<T> target, double divisor) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The loss of a batch.</summary>
    /// <param name="prediction">(N, T, F) or (N, F)</param>
    /// <exception cref="ArgumentException">The target has another shape or kind, an id is out of range, or no step is there.</exception>
    public Tensor<T> Of<T>(Tensor<T> prediction, LossTarget<T> target) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double divisor = Divisor(prediction.Shape, target);
        return divisor > 0
            ? Of(prediction, target, divisor)
            : throw new ArgumentException(
                $"{Name}: there is no step to take a mean of; lengths, mask, ignored ids and class weights of the targets of a prediction {prediction.Shape} leave none. Leave such a batch out, or sum.");
    }

    public sealed override string ToString() => Name;
}
