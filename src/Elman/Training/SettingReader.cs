using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elman.Training;

/// <summary>Reads the settings of a loss, optimiser, schedule or metric that was asked for by name, and refuses what is missing, wrong or left over.</summary>
internal sealed class SettingReader(string what, JsonObject? settings)
{
    private readonly HashSet<string> _read = [];

    public double Number(string name, double otherwise) => NumberOrNone(name) ?? otherwise;

    public double Number(string name) => NumberOrNone(name) ?? throw Wrong(name, "a number", null);

    public double? NumberOrNone(string name) => Node(name) is not { } node ? null : Value(node) is double value && double.IsFinite(value) ? value : throw Wrong(name, "a number", node);

    public int Whole(string name, int otherwise) => Node(name) is null ? otherwise : Whole(name);

    public int Whole(string name) =>
        Value(Node(name)) is double value && double.IsInteger(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Wrong(name, "a whole number", Node(name));

    public int? WholeOrNone(string name) => Node(name) is null ? null : Whole(name);

    public double[]? Numbers(string name)
    {
        if (Node(name) is not { } node) return null;
        if (node is not JsonArray array) throw Wrong(name, "a list of numbers", node);
        return [.. array.Select(item => Value(item) ?? throw Wrong(name, "a list of numbers", node))];
    }

    public bool Flag(string name, bool otherwise) =>
        Node(name) is not { } node ? otherwise : node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name, "true or false", node);

    /// <summary>One of the names of an enumeration, written in any case and with or without dashes.</summary>
    public TEnum Choice<TEnum>(string name, TEnum otherwise) where TEnum : struct, Enum
    {
        if (Node(name) is not { } node) return otherwise;
        string text = node is JsonValue value && value.TryGetValue(out string? found) ? found.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) : "";
        foreach (TEnum choice in Enum.GetValues<TEnum>())
            if (string.Equals(choice.ToString(), text, StringComparison.OrdinalIgnoreCase)) return choice;
        throw Wrong(name, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}", node);
    }

    /// <summary>The settings under a name, or several of them.</summary>
    public IReadOnlyList<JsonObject> Objects(string name) =>
        Node(name) is JsonArray { Count: > 0 } array && array.All(item => item is JsonObject) ? [.. array.Cast<JsonObject>()] : throw Wrong(name, "a list of objects", Node(name));

    /// <summary>Call it last: refuses a setting that nobody has read.</summary>
    public void End()
    {
        string? unknown = settings?.Select(setting => setting.Key).FirstOrDefault(name => !_read.Contains(name));
        if (unknown is null) return;
        string known = _read.Count == 0 ? "It has none." : $"It has: {string.Join(", ", _read.Order(StringComparer.Ordinal))}.";
        throw new ArgumentException($"{what} has no setting '{unknown}'. {known}");
    }

    private static double? Value(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private JsonNode? Node(string name)
    {
        _read.Add(name);
        return settings?[name];
    }

    private ArgumentException Wrong(string name, string expected, JsonNode? found) =>
        new($"{what}: setting '{name}' must be {expected}, found {found?.ToJsonString() ?? "nothing"}.");
}
