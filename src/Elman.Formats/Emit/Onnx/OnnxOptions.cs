namespace Elman.Formats.Emit;

/// <summary>How a model is written as ONNX.</summary>
public sealed record OnnxOptions
{
    /// <summary>The oldest and the newest set of operators that is written.</summary>
    public const int OldestOpset = 14, NewestOpset = 17;

    /// <summary>The version of ONNX's operators.</summary>
    public int Opset { get; init; } = NewestOpset;

    /// <summary>Whether the states of layers that run forward are inputs, zero where they are not given, and outputs.</summary>
    public bool States { get; init; } = true;

    /// <summary>
    /// Whether whoever runs the graph may leave the states out: each is then an input with a value, zero, in the file. ONNX Runtime for JavaScript hides such inputs;
    /// for it, and wherever states are carried from call to call, make them inputs like others.
    /// </summary>
    public bool OptionalStates { get; init; } = true;

    internal void Check()
    {
        if (Opset is < OldestOpset or > NewestOpset) throw new ArgumentOutOfRangeException(nameof(Opset), $"ONNX is written with the operators of version {OldestOpset} to {NewestOpset}, found {Opset}.");
    }
}
