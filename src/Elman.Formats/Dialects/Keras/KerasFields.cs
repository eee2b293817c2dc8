using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>The fields of one object of a <c>config.json</c>, read one by one. What is missing, wrong or not known is refused with its place.</summary>
/// <param name="path">The file.</param>
/// <param name="major">The major version of Keras that wrote it.</param>
/// <param name="where">As in <c>layer 'lstm_1' (LSTM)</c>.</param>
internal sealed class KerasFields(string path, int major, string where, JsonObject json)
{
    private const int MostShown = 60;

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public string Path => path;

    /// <summary>The object itself.</summary>
    public JsonObject Whole => json;

    public int Major => major;
    public string Where => where;

    /// <summary>The fields that nobody has read and that say something: neither null, false, nor empty.</summary>
    public IEnumerable<(string Name, string Shown)> Unread => json
        .Where(row => !_read.Contains(row.Key) && !IsNothing(row.Value)).Select(row => (BadFileException.Shown(row.Key), Shown(row.Value)));

    /// <summary>Whether the field is there, be it null.</summary>
    public bool Contains(string name) => json.ContainsKey(name);

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => Node(name) is not null;

    public string Text(string name) => Node(name) is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, "a text");

    public string Text(string name, string otherwise) => Has(name) ? Text(name) : otherwise;

    public bool Flag(string name, bool otherwise) =>
        Node(name) is not { } node ? otherwise : node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name, "true or false");

    /// <summary>A whole number of at least 1.</summary>
    public int Size(string name) => AsSize(Node(name)) ?? throw Wrong(name, "a whole number from 1 to 2147483647");

    public double Number(string name, double? otherwise = null)
    {
        if (Node(name) is null && otherwise is double known) return known;
        return AsNumber(Node(name)) is double number && double.IsFinite(number) ? number : throw Wrong(name, "a number");
    }

    /// <summary>A whole number or a list of one, as Keras writes the sizes of one-dimensional layers.</summary>
    public int OneSize(string name) => AsSize(Node(name) is JsonArray { Count: 1 } list ? list[0] : Node(name)) ?? throw Wrong(name, "one whole number of at least 1");

    public JsonArray List(string name) => Node(name) as JsonArray ?? throw Wrong(name, "a list");

    /// <summary>The field as it is; null where it is not there.</summary>
    public JsonNode? Raw(string name) => Node(name);

    /// <summary>The fields of an object inside this one.</summary>
    public KerasFields Inside(string name, string? at = null) => Of(Node(name), at ?? $"{where}, '{name}'", name);

    /// <summary>An object with the keys <c>class_name</c> and <c>config</c>, as Keras writes every thing with a class.</summary>
    public KerasObject Object(string name) => KerasObject.Of(this, Node(name), $"{where}, '{name}'");

    public KerasFields Of(JsonNode? node, string at, string? name = null) => node is JsonObject inner
        ? new(path, major, at, inner)
        : throw (name is null ? Bad($"{at} must be an object, found {Shown(node)}") : Wrong(name, "an object"));

    /// <summary>A shape whose first axis is the batch: sizes, or null where one is left open.</summary>
    public int?[] Shape(string name)
    {
        if (Node(name) is not JsonArray { Count: >= 1 and <= 8 } list) throw Wrong(name, "a shape such as [null, 10, 3]");
        return [.. list.Select(size => size is null ? (int?)null : AsSize(size) ?? throw Wrong(name, "a shape whose sizes are null or at least 1"))];
    }

    /// <summary>Says that the fields are not needed, because they have no part in what the layer computes.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) _read.Add(name);
    }

    public void Ignore(Func<string, bool> isSuch)
    {
        foreach ((string name, _) in json)
            if (isSuch(name)) _read.Add(name);
    }

    /// <summary>The fields that are such and say something.</summary>
    public IEnumerable<string> Given(Func<string, bool> isSuch) => json.Where(field => isSuch(field.Key) && !IsNothing(field.Value)).Select(field => field.Key);

    public BadFileException Bad(string problem) => new(path, $"config.json, {where}: {problem}.");

    public static string Shown(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "nothing";
        return BadFileException.Shown(text.Length <= MostShown ? text : text[..MostShown] + "…", MostShown + 1);
    }

    public static double? AsNumber(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
        : null;

    public static int? AsSize(JsonNode? node) => AsNumber(node) is double number && number is >= 1 and <= int.MaxValue && double.IsInteger(number) ? (int)number : null;

    private static bool IsNothing(JsonNode? node) =>
        node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || (node is JsonValue value && value.GetValueKind() == JsonValueKind.False);

    private JsonNode? Node(string name)
    {
        _read.Add(name);
        return json[name];
    }

    private BadFileException Wrong(string name, string expected) => Bad($"'{name}' must be {expected}, found {Shown(json[name])}");
}

/// <summary>A thing with a class, as Keras writes it.</summary>
/// <param name="Class">Such as <c>LSTM</c>.</param>
/// <param name="Name">Of a layer; empty where it has none.</param>
/// <param name="Config">Its options.</param>
internal sealed record KerasObject(string Class, string Name, KerasFields Config)
{
    /// <param name="at">The place, until the name is known.</param>
    public static KerasObject Of(KerasFields outer, JsonNode? node, string at)
    {
        KerasFields fields = outer.Of(node, at);
        string kind = fields.Text("class_name");
        KerasFields config = fields.Inside("config");
        string name = config.Text("name", "");
        return new(kind, name, outer.Of(node!["config"], name.Length > 0 ? $"layer '{BadFileException.Shown(name)}' ({BadFileException.Shown(kind)})" : at));
    }
}
