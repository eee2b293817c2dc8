using System.Text.Json.Nodes;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Settings and the values that each may have. A setting is named by its path in a configuration, with dots: <c>optimizer.learning_rate</c>.</summary>
/// <param name="Settings">In their order.</param>
public sealed record SearchSpace(IReadOnlyList<(string Name, SearchRange Range)> Settings)
{
    /// <exception cref="FormatException">It is no object of lists and ranges; it says where.</exception>
    public static SearchSpace Parse(JsonNode? json) => json is JsonObject { Count: > 0 } settings
        ? new([.. settings.Select(pair => (pair.Key, SearchRange.Parse(pair.Key, pair.Value)))])
        : throw new FormatException($"A search has settings and their values, such as {{\"optimizer.learning_rate\": [0.01, 0.001]}}; found {json?.ToJsonString() ?? "nothing"}.");

    /// <summary>Every combination of lists, the last setting changing fastest.</summary>
    /// <exception cref="ArgumentException">A setting is a range, of which there are too many values.</exception>
    public IEnumerable<JsonObject> Grid()
    {
        if (Settings.FirstOrDefault(setting => setting.Range.Values is null).Name is { } range)
            throw new ArgumentException($"A grid goes through lists, and '{range}' is a range. List its values, or search at random.");
        IEnumerable<(string, JsonNode)[]> all = [[]];
        foreach ((string name, SearchRange values) in Settings) all = [.. all.SelectMany(_ => values.Values!, (chosen, value) => ((string, JsonNode)[])[.. chosen, (name, value)])];
        return all.Select(Chosen);
    }

    /// <summary>Settings drawn at random, each by itself; the same stream gives the same.</summary>
    public IEnumerable<JsonObject> Random(int trials, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        for (int i = 0; i < trials; i++) yield return Chosen(Settings.Select(setting => (setting.Name, setting.Range.Draw(random))));
    }

    /// <summary>A configuration with some of its settings replaced; each must be there already, so that a slip of the pen is no setting that nobody reads.</summary>
    /// <param name="chosen">Values by path.</param>
    public static JsonObject Apply(JsonObject configuration, JsonObject chosen)
    {
        var changed = (JsonObject)configuration.DeepClone();
        foreach ((string path, JsonNode? value) in chosen)
        {
            string[] parts = path.Split('.');
            JsonNode? at = changed;
            foreach (string part in parts[..^1]) at = (at as JsonObject)?[part];
            if (at is not JsonObject owner || !owner.ContainsKey(parts[^1]))
                throw new ArgumentException($"The configuration has no setting '{path}' to search over. {(at is JsonObject known ? $"There are: {string.Join(", ", known.Select(pair => pair.Key))}. " : "")}Write it there with its usual value.");
            owner[parts[^1]] = value?.DeepClone();
        }
        return changed;
    }

    private static JsonObject Chosen(IEnumerable<(string Name, JsonNode Value)> values) => new(values.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value.DeepClone())));
}
