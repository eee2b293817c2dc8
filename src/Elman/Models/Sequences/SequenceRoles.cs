namespace Elman.Models;

/// <summary>What the scores of a sequence model are.</summary>
public enum ScoreKind
{
    /// <summary>Any numbers: their softmax is the probabilities. What a Dense layer gives.</summary>
    Logits,

    /// <summary>What a softmax gives.</summary>
    Probabilities,

    /// <summary>What a log-softmax gives.</summary>
    LogProbabilities,
}

/// <summary>Which inputs and output of a graph make it a model from sequences to sequences, and the ids that begin and end one.</summary>
/// <param name="Source">The input that is encoded.</param>
/// <param name="Target">The input of ids (N, T) that the decoder takes: the start id, and then what was written so far.</param>
/// <param name="Scores">The output (N, T, V): a score of each id to be written next.</param>
/// <param name="Start">The id given before the first.</param>
/// <param name="End">The id that ends a sequence.</param>
/// <param name="Kind">What the scores are.</param>
public sealed record SequenceRoles(string Source, string Target, string Scores, int Start, int End, ScoreKind Kind = ScoreKind.Logits);
