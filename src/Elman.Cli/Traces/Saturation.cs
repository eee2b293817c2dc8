using System.Numerics;
using Elman.Models;
using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Cli.Traces;

/// <summary>How much of a gate stands so near an end of its activation's range that it hardly moves, nor learns.</summary>
internal static class Saturation
{
    /// <summary>Nearer to an end than this share of the range.</summary>
    public const double Near = 0.01;

    /// <summary>The activations that have two ends.</summary>
    private static readonly Dictionary<string, (double Low, double High)> _ranges = new()
    {
        ["sigmoid"] = (0, 1), ["hard_sigmoid"] = (0, 1), ["hard_sigmoid_keras2"] = (0, 1), ["hard_sigmoid_onnx"] = (0, 1),
        ["tanh"] = (-1, 1), ["hard_tanh"] = (-1, 1), ["softsign"] = (-1, 1), ["relu6"] = (0, 6),
    };

    /// <summary>The ends of a gate's activation; null for what is no gate, and for an activation without two ends.</summary>
    public static (double Low, double High)? RangeOf<T>(Model<T> model, TraceEntry<T> entry) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (entry.Kind != TraceKind.Gate || model[entry.Node] is not RecurrentStack<T> stack) return null;
        // As the cells of the list name their options: one for all, or one for the candidate and one for the gates.
        var options = stack.Layers[entry.Layer!.Value].Spec.Cell.Options;
        string? name = (string?)(options["activation"] ?? options[entry.Name] ?? options["gate"]);
        return name is not null && _ranges.TryGetValue(Activation.Parse(name).Name, out (double, double) range) ? range : null;
    }
}
