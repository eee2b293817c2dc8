using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Numerics.Activations;

namespace Elman.Recurrent.Cells;

/// <summary>The options of cells as JSON, and back.</summary>
internal static class CellOptions
{
    private const string ClipKey = "pre_activation_clip", CellClipKey = "cell_clip", InputKey = "input_gate", ForgetKey = "forget_gate", OutputKey = "output_gate";

    public static Activation Gate(JsonObject options) => Read(options, "gate", Activation.Sigmoid);

    public static Activation Candidate(JsonObject options) => Read(options, "candidate", Activation.Tanh);

    public static double? Clip(JsonObject options) => options[ClipKey] is { } given ? Number(given, ClipKey) : null;

    public static LstmOptions Lstm(JsonObject options) => new()
    {
        Gate = Gate(options),
        Candidate = Candidate(options),
        Output = Read(options, "output", Activation.Tanh),
        InputGate = ReadOr(options, InputKey),
        ForgetGate = ReadOr(options, ForgetKey),
        OutputGate = ReadOr(options, OutputKey),
        PreActivationClip = Clip(options),
        CellClip = Bounds(options, CellClipKey),
    };

    public static JsonObject Write(LstmOptions options)
    {
        JsonObject json = Write(options.PreActivationClip, ("gate", options.Gate), ("candidate", options.Candidate), ("output", options.Output),
            (InputKey, options.InputGate), (ForgetKey, options.ForgetGate), (OutputKey, options.OutputGate));
        if (options.CellClip is { } bounds) json[CellClipKey] = Write(bounds);
        return json;
    }

    /// <summary>Activations and a clip, those that are there.</summary>
    public static JsonObject Write(double? clip, params ReadOnlySpan<(string Name, Activation? Value)> activations)
    {
        var options = new JsonObject();
        foreach ((string name, Activation? value) in activations)
            if (value is not null) options[name] = value.ToString();
        if (clip is { } limit) options[ClipKey] = limit;
        return options;
    }

    /// <summary>A limit that holds something, or none.</summary>
    public static double? Checked(double? clip) => clip is null or > 0
        ? clip
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A pre-activation is held within −{clip} and {clip}; expected a number above 0, or none for no clip."));

    public static JsonObject Write(StateClip clip)
    {
        var json = new JsonObject { ["min"] = clip.Min, ["max"] = clip.Max };
        if (clip.StopsNaN) json["stops_nan"] = true;
        return json;
    }

    public static StateClip? Bounds(JsonObject options, string key)
    {
        if (options[key] is not { } given) return null;
        if (given is not JsonObject { Count: 2 or 3 } json || json["min"] is not { } min || json["max"] is not { } max || (json.Count == 3 && json["stops_nan"] is null))
            throw new FormatException($"'{key}' must be an object with min and max, and may have stops_nan; found {given.ToJsonString()}.");
        return new(Number(min, key), Number(max, key), json["stops_nan"] is JsonValue stops && stops.TryGetValue(out bool flag) && flag);
    }

    public static Activation Read(JsonObject options, string key, Activation otherwise) => ReadOr(options, key) ?? otherwise;

    private static Activation? ReadOr(JsonObject options, string key)
    {
        if (options[key] is not { } given) return null;
        return given is JsonValue value && value.TryGetValue(out string? text)
            ? Activation.Parse(text)
            : throw new FormatException($"A cell's option '{key}' must be the name of an activation as text, found {given.ToJsonString()}.");
    }

    private static double Number(JsonNode given, string key) => given is JsonValue value && value.TryGetValue(out double number)
        ? number
        : throw new FormatException($"A cell's option '{key}' must hold a number, found {given.ToJsonString()}.");
}
