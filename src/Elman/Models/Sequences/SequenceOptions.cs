using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>What a decoder sees of the encoder's outputs, beside the states that are handed over.</summary>
public enum SequenceAttention
{
    /// <summary>Nothing: the states have to say all.</summary>
    None,

    /// <summary>After the layers, a = tanh(W [c; h]) with the context c by scores h·m (Luong et al. 2015).</summary>
    Dot,

    /// <summary>The same by scores h·(W m).</summary>
    General,

    /// <summary>The same by scores v·tanh(W_q h + W_m m).</summary>
    Additive,

    /// <summary>Additive, by the state before the step, the context fed to the layers (Bahdanau et al. 2015): <see cref="AttentionDecoder{T}"/>.</summary>
    Bahdanau,

    /// <summary>General, with a of the step before fed to the layers (Luong et al. 2015, input feeding): <see cref="AttentionDecoder{T}"/>.</summary>
    Luong,
}

/// <summary>The sizes of an encoder and a decoder, from which <see cref="SequenceModel.Create{T}"/> makes a graph.</summary>
public sealed record SequenceOptions
{
    /// <summary>Ids of the source; 0 where it is numbers.</summary>
    public int SourceVocabulary { get; init; }

    /// <summary>Numbers of a step of the source; where it is ids, what each is embedded in.</summary>
    public required int SourceFeatures { get; init; }

    /// <summary>Ids that are written, start and end among them.</summary>
    public required int TargetVocabulary { get; init; }

    /// <summary>What each written id is embedded in.</summary>
    public required int TargetFeatures { get; init; }

    public required IReadOnlyList<LayerSpec> Encoder { get; init; }

    /// <summary>Forward layers, as many as the encoder's and of cells with the same states: each begins with the states of its neighbour.</summary>
    public required IReadOnlyList<LayerSpec> Decoder { get; init; }

    public SequenceAttention Attention { get; init; }

    /// <summary>Where two directions are handed over to one, or another size: of the Dense layer from [forward; backward] to each state.</summary>
    public Activation Bridge { get; init; } = Activation.Tanh;

    /// <summary>The id given before the first.</summary>
    public required int Start { get; init; }

    /// <summary>The id that ends a sequence.</summary>
    public required int End { get; init; }
}
