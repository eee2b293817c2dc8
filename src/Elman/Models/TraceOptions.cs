namespace Elman.Models;

/// <summary>What is to be traced, and how; none of it changes a bit.</summary>
/// <remarks>
/// A recurrent layer takes 4·N·T·hidden bytes in float32 for each name and direction (an LSTM has ten names, a GRU eight, an Elman cell three), any
/// other node 4·N·T·features. Fewer nodes or names take less.
/// </remarks>
public sealed record TraceOptions
{
    /// <summary>The nodes to be traced; all where null.</summary>
    public IReadOnlyCollection<string>? Nodes { get; init; }

    /// <summary>The names to be kept, such as <c>forget</c>, <c>forget.pre</c>, <c>h</c>, and <c>output</c> for what a node gives; all where null.</summary>
    public IReadOnlyCollection<string>? Names { get; init; }

    /// <inheritdoc cref="PredictOptions.BatchSize"/>
    public int? BatchSize { get; init; }

    /// <inheritdoc cref="PredictOptions.Lengths"/>
    public int[]? Lengths { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <inheritdoc cref="PredictOptions.Progress"/>
    public Action<double>? Progress { get; init; }

    internal PredictOptions Predicting => new() { BatchSize = BatchSize, Lengths = Lengths, Cancellation = Cancellation, Progress = Progress };
}
