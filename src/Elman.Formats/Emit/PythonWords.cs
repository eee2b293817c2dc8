using System.Text.RegularExpressions;

namespace Elman.Formats.Emit;

/// <summary>What differs between the Python libraries.</summary>
/// <param name="Module">As the program calls it.</param>
/// <param name="Weights">How the weights are read from a path, in float64.</param>
/// <param name="Given">How an input of the caller's becomes what the program computes with; numbers, then ids.</param>
/// <param name="Split">How parts of the first axis are made.</param>
internal sealed partial record PythonWords(
    string Title, string Module, IReadOnlyList<string> Imports, string Weights, (string Numbers, string Ids) Given, string Split, string Concatenate, string Stack, string Zeros, string Number, string Shown, Func<CurveRow, string> Curve)
{
    public static PythonWords NumPy { get; } = new("NumPy", "np", ["import numpy as np"],
        "{name: values.astype(np.float64) for name, values in np.load(PATH).items()}", ("values", "values"),
        "np.split({0}, {1})", "np.concatenate([{0}], axis=-1)", "np.stack({0}, axis=1)", "np.zeros({0})", "{0}", "y", row => row.NumPy);

    public static PythonWords PyTorch { get; } = new("PyTorch", "torch", ["import numpy as np", "import torch"],
        "{name: values.double() for name, values in torch.load(PATH).items()}", ("torch.from_numpy(values).double()", "torch.from_numpy(values).long()"),
        "{0}.chunk({1})", "torch.cat([{0}], dim=-1)", "torch.stack({0}, dim=1)", "torch.zeros({0}, dtype=torch.float64)", "torch.tensor({0}, dtype=torch.float64)", "y.numpy()", row => row.PyTorch ?? Elsewhere(row.NumPy, "torch."));

    public static PythonWords Keras { get; } = new("Keras 3", "ops", ["import numpy as np", "from keras import ops"],
        "{name: ops.convert_to_tensor(values, dtype=\"float64\") for name, values in np.load(PATH).items()}", ("ops.convert_to_tensor(values, dtype=\"float64\")", "ops.convert_to_tensor(values, dtype=\"int32\")"),
        "ops.split({0}, {1})", "ops.concatenate([{0}], axis=-1)", "ops.stack({0}, axis=1)", "ops.zeros({0}, dtype=\"float64\")", "{0}", "ops.convert_to_numpy(y)", row => row.Keras ?? Elsewhere(row.NumPy, "ops."));

    /// <summary>What stands in the braces of <see cref="ShapeTable"/>.</summary>
    public static ShapeWords Places { get; } = new(name => $"weights[name + \"{name}\"]", number => number, "True", "False", "None");

    /// <summary>The lines for a layer that moves steps.</summary>
    public string Shaped(ShapeRow row) => (Module == "torch" ? row.PyTorch : Module == "ops" ? row.Keras : null) ?? Elsewhere(row.NumPy);

    /// <summary>What is written for NumPy, for this library.</summary>
    public string Elsewhere(string numpy) => Module == "torch" ? Elsewhere(numpy.Replace("np.concatenate(", "np.cat(", StringComparison.Ordinal), "torch.") : Elsewhere(numpy, Module + ".");

    private static string Elsewhere(string numpy, string module) => Functions().Replace(numpy, module);

    [GeneratedRegex(@"\bnp\.")]
    private static partial Regex Functions();
}
