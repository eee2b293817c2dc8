using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Models;

namespace Elman.Training;

/// <summary>What series a model was trained on, written into the model, so that a forecast needs no further word: which columns it takes and gives, and how far it looks.</summary>
/// <param name="Columns">The columns that go in, in the order of the features.</param>
/// <param name="Targets">Those that come out, for each step of the horizon.</param>
/// <param name="Window">Steps that it saw at a time.</param>
/// <param name="Horizon">Steps ahead that it says at once.</param>
/// <param name="EveryStep">Whether it says what comes next after every step.</param>
/// <param name="Trained">The first rows of the series, on which it was trained; 0 where that is not known.</param>
public sealed record SeriesNote(IReadOnlyList<string> Columns, IReadOnlyList<string> Targets, int Window, int Horizon, bool EveryStep, int Trained)
{
    /// <summary>The note's key among <see cref="Model{T}.Notes"/>.</summary>
    public const string Key = "series";

    public void WriteTo<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T> => model.Notes[Key] = ToJson().ToJsonString();

    /// <summary>The note of a model; null where it has none.</summary>
    /// <exception cref="FormatException">It has one that cannot be read.</exception>
    public static SeriesNote? Of<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!model.Notes.TryGetValue(Key, out string? text)) return null;
        try
        {
            JsonNode json = JsonNode.Parse(text)!;
            return new(Texts(json["columns"]!), Texts(json["targets"]!), Positive(json["window"]!), Positive(json["horizon"]!), (bool)json["every_step"]!, Math.Max(0, (int)json["trained"]!));
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"The model's note '{Key}' says on what series it was trained and cannot be read: {text}. Save the model without it, or give the columns by hand.", error);
        }
    }

    private JsonObject ToJson() => new()
    {
        ["columns"] = new JsonArray([.. Columns.Select(name => (JsonNode)name)]),
        ["targets"] = new JsonArray([.. Targets.Select(name => (JsonNode)name)]),
        ["window"] = Window,
        ["horizon"] = Horizon,
        ["every_step"] = EveryStep,
        ["trained"] = Trained,
    };

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(item => (string)item!)];

    private static int Positive(JsonNode number) => (int)number is > 0 and var value ? value : throw new FormatException("expected a number of at least 1");
}
