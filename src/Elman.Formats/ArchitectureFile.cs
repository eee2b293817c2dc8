using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>
/// A description of a model in our own JSON, for weights that do not tell theirs: the same that our <c>.safetensors</c> carry. Where the weights have names of no framework,
/// its <c>arrays</c> say which of them is which of our parameters.
/// </summary>
/// <param name="Names">The name in the file of each parameter; null where a dialect tells them.</param>
internal sealed record ArchitectureFile(ModelDescription Description, IReadOnlyDictionary<string, string>? Names)
{
    private const string ArraysKey = "arrays";

    private const int MostBytes = 16 << 20;

    public static ArchitectureFile Read(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        var source = new ByteSource(stream, path);
        if (source.Length > MostBytes) throw source.Bad(0, $"expected a description of at most {MostBytes} bytes, found {source.Length}.");
        try
        {
            string text = Encoding.UTF8.GetString(source.Read(0, source.Length));
            if (JsonNode.Parse(text) is not JsonObject json || !json.ContainsKey(ArraysKey)) return new(ModelDescription.Parse(text), null);
            if (json[ArraysKey] is not JsonObject arrays) throw source.Bad(null, $"'{ArraysKey}' must be an object that gives for each of our parameters the name in the file.");
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach ((string ours, JsonNode? theirs) in arrays)
                names[ours] = theirs is JsonValue value && value.TryGetValue(out string? name) ? name : throw source.Bad(null, $"'{ArraysKey}' must give the name of an array in the file for '{BadFileException.Shown(ours)}', found {theirs?.ToJsonString() ?? "null"}.");
            json.Remove(ArraysKey);
            return new(ModelDescription.Parse(json.ToJsonString()), names);
        }
        catch (Exception error) when (error is FormatException or JsonException or ArgumentException)
        {
            throw source.Bad(null, $"{error.Message}", error);
        }
    }

    /// <summary>The arrays of the file by our parameters; what belongs to no parameter is another model's, and said.</summary>
    public (IReadOnlyDictionary<string, NamedArray> Arrays, string[] Remarks) Take(ArrayFile file)
    {
        string[] missing = [.. Names!.Where(row => !file.Contains(row.Value)).Select(row => $"'{BadFileException.Shown(row.Value)}'")];
        if (missing.Length > 0) throw new BadFileException(file.Source ?? "memory", $"it has no array {string.Join(", ", missing.Take(20))}, of which the architecture speaks. It has: {string.Join(", ", file.Names.Take(20).Select(name => BadFileException.Shown(name)))}. Nothing was loaded.");
        string[] others = [.. file.Names.Except(Names!.Values).Select(name => BadFileException.Shown(name))];
        return (Names!.ToDictionary(row => row.Key, row => file[row.Value], StringComparer.Ordinal),
            others.Length == 0 ? [] : [$"The architecture leaves {others.Length} arrays of the file to others: {string.Join(", ", others.Take(12))}{(others.Length > 12 ? ", …" : "")}."]);
    }
}
