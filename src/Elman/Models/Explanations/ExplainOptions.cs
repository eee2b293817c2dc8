using Elman.Numerics;

namespace Elman.Models.Explanations;

/// <summary>Which step is worked out, how much is computed, and what else is compared.</summary>
public sealed record ExplainOptions
{
    /// <summary>The sequence whose step is worked out.</summary>
    public int Sample { get; init; }

    /// <summary>The step worked out; where null, the second, which is the first with a state before it, or the only one.</summary>
    public int? Step { get; init; }

    /// <summary>The unit of each layer worked out; a layer with fewer units shows its last.</summary>
    public int Unit { get; init; }

    /// <summary>Terms of a product written out; of more, the first and the last.</summary>
    public int Terms { get; init; } = 4;

    /// <summary>The most steps of each sequence computed by both sides; where null, as many as take some seconds.</summary>
    public int? Steps { get; init; }

    /// <summary>The steps of each sequence that are there; null for all.</summary>
    public int[]? Lengths { get; init; }

    /// <summary>What a framework gave for the same input, by the name of an output, a node or a further result (<c>rnn.0.forward.h</c>).</summary>
    public IReadOnlyDictionary<string, Tensor<double>> Expected { get; init; } = new Dictionary<string, Tensor<double>>();

    /// <summary>Whether what is expected was computed in double precision, so that a model of doubles is held to 1e-12.</summary>
    public bool ExpectedIsDouble { get; init; } = true;

    public CancellationToken Cancellation { get; init; }
}
