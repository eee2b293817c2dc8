using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Models;

/// <summary>How many steps each node gives, where the model is given so many: windows, padding and the like change their number.</summary>
internal static class StepCounts
{
    /// <summary>From options and the steps that come in to the steps that go out; kinds that are not here give as many as they take.</summary>
    private static readonly Dictionary<string, Func<JsonObject, int?, int?>> _rows = Rows();

    /// <summary>By the name of the input or node; null where the number is not known.</summary>
    /// <param name="nodes">In an order in which they can run; what a node takes its steps from may be a further result of a node.</param>
    public static IReadOnlyDictionary<string, int?> Of(IEnumerable<string> inputs, IEnumerable<(string Name, LayerDescription Layer, string Source)> nodes, int? steps)
    {
        var counts = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (string input in inputs) counts[input] = steps;
        foreach ((string name, LayerDescription layer, string source) in nodes)
        {
            string giver = source;
            while (!counts.ContainsKey(giver)) giver = giver[..giver.LastIndexOf('.')];
            counts[name] = _rows.TryGetValue(layer.Kind, out Func<JsonObject, int?, int?>? count) ? count(layer.Options, counts[giver]) : counts[giver];
        }
        return counts;
    }

    private static Dictionary<string, Func<JsonObject, int?, int?>> Rows()
    {
        var rows = new Dictionary<string, Func<JsonObject, int?, int?>>(StringComparer.Ordinal)
        {
            [ZeroPadding<float>.Kind] = (options, steps) => steps + Whole(options, "before") + Whole(options, "after"),
            [Cropping<float>.Kind] = (options, steps) => steps is int known ? Math.Max(0, known - Whole(options, "before") - Whole(options, "after")) : null,
            [UpSampling<float>.Kind] = (options, steps) => steps * Whole(options, "size"),
            [Repeat<float>.Kind] = (options, _) => Whole(options, "steps"),
            [Reshape<float>.Kind] = (options, _) => options["to_steps"] is { } to ? (int)to : null,
            [Permute<float>.Kind] = (options, _) => Whole(options, "features"),
            [DotProduct<float>.Kind] = (options, steps) => Whole(options, "axis") == 2 ? steps : null,
        };
        foreach (string kind in (string[])[Convolution<float>.Kind, .. Pooling<float>.Kinds])
            rows[kind] = (options, steps) => steps is int known ? WindowOptions.Read(new(new(kind, options))).Count(known) : null;
        return rows;
    }

    private static int Whole(JsonObject options, string name) => (int)options[name]!;
}
