using System.Text.Json.Nodes;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>What an operator takes at one place: a value by its name, a constant, one of the layer's parameters, or nothing.</summary>
/// <param name="Value">The name of a value; null where it is something else.</param>
public sealed record OperatorInput(string? Value)
{
    /// <summary>Nothing: the operator does without.</summary>
    public static OperatorInput Absent { get; } = new((string?)null);

    /// <summary>Whole numbers.</summary>
    public Tensor<int>? Ids { get; private init; }

    /// <summary>A few numbers that are no parameter, such as an exponent.</summary>
    public Tensor<double>? Numbers { get; private init; }

    /// <summary>The name of a parameter, and its shape.</summary>
    public (string Name, Shape Shape)? Parameter { get; private init; }

    public static OperatorInput Of(Tensor<int> ids) => new((string?)null) { Ids = ids };
    public static OperatorInput Of(Tensor<double> numbers) => new((string?)null) { Numbers = numbers };
    public static OperatorInput Of(string parameter, Shape shape) => new((string?)null) { Parameter = (parameter, shape) };

    /// <summary>A text for a value, null for nothing, an object for a constant or a parameter.</summary>
    public JsonNode? ToJson() =>
        Value is not null ? JsonValue.Create(Value)
        : Ids is not null ? new JsonObject { ["ids"] = List(Ids.Values), ["shape"] = List(Ids.Shape) }
        : Numbers is not null ? new JsonObject { ["numbers"] = new JsonArray([.. Numbers.Values.ToArray().Select(number => (JsonNode)number)]), ["shape"] = List(Numbers.Shape) }
        : Parameter is { } parameter ? new JsonObject { ["parameter"] = parameter.Name, ["shape"] = List(parameter.Shape) }
        : null;

    public static OperatorInput FromJson(JsonNode? json)
    {
        switch (json)
        {
            case null: return Absent;
            case JsonValue value when value.TryGetValue(out string? name): return new(name);
            case JsonObject { Count: 2 } constant when constant["shape"] is JsonArray dimensions:
                var shape = new Shape([.. dimensions.Select(size => (int)size!)]);
                if (constant["ids"] is JsonArray ids) return Of(new Tensor<int>(shape, [.. ids.Select(id => (int)id!)]));
                if (constant["numbers"] is JsonArray numbers) return Of(new Tensor<double>(shape, [.. numbers.Select(number => (double)number!)]));
                if (constant["parameter"] is JsonValue parameter) return Of((string)parameter!, shape);
                break;
        }
        throw new FormatException($"An input of an operator is a text, null, or an object with shape and one of ids, numbers and parameter; found {json.ToJsonString()}.");
    }

    private static JsonArray List(ReadOnlySpan<int> values) => [.. values.ToArray().Select(value => (JsonNode)value)];

    private static JsonArray List(Shape shape) => List(shape.Dimensions);
}
