namespace Elman.Recurrent;

/// <summary>What a traced number is.</summary>
public enum TraceKind
{
    /// <summary>Of the model, as it was given.</summary>
    Input,

    /// <summary>A weight or a bias.</summary>
    Parameter,

    /// <summary>What the activation of a gate is applied to: a sum of products and biases.</summary>
    PreActivation,

    /// <summary>A gate or a candidate, after its activation.</summary>
    Gate,

    /// <summary>Another value of a step, such as the recurrent part of a GRU's candidate, which the reset gate multiplies.</summary>
    Value,

    /// <summary>A state after the step.</summary>
    State,

    /// <summary>What a node gives.</summary>
    Output,

    /// <summary>What comes back to a state or a parameter on the way backwards.</summary>
    Gradient,
}

/// <summary>One value that a trace shows of a cell.</summary>
/// <param name="Index">Among the gates, for a pre-activation; the kept values, for a gate or another value; or the states.</param>
public readonly record struct ShownValue(string Name, TraceKind Kind, int Index);
