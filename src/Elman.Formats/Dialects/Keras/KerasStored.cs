using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Elman.Formats.Containers;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Which array of a file is which weight, where Keras itself has stored them: by lists of layers, or by places named after classes.</summary>
internal static class KerasStored
{
    private const string Own = "vars";

    /// <summary>Counters of random draws, which are no weights.</summary>
    private const string Seeds = "seed_generator";

    /// <summary>The parts of a layer in the order in which <c>get_weights()</c> goes through them; others follow.</summary>
    private static readonly string[] _parts =
    [
        Own, "cell", "cells", "forward_layer", "backward_layer", "layer",
        "query_dense", "_query_dense", "key_dense", "_key_dense", "value_dense", "_value_dense", "output_dense", "_output_dense",
    ];

    /// <summary>For each weight of the model its array, null where there is none; null in all where the file is none of Keras's own.</summary>
    public static NamedArray?[]? Order(KerasPlan plan, ArrayFile file)
    {
        if (file.Metadata.TryGetValue(KerasHdf5.LayersKey, out string? lists)) return ByLists(plan, file, lists);
        foreach (string places in KerasHdf5.Places)
            if (file.Any(array => array.Name.StartsWith(places + "/", StringComparison.Ordinal))) return ByPlaces(plan, file, places);
        return null;
    }

    /// <summary>Arrays that are no weights of any model.</summary>
    public static bool IsNoWeight(NamedArray array) => array.Name.Split('/').Contains(Seeds);

    /// <summary>Layers with weights are matched in their order, as Keras does: names differ between files of one model.</summary>
    private static NamedArray?[] ByLists(KerasPlan plan, ArrayFile file, string lists)
    {
        var stored = JsonNode.Parse(lists)!.AsArray().Select(layer => (Name: (string)layer!["name"]!, Arrays: layer["arrays"]!.AsArray().Select(name => file[(string)name!]).ToArray())).Where(layer => layer.Arrays.Length > 0).ToArray();
        KerasLayer[] layers = [.. plan.Layers.Where(layer => layer.Weights.Count > 0)];
        bool byName = layers.All(layer => stored.Any(row => row.Name == layer.Name));
        if (!byName && stored.Length != layers.Length)
            throw new BadFileException(file.Source ?? "memory", $"has {stored.Length} layers with weights ({Shown(stored.Select(row => row.Name))}), expected {layers.Length} ({Shown(layers.Select(layer => layer.Name))}). The weights belong to another model.");
        var order = new List<NamedArray?>();
        foreach ((int index, KerasLayer layer) in layers.Index())
            Add(order, layer, byName ? stored.First(row => row.Name == layer.Name).Arrays : stored[index].Arrays);
        return [.. order];
    }

    /// <summary>Layers stand under the names of their classes, numbered from the second of a class on.</summary>
    private static NamedArray?[] ByPlaces(KerasPlan plan, ArrayFile file, string places)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<NamedArray?>();
        foreach (KerasLayer layer in plan.Layers)
        {
            string prefix = $"{places}/{Numbered(layer.Class, counts)}/";
            Dictionary<string, int> cells = Cells(layer.Options.Whole);
            Add(order, layer, [.. file.Where(array => array.Name.StartsWith(prefix, StringComparison.Ordinal) && !IsNoWeight(array))
                .OrderBy(array => array.Name[prefix.Length..].Split('/'), Comparer<string[]>.Create((one, other) => Compare(one, other, cells)))]);
        }
        return [.. order];
    }

    private static void Add(List<NamedArray?> order, KerasLayer layer, NamedArray[] arrays)
    {
        for (int i = 0; i < layer.Weights.Count; i++) order.Add(i < arrays.Length ? arrays[i] : null);
    }

    private static int Compare(string[] one, string[] other, Dictionary<string, int> cells)
    {
        for (int i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            if (one[i] == other[i]) continue;
            (int first, int second) = (Rank(one[i]), Rank(other[i]));
            return first != second ? first.CompareTo(second) : string.CompareOrdinal(one[i], other[i]);
        }
        return one.Length.CompareTo(other.Length);

        int Rank(string part) => Array.IndexOf(_parts, part) is var known and >= 0 ? known
            : cells.TryGetValue(part, out int cell) ? _parts.Length + cell
            : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : int.MaxValue;
    }

    /// <summary>The places of stacked cells, which are named after their classes too, in their order.</summary>
    private static Dictionary<string, int> Cells(JsonNode? config)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        if (config is JsonArray list) foreach (JsonNode? item in list) Merge(Cells(item));
        else if (config is JsonObject fields)
            foreach ((string name, JsonNode? inner) in fields)
            {
                if (name is "cells" or "cell" && inner is JsonArray cells)
                {
                    var counts = new Dictionary<string, int>(StringComparer.Ordinal);
                    foreach ((int index, JsonNode? cell) in cells.Index())
                        if (cell is JsonObject && cell["class_name"] is JsonValue value && value.TryGetValue(out string? kind)) ranks.TryAdd(Numbered(kind, counts), index);
                }
                Merge(Cells(inner));
            }
        return ranks;

        void Merge(Dictionary<string, int> more)
        {
            foreach ((string name, int rank) in more) ranks.TryAdd(name, rank);
        }
    }

    /// <summary>The place of the next thing of a class: <c>lstm</c>, <c>lstm_1</c> …</summary>
    public static string Numbered(string kind, Dictionary<string, int> counts)
    {
        string name = Snake(kind);
        int number = counts[name] = counts.GetValueOrDefault(name, -1) + 1;
        return number == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
    }

    /// <summary>As in <c>simple_rnn</c> and <c>conv1d</c>: a word begins at a capital before a small letter, and at a capital behind one.</summary>
    public static string Snake(string kind)
    {
        var name = new StringBuilder();
        for (int i = 0; i < kind.Length; i++)
        {
            bool begins = char.IsAsciiLetterUpper(kind[i]) && i > 0
                && (i + 1 < kind.Length && char.IsAsciiLetterLower(kind[i + 1]) || char.IsAsciiLetterLower(kind[i - 1]));
            if (begins && name[^1] != '_') name.Append('_');
            name.Append(char.ToLowerInvariant(kind[i]));
        }
        return name.ToString();
    }

    private static string Shown(IEnumerable<string> names) => string.Join(", ", names.Take(12).Select(name => $"'{BadFileException.Shown(name)}'"));
}
