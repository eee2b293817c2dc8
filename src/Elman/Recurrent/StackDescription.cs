using System.Text.Json.Nodes;
using Elman.Recurrent.Cells;

namespace Elman.Recurrent;

/// <summary>A stack as JSON, and back; the names of cells are those of <see cref="CellCatalog"/>.</summary>
public static partial class StackDescription
{
    public static JsonObject Write(int inputs, IReadOnlyList<LayerSpec> layers) => new()
    {
        ["inputs"] = inputs,
        ["layers"] = new JsonArray([.. layers.Select(Write)]),
    };

    private static JsonNode Write(LayerSpec layer)
    {
        var json = new JsonObject
        {
            ["cell"] = layer.Cell.Spec.Name,
            ["options"] = layer.Cell.Options.DeepClone(),
            ["hidden"] = layer.Hidden,
            ["direction"] = NameOf(layer.Direction),
            ["bias"] = NameOf(layer.Bias),
        };
        // Left out where there is none, so that a version without dropout in stacks reads what it can run.
        if (layer.Dropout != 0) json["dropout"] = layer.Dropout;
        WriteOptions(layer, json);
        return json;
    }

    public static (int Inputs, LayerSpec[] Layers) Read(JsonObject json)
    {
        if (json["layers"] is not JsonArray layers) throw new FormatException("A recurrent stack's 'layers' must be an array.");
        RefuseUnknown(json, "A recurrent stack", ["inputs", "layers"]);
        return (Number(json, "inputs"), [.. layers.Select(Read)]);
    }

    private static LayerSpec Read(JsonNode? node)
    {
        if (node is not JsonObject json) throw new FormatException("A recurrent layer must be a JSON object with cell, options, hidden, direction and bias.");
        RefuseUnknown(json, "A recurrent layer", ["cell", "options", "hidden", "direction", "bias", "dropout", .. _options.Select(option => option.Key)]);
        JsonObject options = json["options"] as JsonObject ?? throw new FormatException("A recurrent layer needs an object 'options', empty where the cell is as usual.");
        Cell cell = CellCatalog.Build(Text(json, "cell"), options);
        RefuseUnknown(options, $"Cell '{cell}'", [.. cell.Options.Select(option => option.Key)]);
        return WithOptions(new(cell, Number(json, "hidden"), Parse(json, "direction", _directions), Parse(json, "bias", _biases), Rate(json)), json);
    }

    private static readonly (Direction Value, string Name)[] _directions =
        [(Direction.Forward, "forward"), (Direction.Reverse, "reverse"), (Direction.Bidirectional, "bidirectional")];

    private static readonly (BiasKind Value, string Name)[] _biases =
        [(BiasKind.Two, "two"), (BiasKind.One, "one"), (BiasKind.None, "none")];

    private static string NameOf(Direction value) => _directions.First(row => row.Value == value).Name;
    private static string NameOf(BiasKind value) => _biases.First(row => row.Value == value).Name;

    private static TValue Parse<TValue>(JsonObject json, string key, (TValue Value, string Name)[] rows)
    {
        string name = Text(json, key);
        foreach ((TValue value, string known) in rows)
            if (known == name) return value;
        throw new FormatException($"A recurrent layer's '{key}' is '{name}'; known: {string.Join(", ", rows.Select(row => row.Name))}.");
    }

    private static void RefuseUnknown(JsonObject json, string what, string[] known)
    {
        if (json.Select(field => field.Key).Except(known).FirstOrDefault() is { } unknown)
            throw new FormatException($"{what} has no option '{unknown}'. Known: {string.Join(", ", known)}.");
    }

    private static string Text(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new FormatException($"A recurrent layer needs a text '{key}'.");

    private static double Rate(JsonObject json) => json["dropout"] switch
    {
        null => 0,
        JsonValue value when value.TryGetValue(out double rate) => rate,
        _ => throw new FormatException("A recurrent layer's 'dropout' must be a number of at least 0 and below 1."),
    };

    private static int Number(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out int number) ? number : throw new FormatException($"A recurrent layer needs a whole number '{key}'.");
}
