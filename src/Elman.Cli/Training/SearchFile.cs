using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>What a search is to do: the settings of its trainings, and which of them have which values.</summary>
/// <param name="Train">As <c>elman train</c> takes them.</param>
/// <param name="Trials">How many choices are drawn; null for every combination.</param>
internal sealed record SearchFile(JsonObject Train, SearchSpace Over, int? Trials, IReadOnlyList<long> Seeds)
{
    private static readonly string[] _keys = ["train", "over", "trials", "seeds"];

    public static SearchFile Read(string path)
    {
        if (!File.Exists(path)) throw new BadFileException(path, $"there is no such file of a search. Check the path; see 'elman search --help'.");
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) is not JsonObject json)
                throw new BadFileException(path, $"expected one object with train and over; see 'elman search --help'.");
            if (json.Select(pair => pair.Key).FirstOrDefault(key => !_keys.Contains(key)) is { } unknown) throw new WrongUseException($"'{path}': there is no '{unknown}' in a search. It has: {string.Join(", ", _keys)}.");
            if (json["train"] is not JsonObject train) throw new WrongUseException($"'{path}': expected the settings of 'elman train' under train; found {json["train"]?.ToJsonString() ?? "nothing"}.");
            var over = SearchSpace.Parse(json["over"]);
            foreach ((string name, _) in over.Settings)
                if (TrainingSettings.All.All(setting => setting.Name != name.Split('.')[0]) || name == "seed")
                    throw new WrongUseException($"'{path}': '{name}' is no setting to search over{(name == "seed" ? "; seeds are listed under seeds" : $". Known: {string.Join(", ", TrainingSettings.All.Select(setting => setting.Name))}")}.");
            return new(TrainingSettings.Checked(train, path), over, Whole(json["trials"], path, "trials"), json["seeds"] is JsonArray { Count: > 0 } seeds ? [.. seeds.Select(seed => (long)(Whole(seed, path, "seeds") ?? 0))] : [0]);
        }
        catch (JsonException error)
        {
            throw new BadFileException(path, $"is no proper JSON: {error.Message}", null, error);
        }
        catch (FormatException error)
        {
            throw new WrongUseException($"'{path}': {error.Message}");
        }
    }

    /// <summary>The choices that are trained.</summary>
    public IEnumerable<JsonObject> Choices() => Trials is int trials ? Over.Random(trials, new TorchRandom(0)) : Over.Grid();

    /// <summary>The settings of one training.</summary>
    public TrainingSettings Settings(JsonObject choice, long seed, string path)
    {
        var usual = (JsonObject)Train.DeepClone();
        // What is not written has its usual value, and is there to be replaced all the same.
        foreach ((string name, _) in choice)
            if (!name.Contains('.', StringComparison.Ordinal) && !usual.ContainsKey(name)) usual[name] = null;
        JsonObject all = SearchSpace.Apply(usual, choice);
        all["seed"] = seed;
        return new(TrainingSettings.Checked(JsonNode.Parse(all.ToJsonString())!.AsObject(), path));
    }

    private static int? Whole(JsonNode? node, string path, string name) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out int whole) && whole >= (name == "trials" ? 1 : 0) => whole,
        _ => throw new WrongUseException($"'{path}': {name} expects {(name == "trials" ? "a whole number of 1 or more" : "whole numbers of 0 or more")}; found {node.ToJsonString()}."),
    };
}
