using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>How good predictions are, in a number that people read; gathered over the batches of an epoch.</summary>
/// <remarks>What counts is said by the target, as for a loss: steps that are not there are skipped. Sums are kept in double. One epoch's: not for two threads at once.</remarks>
public abstract partial class Metric
{
    /// <summary>As <see cref="Named"/> and files know it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether more is better.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>Takes one batch in.</summary>
    /// <param name="prediction">(N, T, F) or (N, F)</param>
    public abstract void Add<T>(Tensor<T> prediction, LossTarget<T> target) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Over all batches since <see cref="Reset"/>; NaN where there was nothing to measure.</summary>
    public abstract double Result { get; }

    /// <summary>Begins anew.</summary>
    public abstract void Reset();

    public sealed override string ToString() => Name;
}
