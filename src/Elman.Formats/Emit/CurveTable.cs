namespace Elman.Formats.Emit;

/// <summary>A curve in each language.</summary>
/// <param name="Parameters">Its numbers.</param>
/// <param name="CSharp">Of one number, v; of a whole row, x, where <paramref name="OfRow"/>.</param>
/// <param name="NumPy">Of an array x. Where the others have the same function under the same name, <c>np.</c> stands for their module too.</param>
internal sealed record CurveRow(string Name, string[] Parameters, string CSharp, string NumPy, string? PyTorch = null, string? Keras = null, bool OfRow = false)
{
    /// <summary>Whether the C# program needs the error function, which .NET does not have.</summary>
    public bool NeedsErf => CSharp.Contains("Erf(", StringComparison.Ordinal);
}

/// <summary>The activations and the few functions of rows, written out in each language.</summary>
internal static class CurveTable
{
    public static IReadOnlyDictionary<string, CurveRow> Rows { get; } = ((CurveRow[])
    [
        new("linear", [], "v", "x"),
        new("relu", [], "Math.Max(v, 0)", "np.maximum(x, 0)", "torch.relu(x)"),
        new("leaky_relu", ["alpha"], "v > 0 ? v : alpha * v", "np.where(x > 0, x, alpha * x)"),
        new("thresholded_relu", ["alpha"], "v > alpha ? v : 0", "np.where(x > alpha, x, np.zeros_like(x))"),
        new("bounded_relu", ["bound", "leak", "threshold"], "v < threshold ? leak * (v - threshold) : Math.Min(v, bound)", "np.where(x < threshold, leak * (x - threshold), np.where(x < bound, x, np.full_like(x, bound)))"),
        new("relu6", [], "Math.Clamp(v, 0, 6)", "np.clip(x, 0, 6)"),
        new("elu", ["alpha"], "v > 0 ? v : alpha * (Math.Exp(v) - 1)", "np.where(x > 0, x, alpha * np.expm1(x))"),
        new("selu", [], "1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * (Math.Exp(v) - 1))", "1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(x))"),
        new("softplus", [], "Math.Max(v, 0) + Math.Log(1 + Math.Exp(-Math.Abs(v)))", "np.logaddexp(x, np.zeros_like(x))"),
        new("softsign", [], "v / (1 + Math.Abs(v))", "x / (1 + np.abs(x))"),
        new("tanh", [], "Math.Tanh(v)", "np.tanh(x)"),
        new("scaled_tanh", ["alpha", "beta"], "alpha * Math.Tanh(beta * v)", "alpha * np.tanh(beta * x)"),
        new("hard_tanh", [], "Math.Clamp(v, -1, 1)", "np.clip(x, -1, 1)"),
        new("sigmoid", [], "1 / (1 + Math.Exp(-v))", "1 / (1 + np.exp(-x))", "torch.sigmoid(x)", "ops.sigmoid(x)"),
        new("hard_sigmoid", [], "Math.Clamp(v + 3, 0, 6) / 6", "np.clip(x + 3, 0, 6) / 6"),
        new("hard_sigmoid_keras2", [], "Math.Clamp(0.2 * v + 0.5, 0, 1)", "np.clip(0.2 * x + 0.5, 0, 1)"),
        new("hard_sigmoid_onnx", ["alpha", "beta"], "Math.Clamp(alpha * v + beta, 0, 1)", "np.clip(alpha * x + beta, 0, 1)"),
        new("silu", [], "v / (1 + Math.Exp(-v))", "x / (1 + np.exp(-x))", "x * torch.sigmoid(x)", "x * ops.sigmoid(x)"),
        new("hard_silu", [], "v * Math.Clamp(v + 3, 0, 6) / 6", "x * np.clip(x + 3, 0, 6) / 6"),
        new("gelu", [], "0.5 * v * (1 + ErrorFunction.Erf(v / Math.Sqrt(2)))", "0.5 * x * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))", "0.5 * x * (1 + torch.erf(x / math.sqrt(2)))", "0.5 * x * (1 + ops.erf(x / math.sqrt(2)))"),
        new("gelu_tanh", [], "0.5 * v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))", "0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))"),
        new("mish", [], "v * Math.Tanh(Math.Max(v, 0) + Math.Log(1 + Math.Exp(-Math.Abs(v))))", "x * np.tanh(np.logaddexp(x, np.zeros_like(x)))"),
        new("exponential", [], "Math.Exp(v)", "np.exp(x)"),
        new("affine", ["alpha", "beta"], "alpha * v + beta", "alpha * x + beta"),
        new("exp", [], "Math.Exp(v)", "np.exp(x)"),
        new("log", [], "Math.Log(v)", "np.log(x)"),
        new("sqrt", [], "Math.Sqrt(v)", "np.sqrt(x)"),
        new("clip", ["low", "high"], "Math.Clamp(v, low, high)", "np.clip(x, low, high)"),
        new("clip_number", ["low", "high"], "double.IsNaN(v) ? low : Math.Clamp(v, low, high)", "np.clip(np.nan_to_num(x, nan=low), low, high)"),
        new("sum", [], "x.Values.Sum()", "np.sum(x, axis=-1, keepdims=True)", OfRow: true),
        new("mean", [], "x.Values.Average()", "np.mean(x, axis=-1, keepdims=True)", OfRow: true),
        new("max", [], "x.Values.Max()", "np.amax(x, axis=-1, keepdims=True)", "torch.amax(x, dim=-1, keepdim=True)", OfRow: true),
        new("min", [], "x.Values.Min()", "np.amin(x, axis=-1, keepdims=True)", "torch.amin(x, dim=-1, keepdim=True)", OfRow: true),
        new("norm", ["epsilon"], "(x - x.Values.Average()) / Math.Sqrt((x - x.Values.Average()).Values.Average(v => v * v) + epsilon)",
            "(x - np.mean(x, axis=-1, keepdims=True)) / np.sqrt(np.var(x, axis=-1, keepdims=True) + epsilon)", "torch.nn.functional.layer_norm(x, x.shape[-1:], eps=epsilon)", OfRow: true),
    ]).ToDictionary(row => row.Name, StringComparer.Ordinal);

    /// <exception cref="NotSupportedException">There is no such curve; the message lists those there are.</exception>
    public static CurveRow Of(string name) => Rows.TryGetValue(name, out CurveRow? row) ? row
        : throw new NotSupportedException($"There is no function '{name}' for short programs. Known: {string.Join(", ", Rows.Keys)}.");
}
