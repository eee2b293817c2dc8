namespace Elman.Training;

/// <summary>What a parameter is for, as its name tells.</summary>
public enum ParameterKind
{
    /// <summary>What inputs are multiplied by: <c>weight</c>, <c>input_weight</c>, <c>kernel</c>.</summary>
    Kernel,

    /// <summary>What a state is multiplied by: <c>recurrent_weight</c>.</summary>
    Recurrent,

    /// <summary>What is added: <c>bias</c>, <c>input_bias</c>, <c>recurrent_bias</c>.</summary>
    Bias,

    /// <summary>Everything else, such as the scales of a norm.</summary>
    Other,
}

/// <summary>Tells kinds of parameters apart.</summary>
public static class ParameterKinds
{
    // The first ending that fits.
    private static readonly (string Ending, ParameterKind Kind)[] _endings =
    [
        ("recurrent_weight", ParameterKind.Recurrent),
        ("bias", ParameterKind.Bias),
        ("weight", ParameterKind.Kernel),
        ("kernel", ParameterKind.Kernel),
    ];

    /// <summary>The kind of a parameter with this name, full or its layer's own. A weight of one dimension, as a norm has it, is no kernel.</summary>
    /// <param name="dimensions">How many dimensions the parameter has.</param>
    public static ParameterKind Of(string name, int dimensions)
    {
        foreach ((string ending, ParameterKind kind) in _endings)
            if (name.EndsWith(ending, StringComparison.Ordinal)) return kind == ParameterKind.Kernel && dimensions < 2 ? ParameterKind.Other : kind;
        return ParameterKind.Other;
    }
}
