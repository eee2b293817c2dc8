using Elman.Models;

namespace Elman.Training;

/// <summary>A loss or a gradient is NaN or infinite. The model has the weights of the step before, which were finite.</summary>
public sealed class DivergedException(string message) : InvalidOperationException(message)
{
    /// <summary>The step of the optimiser that was not made, from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The parameter whose gradient it is; null where the loss itself is not finite.</summary>
    public string? Parameter { get; init; }

    /// <summary>The first number that is not finite as the model computes the batch; null where a pass without dropout and carried states shows none.</summary>
    public NonFinite? Place { get; init; }
}
