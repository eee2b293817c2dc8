namespace Elman.Recurrent;

/// <summary>What an <see cref="AttentionDecoder{T}"/> gives its recurrent layers beside the input.</summary>
public enum Feeding
{
    /// <summary>The context of this step, looked up by the state before it (Bahdanau et al. 2015).</summary>
    Context,

    /// <summary>The attentional state of the step before (Luong et al. 2015, input feeding).</summary>
    Attentional,
}

/// <summary>How an <see cref="AttentionDecoder{T}"/> attends.</summary>
public sealed record AttentionDecoderOptions
{
    public const string Dot = "dot", General = "general", Additive = "additive";

    internal static readonly string[] Scores = [Dot, General, Additive];

    /// <summary><c>dot</c>: q·m; <c>general</c>: q·(W m); <c>additive</c>: v·tanh(W_q q + W_m m).</summary>
    public string Score { get; init; } = Additive;

    /// <summary>What the recurrent layers are given beside the input.</summary>
    public Feeding Feeding { get; init; } = Feeding.Context;

    /// <summary>Of additive scores: the size of v; that of the query where 0.</summary>
    public int Size { get; init; }

    /// <summary>Of <see cref="Feeding.Attentional"/>: numbers of the attentional state; those of the top layer where 0.</summary>
    public int Attentional { get; init; }
}
