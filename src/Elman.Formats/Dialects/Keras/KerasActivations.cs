using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Numerics.Activations;

namespace Elman.Formats.Dialects;

/// <summary>Keras's activations under our names.</summary>
internal static class KerasActivations
{
    /// <summary>What goes along a whole row and is a layer here.</summary>
    public const string Softmax = "softmax";

    public const string Linear = "linear";

    /// <summary>The one whose meaning changed with version 3.</summary>
    private const string HardSigmoid = "hard_sigmoid";

    private static readonly Dictionary<string, string> _rows = new(StringComparer.Ordinal)
    {
        [Linear] = Linear,
        ["relu"] = "relu",
        ["relu6"] = "relu6",
        ["leaky_relu"] = "leaky_relu(alpha=0.2)",
        ["elu"] = "elu",
        ["selu"] = "selu",
        ["softplus"] = "softplus",
        ["softsign"] = "softsign",
        ["tanh"] = "tanh",
        ["hard_tanh"] = "hard_tanh",
        ["sigmoid"] = "sigmoid",
        [HardSigmoid] = "hard_sigmoid",
        ["silu"] = "silu",
        ["swish"] = "silu",
        ["hard_silu"] = "hard_silu",
        ["hard_swish"] = "hard_silu",
        ["gelu"] = "gelu",
        ["mish"] = "mish",
        ["exponential"] = "exponential",
        [Softmax] = Softmax,
    };

    /// <summary>The activation of a field: a name, nothing for none, or an object that wraps a name.</summary>
    public static string Read(KerasFields fields, string name, string otherwise)
    {
        JsonNode? node = fields.Raw(name);
        // A field that is null says "none"; one that is not there says the default.
        if (node is null) return fields.Contains(name) ? Linear : otherwise;
        if (node is JsonObject) return Inside(fields, name);
        return Ours(fields, fields.Text(name));
    }

    /// <summary>Keras 3's name of one of ours; null where it has none.</summary>
    public static string? Theirs(string ours) => _rows.FirstOrDefault(row => row.Key != Softmax && Activation.Parse(row.Value).ToString() == ours).Key;

    /// <summary>Our name of a layer that is an activation.</summary>
    public static string OfLayer(string kind, KerasFields fields) => kind switch
    {
        "ReLU" => Relu(fields),
        "LeakyReLU" => With("leaky_relu", fields.Number(fields.Has("alpha") ? "alpha" : "negative_slope", 0.3)),
        "ThresholdedReLU" => With("thresholded_relu", fields.Number("theta", 1)),
        "ELU" => With("elu", fields.Number("alpha", 1)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only layers that are activations."),
    };

    private static string Inside(KerasFields fields, string name)
    {
        KerasFields inner = fields.Inside(name);
        string kind = inner.Text("class_name");
        if (kind == "function" || inner.Raw("config") is JsonValue) return Ours(fields, inner.Text("config"));
        if (kind is not ("ReLU" or "LeakyReLU" or "ELU" or "ThresholdedReLU")) throw Unknown(fields, kind);
        return OfLayer(kind, inner.Inside("config"));
    }

    private static string Ours(KerasFields fields, string name)
    {
        if (!_rows.TryGetValue(name, out string? ours)) throw Unknown(fields, name);
        return name == HardSigmoid && fields.Major < 3 ? "hard_sigmoid_keras2" : ours;
    }

    private static string Relu(KerasFields fields)
    {
        double? most = fields.Has("max_value") ? fields.Number("max_value") : null;
        double slope = fields.Number("negative_slope", 0), threshold = fields.Number("threshold", 0);
        return (most, slope, threshold) switch
        {
            (null, 0, 0) => "relu",
            (6, 0, 0) => "relu6",
            (null, _, 0) => With("leaky_relu", slope),
            _ => string.Create(CultureInfo.InvariantCulture, $"bounded_relu(bound={most ?? double.PositiveInfinity:R}, leak={slope:R}, threshold={threshold:R})"),
        };
    }

    private static string With(string name, double alpha) => string.Create(CultureInfo.InvariantCulture, $"{name}(alpha={alpha:R})");

    private static Storage.BadFileException Unknown(KerasFields fields, string name) =>
        fields.Bad($"there is no activation '{Storage.BadFileException.Shown(name)}' here. Known: {string.Join(", ", _rows.Keys)}");
}
