namespace Elman.Models;

/// <summary>How a prediction is to be made; none of it changes a bit of what comes out for a sequence.</summary>
public sealed record PredictOptions
{
    /// <summary>Sequences computed at a time; where null, as many as keep the intermediate results within 4 million numbers.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The steps of each sequence that are there, from its start, 0 to T; where null, all of them. Holds for every input that has steps.</summary>
    public int[]? Lengths { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Told after each batch which share of the sequences is done, 1 at the end; called by the thread that predicts.</summary>
    public Action<double>? Progress { get; init; }
}
