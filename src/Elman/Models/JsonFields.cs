using System.Text.Json.Nodes;

namespace Elman.Models;

/// <summary>Reads the fields of a JSON object one by one and refuses what is missing, wrong or left over, saying where.</summary>
internal sealed class JsonFields
{
    private readonly JsonObject _json;
    private readonly string _where;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public JsonFields(JsonNode? json, string where) =>
        (_json, _where) = (json as JsonObject ?? throw new FormatException($"{where} must be a JSON object, found {Shown(json)}."), where);

    public string Text(string name) => Node(name) is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, "a text");

    public string? TextOrNull(string name) => Node(name) is null ? null : Text(name);

    public int Number(string name) => Node(name) is JsonValue value && value.TryGetValue(out int number) ? number : throw Wrong(name, "a whole number");

    public bool Flag(string name) => Node(name) is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name, "true or false");

    public JsonArray List(string name) => Node(name) as JsonArray ?? throw Wrong(name, "a list");

    /// <summary>A copy that stands alone.</summary>
    public JsonObject Object(string name) => Node(name) is JsonObject found ? found.DeepClone().AsObject() : throw Wrong(name, "an object");

    public string[] Texts(string name) => [.. List(name).Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, "a list of texts"))];

    /// <summary>Call it last: refuses a field that nobody has read.</summary>
    public void End()
    {
        foreach ((string name, _) in _json)
            if (!_read.Contains(name)) throw new FormatException($"{_where} has a field '{name}' that is not known. Known: {string.Join(", ", _read)}.");
    }

    private JsonNode? Node(string name)
    {
        _read.Add(name);
        return _json[name];
    }

    private FormatException Wrong(string name, string expected) => new($"{_where}: '{name}' must be {expected}, found {Shown(_json[name])}.");

    private static string Shown(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
