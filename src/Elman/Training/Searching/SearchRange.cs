using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>The values that one setting may have in a search: a list, or all between two bounds.</summary>
public sealed record SearchRange
{
    private SearchRange() { }

    /// <summary>The values of a list; null for a range.</summary>
    public IReadOnlyList<JsonNode>? Values { get; private init; }

    public double From { get; private init; }
    public double To { get; private init; }

    /// <summary>Whether equal ratios are equally likely, as suits learning rates, in place of equal differences.</summary>
    public bool IsLogarithmic { get; private init; }

    /// <summary>Whether only whole numbers are drawn, both bounds included.</summary>
    public bool IsWhole { get; private init; }

    public static SearchRange Of(params IEnumerable<JsonNode> values)
    {
        JsonNode[] all = [.. values];
        return all.Length > 0 ? new() { Values = all } : throw new ArgumentException("A setting is searched over at least one value; found none.");
    }

    public static SearchRange Between(double from, double to, bool logarithmic = false, bool whole = false)
    {
        if (!(double.IsFinite(from) && double.IsFinite(to) && from < to && (!logarithmic || from > 0)) || whole && !(double.IsInteger(from) && double.IsInteger(to)))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A range goes from a smaller number to a larger one, both above 0 where its scale is logarithmic, both whole where its numbers are; found {from} to {to}."));
        return new() { From = from, To = to, IsLogarithmic = logarithmic, IsWhole = whole };
    }

    /// <summary>A list of values, or <c>{"from": 1e-4, "to": 1e-1, "log": true, "whole": false}</c>.</summary>
    /// <exception cref="FormatException">It is neither; it says where.</exception>
    public static SearchRange Parse(string name, JsonNode? json)
    {
        if (json is JsonArray { Count: > 0 } list && list.All(value => value is not null)) return Of(list.Select(value => value!.DeepClone()));
        if (json is not JsonObject range) throw Wrong(name, json);
        if (range.Select(pair => pair.Key).FirstOrDefault(key => key is not ("from" or "to" or "log" or "whole")) is { } unknown)
            throw new FormatException($"The range of '{name}' has no '{unknown}'. It has: from, to, log, whole.");
        try
        {
            return Between(Number(range["from"]), Number(range["to"]), Flag(range["log"]), Flag(range["whole"]));
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"'{name}': {(error is ArgumentException ? error.Message : Wrong(name, json).Message)}", error);
        }
    }

    /// <summary>A value, drawn; one number of the stream each.</summary>
    public JsonNode Draw(RandomStream random)
    {
        if (Values is { } values) return values[random.Next(values.Count)].DeepClone();
        double share = random.NextDouble();
        if (IsWhole && !IsLogarithmic) return (long)Math.Min(To, Math.Floor(From + share * (To - From + 1)));
        double drawn = IsLogarithmic ? Math.Exp(Math.Log(From) + share * (Math.Log(To) - Math.Log(From))) : From + share * (To - From);
        return IsWhole ? JsonValue.Create((long)Math.Clamp(Math.Round(drawn), From, To)) : JsonValue.Create(Math.Clamp(drawn, From, To));
    }

    private static double Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : throw new InvalidOperationException();

    private static bool Flag(JsonNode? node) => node is not null && (bool)node;

    private static FormatException Wrong(string name, JsonNode? json) =>
        new($"'{name}' is searched over a list of values, or a range such as {{\"from\": 1e-4, \"to\": 1e-1, \"log\": true}}; found {json?.ToJsonString() ?? "nothing"}.");
}
