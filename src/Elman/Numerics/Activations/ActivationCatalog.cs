namespace Elman.Numerics.Activations;

/// <summary>The activations of the library, one row each.</summary>
public static class ActivationCatalog
{
    public static IReadOnlyList<ActivationRow> Rows { get; } =
    [
        Row<Linear>("linear", "x", "identity", "none"),
        Row<Relu>("relu", "max(x, 0)"),
        Row("leaky_relu", "x > 0: x, else α·x", v => new LeakyRelu(v[0]), a => [a.Alpha], [new("alpha", 0.01)]),
        Row("thresholded_relu", "x > α: x, else 0", v => new ThresholdedRelu(v[0]), a => [a.Alpha], [new("alpha", 1)]),
        Row<Relu6>("relu6", "min(max(x, 0), 6)"),
        Row("bounded_relu", "x ≥ bound: bound, else x ≥ threshold: x, else leak·(x − threshold)", v => new BoundedRelu(v[0], v[1], v[2]), a => [a.Bound, a.Leak, a.Threshold],
            [new("bound", double.PositiveInfinity), new("leak", 0), new("threshold", 0)]),
        Row("elu", "x > 0: x, else α·(eˣ − 1)", v => new Elu(v[0]), a => [a.Alpha], [new("alpha", 1)]),
        Row<Selu>("selu", "λ·(x > 0: x, else α·(eˣ − 1)), α = 1.6733, λ = 1.0507"),
        Row<Softplus>("softplus", "log(1 + eˣ)"),
        Row<Softsign>("softsign", "x / (1 + |x|)"),
        Row<Tanh>("tanh", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)"),
        Row("scaled_tanh", "α·tanh(β·x)", v => new ScaledTanh(v[0], v[1]), a => [a.Alpha, a.Beta], [new("alpha", 1), new("beta", 1)]),
        Row<HardTanh>("hard_tanh", "min(max(x, −1), 1)"),
        Row<Sigmoid>("sigmoid", "1 / (1 + e⁻ˣ)", "logistic"),
        Row<HardSigmoid>("hard_sigmoid", "min(max(x + 3, 0), 6) / 6"),
        Row<HardSigmoidKeras2>("hard_sigmoid_keras2", "min(max(0.2·x + 0.5, 0), 1)"),
        Row("hard_sigmoid_onnx", "min(max(α·x + β, 0), 1)", v => new HardSigmoidOnnx(v[0], v[1]), a => [a.Alpha, a.Beta], [new("alpha", 0.2), new("beta", 0.5)]),
        Row<Silu>("silu", "x / (1 + e⁻ˣ)", "swish"),
        Row<HardSilu>("hard_silu", "x·min(max(x + 3, 0), 6) / 6", "hard_swish"),
        Row<Gelu>("gelu", "x·Φ(x)"),
        Row<GeluTanh>("gelu_tanh", "½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))", "gelu_pytorch_tanh", "gelu_new", "gelu_approximate"),
        Row<Mish>("mish", "x·tanh(log(1 + eˣ))"),
        Row<Exponential>("exponential", "eˣ", "exp"),
        Row("affine", "α·x + β", v => new Affine(v[0], v[1]), a => [a.Alpha, a.Beta], [new("alpha", 1), new("beta", 0)]),
    ];

    /// <summary>All canonical names, for messages.</summary>
    internal static string Known => string.Join(", ", Rows.Select(row => row.Name));

    /// <summary>The row of a name or an alias, whatever its case, hyphens and underscores; null where there is none.</summary>
    public static ActivationRow? Find(string name) => _byName.GetValueOrDefault(Plain(name));

    private static readonly Dictionary<string, ActivationRow> _byName =
        Rows.SelectMany(row => row.Aliases.Prepend(row.Name), (row, name) => (Plain(name), row)).ToDictionary();

    private static string Plain(string name) => name.Trim().Replace("_", "").Replace("-", "").ToLowerInvariant();

    private static ActivationRow<TActivation> Row<TActivation>(string name, string equation, params string[] aliases) where TActivation : struct, IActivation =>
        new(name, equation, _ => default, _ => [], [], aliases);

    private static ActivationRow<TActivation> Row<TActivation>(
        string name, string equation, Func<double[], TActivation> make, Func<TActivation, double[]> read, ActivationParameter[] parameters)
        where TActivation : struct, IActivation => new(name, equation, make, read, parameters, []);
}
