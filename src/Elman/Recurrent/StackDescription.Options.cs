using System.Text.Json.Nodes;
using Elman.Recurrent.Cells;

namespace Elman.Recurrent;

// The options of a layer that most do not have: left out where they are not set, so that a version without them reads what it can run.
public static partial class StackDescription
{
    /// <param name="Key">The name in the JSON.</param>
    /// <param name="Write">Null where the layer does not have it.</param>
    private sealed record Option(string Key, Func<LayerSpec, JsonNode?> Write, Func<LayerSpec, JsonNode, LayerSpec> Read);

    private static readonly Option[] _options =
    [
        new("projection", layer => layer.Projection == 0 ? null : layer.Projection, (layer, node) => layer with { Projection = Whole(node, "projection") }),
        new("hidden_clip", layer => layer.HiddenClip is { } clip ? CellOptions.Write(clip) : null, (layer, node) => layer with { HiddenClip = CellOptions.Bounds(new JsonObject { ["hidden_clip"] = node.DeepClone() }, "hidden_clip") }),
        new("zoneout", layer => layer.Zoneout is { } zone ? new JsonObject { ["hidden"] = zone.Hidden, ["cell"] = zone.Cell, ["expectation"] = zone.Expectation } : null,
            (layer, node) => layer with { Zoneout = new(Real(node, "zoneout", "hidden"), Real(node, "zoneout", "cell"), Flag(node, "zoneout", "expectation")) }),
        new("layer_norm", layer => layer.LayerNorm is { } norm ? new JsonObject { ["input"] = norm.Input, ["recurrent"] = norm.Recurrent, ["state"] = StateNorms.First(row => row.Value == norm.State).Name, ["epsilon"] = norm.Epsilon } : null,
            (layer, node) => layer with { LayerNorm = new() { Input = Flag(node, "layer_norm", "input"), Recurrent = Flag(node, "layer_norm", "recurrent"), State = Named(Part(node, "layer_norm", "state"), "state", StateNorms), Epsilon = Real(node, "layer_norm", "epsilon") } }),
        new("decay", layer => layer.Decay is { } decay ? new JsonObject { ["rate"] = decay.Rate } : null,
            (layer, node) => layer with { Decay = new(node is JsonObject { Count: 1 } json && json.ContainsKey("rate") && json["rate"] is null ? null : Real(node, "decay", "rate")) }),
        new("learns_state", layer => layer.LearnsState ? true : null, (layer, node) => layer with { LearnsState = node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw new FormatException($"A recurrent layer's 'learns_state' must be true or false, found {node.ToJsonString()}.") }),
        new("padding", layer => layer.Padding == PaddingRule.Zero ? null : Paddings.First(row => row.Value == layer.Padding).Name, (layer, node) => layer with { Padding = Named(node, "padding", Paddings) }),
        new("input_dropout", layer => Write(layer.InputDropout), (layer, node) => layer with { InputDropout = Drop(node, "input_dropout") }),
        new("recurrent_dropout", layer => Write(layer.RecurrentDropout), (layer, node) => layer with { RecurrentDropout = Drop(node, "recurrent_dropout") }),
        new("output_dropout", layer => Write(layer.OutputDropout), (layer, node) => layer with { OutputDropout = Drop(node, "output_dropout") }),
        new("merge", layer => layer.Merge == DirectionMerge.Concatenate ? null : Merges.First(row => row.Value == layer.Merge).Name, (layer, node) => layer with { Merge = Named(node, "merge", Merges) }),
        new("connection", layer => layer.Connection == Connection.None ? null : Connections.First(row => row.Value == layer.Connection).Name, (layer, node) => layer with { Connection = Named(node, "connection", Connections) }),
        new("back", layer => layer.Back is { } back ? Write(back) : null, (layer, node) => layer with { Back = Read(node) }),
    ];

    private static (DirectionMerge Value, string Name)[] Merges =>
        [(DirectionMerge.Concatenate, "concatenate"), (DirectionMerge.Sum, "sum"), (DirectionMerge.Multiply, "multiply"), (DirectionMerge.Average, "average")];

    private static (StateNorm Value, string Name)[] StateNorms =>
        [(StateNorm.None, "none"), (StateNorm.Carried, "carried"), (StateNorm.Read, "read")];

    private static (PaddingRule Value, string Name)[] Paddings =>
        [(PaddingRule.Zero, "zero"), (PaddingRule.Hold, "hold"), (PaddingRule.Compute, "compute")];

    private static (Connection Value, string Name)[] Connections =>
        [(Connection.None, "none"), (Connection.Residual, "residual"), (Connection.Highway, "highway"), (Connection.Dense, "dense")];

    /// <summary>The names of what a layer has beside its cell, size, direction, biases and dropout behind it; empty for a layer as every framework has it.</summary>
    public static IReadOnlyList<string> OptionsOf(LayerSpec layer) => [.. _options.Where(option => option.Write(layer) is not null).Select(option => option.Key)];

    private static void WriteOptions(LayerSpec layer, JsonObject json)
    {
        foreach (Option option in _options)
            if (option.Write(layer) is { } node) json[option.Key] = node;
    }

    private static LayerSpec WithOptions(LayerSpec layer, JsonObject json)
    {
        foreach (Option option in _options)
            if (json[option.Key] is { } node) layer = option.Read(layer, node);
        return layer;
    }

    private static JsonObject? Write(StateDropout? dropout) => dropout is null ? null : new JsonObject { ["rate"] = dropout.Rate, ["shared_over_time"] = dropout.SharedOverTime };

    private static StateDropout Drop(JsonNode node, string key) => new(Real(node, key, "rate"), Flag(node, key, "shared_over_time"));

    private static double Real(JsonNode node, string key, string part) => node is JsonObject json && json[part] is JsonValue value && value.TryGetValue(out double number)
        ? number
        : throw new FormatException($"A recurrent layer's '{key}' must be an object with a number '{part}', found {node.ToJsonString()}.");

    private static JsonNode Part(JsonNode node, string key, string part) => node is JsonObject json && json[part] is { } value
        ? value
        : throw new FormatException($"A recurrent layer's '{key}' must be an object with '{part}', found {node.ToJsonString()}.");

    private static bool Flag(JsonNode node, string key, string part) => node is JsonObject json && json[part] is JsonValue value && value.TryGetValue(out bool flag)
        ? flag
        : throw new FormatException($"A recurrent layer's '{key}' must be an object with '{part}' true or false, found {node.ToJsonString()}.");

    private static int Whole(JsonNode node, string key) => node is JsonValue value && value.TryGetValue(out int number)
        ? number
        : throw new FormatException($"A recurrent layer's '{key}' must be a whole number, found {node.ToJsonString()}.");

    private static TValue Named<TValue>(JsonNode node, string key, (TValue Value, string Name)[] rows) =>
        Parse(new JsonObject { [key] = node.DeepClone() }, key, rows);
}
