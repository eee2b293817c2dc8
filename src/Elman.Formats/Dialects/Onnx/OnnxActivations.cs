using System.Globalization;
using Elman.Formats.Containers.Onnx;
using Elman.Numerics.Activations;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>The activations of ONNX: those of nodes, and those that recurrent operators name, with their numbers.</summary>
internal static class OnnxActivations
{
    /// <summary>Those of recurrent operators: our name, and the defaults of alpha and beta where it has them.</summary>
    private static readonly Dictionary<string, (string Ours, double? Alpha, double? Beta)> _rows = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Relu"] = ("relu", null, null),
        ["Tanh"] = ("tanh", null, null),
        ["Sigmoid"] = ("sigmoid", null, null),
        ["Affine"] = ("affine", 1, 0),
        ["LeakyRelu"] = ("leaky_relu", 0.01, null),
        ["ThresholdedRelu"] = ("thresholded_relu", 1, null),
        ["ScaledTanh"] = ("scaled_tanh", 1, 1),
        ["HardSigmoid"] = ("hard_sigmoid_onnx", 0.2, 0.5),
        ["Elu"] = ("elu", 1, null),
        ["Softsign"] = ("softsign", null, null),
        ["Softplus"] = ("softplus", null, null),
    };

    public static IEnumerable<string> Known => _rows.Keys;

    /// <summary>The activations of a recurrent operator. Numbers are taken in order, each by the next function that has such a one.</summary>
    /// <returns>Null where a name is not known.</returns>
    public static Activation[]? Read(IReadOnlyList<string> names, IReadOnlyList<float> alphas, IReadOnlyList<float> betas)
    {
        var activations = new List<Activation>();
        (int alpha, int beta) = (0, 0);
        foreach (string name in names)
        {
            if (!_rows.TryGetValue(name, out (string Ours, double? Alpha, double? Beta) row)) return null;
            var numbers = new List<string>();
            if (row.Alpha is { } a) numbers.Add(Written("alpha", alpha < alphas.Count ? alphas[alpha++] : a));
            if (row.Beta is { } b) numbers.Add(Written("beta", beta < betas.Count ? betas[beta++] : b));
            activations.Add(Activation.Parse(numbers.Count == 0 ? row.Ours : $"{row.Ours}({string.Join(", ", numbers)})"));
        }
        return [.. activations];
    }

    /// <summary>The activation that a node is, in our words; null where its attributes ask for another function than the usual one.</summary>
    public static string? Of(OnnxOperator row, OnnxNode node)
    {
        string text = row.Activation!;
        foreach (string name in row.Attributes)
        {
            OnnxAttribute? given = node.Attribute(name);
            int open = text.IndexOf("{" + name + ":", StringComparison.Ordinal);
            if (open < 0)
            {
                if (given is null) continue;
                if (name == "approximate")
                {
                    if (given.Text == "tanh") text = "gelu_tanh";
                    else if (given.Text != "none") return null;
                }
                else if (!IsUsual(row.Name, name, given.Float)) return null;
                continue;
            }
            int close = text.IndexOf('}', open), colon = text.IndexOf(':', open);
            text = text[..open] + (given is null ? text[(colon + 1)..close] : Number(given.Float)) + text[(close + 1)..];
        }
        return text;
    }

    /// <summary>Selu and Swish have numbers that every exporter leaves as they are.</summary>
    private static bool IsUsual(string operation, string name, float value) => (operation, name) switch
    {
        ("Selu", "alpha") => value == 1.67326319217681884765625f,
        ("Selu", "gamma") => value == 1.05070102214813232421875f,
        ("Swish", "alpha") => value == 1,
        _ => false,
    };

    private static string Written(string name, double value) => $"{name}={Number(value)}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
