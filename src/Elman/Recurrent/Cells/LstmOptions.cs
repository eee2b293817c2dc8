using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>Where an LSTM's forget gate comes from.</summary>
public enum Forgetting
{
    /// <summary>A gate of its own.</summary>
    Gate,

    /// <summary>f = 1 − i: ONNX's and Burn's <c>input_forget</c>.</summary>
    Coupled,

    /// <summary>f = 1: the first LSTM.</summary>
    None,
}

/// <summary>All that an LSTM may have; what is not set is as in PyTorch.</summary>
public sealed record LstmOptions
{
    /// <summary>Of the gates that have none of their own.</summary>
    public Activation Gate { get; init; } = Activation.Sigmoid;

    public Activation? InputGate { get; init; }
    public Activation? ForgetGate { get; init; }
    public Activation? OutputGate { get; init; }

    /// <summary>Of the candidate g.</summary>
    public Activation Candidate { get; init; } = Activation.Tanh;

    /// <summary>Of the inner state on its way out, ψ in h' = o∘ψ(c').</summary>
    public Activation Output { get; init; } = Activation.Tanh;

    public Forgetting Forgetting { get; init; } = Forgetting.Gate;

    /// <summary>Whether gates see the inner state: input and forget gate that of the step before, the output gate that of this step (ONNX's P).</summary>
    public bool Peepholes { get; init; }

    /// <summary>Bounds for the inner state c'.</summary>
    public StateClip? CellClip { get; init; }

    /// <summary>What each gate's activation is applied to is held within −limit and limit (ONNX's <c>clip</c>).</summary>
    public double? PreActivationClip { get; init; }
}
