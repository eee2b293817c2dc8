using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elman.Cli.Training;

/// <summary>What a setting holds: how it is typed, and what it is in JSON.</summary>
/// <param name="Form">How help shows it.</param>
/// <param name="Expected">For errors.</param>
/// <param name="Parse">From one word of a command line; null for what cannot be read.</param>
/// <param name="Accepts">Whether a value of a file is one.</param>
internal sealed record SettingKind(string Form, string Expected, Func<string, JsonNode?> Parse, Func<JsonNode, bool> Accepts)
{
    public static readonly SettingKind File = new("FILE", "a path", text => JsonValue.Create(text), IsText);
    public static readonly SettingKind Word = new("WORD", "a word", text => JsonValue.Create(text), IsText);
    public static readonly SettingKind Words = new("A,B,…", "words with commas between", text => new JsonArray([.. Split(text).Select(word => (JsonNode)word)]), node => IsText(node) || node is JsonArray array && array.All(IsText));
    public static readonly SettingKind Flag = new("", "true or false", text => bool.TryParse(text, out bool flag) ? JsonValue.Create(flag) : null, node => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False);
    public static readonly SettingKind Number = new("NUMBER", "a number, such as 0.01", ParseNumber, node => node.GetValueKind() == JsonValueKind.Number);
    public static readonly SettingKind Count = new("COUNT", "a whole number of 1 or more", text => ParseWhole(text) is { } whole && (long)whole! >= 1 ? whole : null, node => WholeOf(node) >= 1);
    public static readonly SettingKind Whole = new("NUMBER", "a whole number of 0 or more", ParseWhole, node => WholeOf(node) >= 0);

    public static readonly SettingKind Counts = new("A,B,…", "whole numbers of 1 or more with commas between", text =>
    {
        JsonNode?[] counts = [.. Split(text).Select(word => Count!.Parse(word))];
        return counts.Contains(null) ? null : new JsonArray(counts);
    }, node => WholeOf(node) >= 1 || node is JsonArray { Count: > 0 } array && array.All(item => WholeOf(item) >= 1));

    /// <summary>Something of a catalogue, with settings of its own: <c>step:every=10,factor=0.5</c>, in JSON <c>{"name": "step", "every": 10}</c>.</summary>
    public static readonly SettingKind Named = new("NAME[[:SETTING=VALUE,…]]", "a name, or one with settings such as step:every=10,factor=0.5", ParseNamed, node => IsText(node) || node is JsonObject known && IsText(known["name"]));

    public static readonly SettingKind SeveralNamed = new("NAME,…", "names with commas between", Words.Parse, node => Words.Accepts(node) || node is JsonArray array && array.All(item => item is not null && Named.Accepts(item)));

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long? WholeOf(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : null;

    private static JsonNode? ParseNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static JsonNode? ParseWhole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole) ? JsonValue.Create(whole) : null;

    private static JsonNode? ParseNamed(string text)
    {
        string[] parts = text.Split(':', 2);
        if (parts.Length == 1) return JsonValue.Create(text);
        var named = new JsonObject { ["name"] = parts[0] };
        foreach (string pair in Split(parts[1]))
        {
            string[] sides = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length < 2 || sides[0].Length == 0) return null;
            named[sides[0]] = ParseWhole(sides[1]) ?? ParseNumber(sides[1]) ?? Flag!.Parse(sides[1].ToLowerInvariant()) ?? JsonValue.Create(sides[1]);
        }
        return named;
    }
}

/// <summary>One setting of a training, for the command line (<c>--learning-rate</c>) and for a file (<c>"learning_rate"</c>).</summary>
internal sealed record Setting(string Name, SettingKind Kind, string Purpose)
{
    public string Option => "--" + Name.Replace('_', '-');
}
