using Elman.Numerics;

namespace Elman.Training;

/// <summary>What a prediction is held against: numbers or ids, and which steps count how much.</summary>
/// <remarks>
/// A step beyond its sequence's length, outside the mask, or of an ignored id is not there: it is skipped, never multiplied by zero. Weights multiply the losses of steps and leave
/// the divisor of a mean as it is, as Keras's <c>sample_weight</c> and the <c>weight</c> of PyTorch's binary cross entropy do.
/// </remarks>
public sealed record LossTarget<T> where T : unmanaged
{
    public LossTarget(Tensor<T> numbers) => Numbers = numbers;
    public LossTarget(Tensor<int> ids) => Ids = ids;

    /// <summary>The shape of the prediction, (N, T, F) or (N, F); the last axis may be left out where it is 1. Null for ids.</summary>
    public Tensor<T>? Numbers { get; }

    /// <summary>The shape of the prediction without its classes, (N, T) or (N); for CTC the labels (N, S). Null for numbers.</summary>
    public Tensor<int>? Ids { get; }

    /// <summary>The steps of each sequence that are there, from its start; null for all.</summary>
    public int[]? Lengths { get; init; }

    /// <summary>(N, T), true for the steps that count; null for all.</summary>
    public Tensor<bool>? Mask { get; init; }

    /// <summary>(N, T), a factor of each step; null for 1.</summary>
    public Tensor<T>? StepWeights { get; init; }

    /// <summary>(N), a factor of each sequence or example; null for 1.</summary>
    public Tensor<T>? SampleWeights { get; init; }

    /// <summary>For CTC: how many labels of each row of <see cref="Ids"/> are there; null for those before the first negative one.</summary>
    public int[]? LabelLengths { get; init; }

    public static implicit operator LossTarget<T>(Tensor<T> numbers) => new(numbers);
    public static implicit operator LossTarget<T>(Tensor<int> ids) => new(ids);
}
