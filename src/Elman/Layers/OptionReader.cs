using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Layers;

/// <summary>Reads the options of a layer one by one and refuses what is missing, wrong or left over.</summary>
public sealed class OptionReader(LayerDescription description)
{
    private readonly HashSet<string> _read = [];

    /// <summary>A whole number of at least 1.</summary>
    public int Size(string name) => (int)Number(name, null, "a whole number of at least 1", value => value >= 1 && value <= int.MaxValue && double.IsInteger(value));

    /// <summary>A whole number of at least 1, or what stands for nothing.</summary>
    public int SizeOr(string name, int otherwise) => Node(name) is null ? otherwise : Size(name);

    /// <summary>A whole number of at least 0, or nothing.</summary>
    public int? Id(string name) =>
        Node(name) is null ? null : (int)Number(name, null, "a whole number of at least 0", value => value >= 0 && value <= int.MaxValue && double.IsInteger(value));

    public double Number(string name, double? otherwise) => Number(name, otherwise, "a number", double.IsFinite);

    public bool Flag(string name, bool otherwise) =>
        Node(name) is not JsonNode node ? otherwise : node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name, "true or false", node);

    public string Text(string name) =>
        Node(name) is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, "text", Node(name));

    public string TextOr(string name, string otherwise) => Node(name) is null ? otherwise : Text(name);

    /// <summary>Call it last: refuses an option that nobody has read.</summary>
    public void End()
    {
        string[] unknown = [.. description.Options.Select(option => option.Key).Except(_read)];
        if (unknown.Length == 0) return;
        string known = _read.Count == 0 ? "It has none." : $"It has: {string.Join(", ", _read.Order(StringComparer.Ordinal))}.";
        throw new ArgumentException($"Layer '{description.Kind}' has no option '{unknown[0]}'. {known}");
    }

    private double Number(string name, double? otherwise, string expected, Func<double, bool> isRight)
    {
        JsonNode? node = Node(name);
        if (node is null && otherwise is double value) return value;
        return Value(node) is double found && isRight(found) ? found : throw Wrong(name, expected, node);
    }

    private static double? Value(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Whatever stands there; null for nothing.</summary>
    public JsonNode? Node(string name)
    {
        _read.Add(name);
        return description.Options[name];
    }

    private ArgumentException Wrong(string name, string expected, JsonNode? found) =>
        new($"Layer '{description.Kind}': option '{name}' must be {expected}, found {found?.ToJsonString() ?? "nothing"}.");
}
