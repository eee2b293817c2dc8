using System.Text.Json.Nodes;

namespace Elman.Layers.Operators;

/// <summary>One use of an operator as data.</summary>
/// <param name="Operator">Its name in <see cref="OperatorTable{T}"/>.</param>
/// <param name="Attributes">Its fixed options; a body of a loop is one of them.</param>
/// <param name="Outputs">Names of the values that it gives; an empty one for a result that nobody asks for.</param>
public sealed record OperatorStep(string Operator, JsonObject Attributes, IReadOnlyList<OperatorInput> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>The attributes that are bodies.</summary>
    private IEnumerable<OperatorBody> Bodies => Attributes.Where(row => OperatorBody.IsOne(row.Value)).Select(row => OperatorBody.FromJson(row.Value!));

    /// <summary>Every parameter of this step and of its bodies, with its shape, each once.</summary>
    public IEnumerable<(string Name, Numerics.Shape Shape)> Parameters => Inputs.Where(input => input.Parameter is not null).Select(input => input.Parameter!.Value)
        .Concat(Bodies.SelectMany(body => body.Steps).SelectMany(step => step.Parameters)).DistinctBy(parameter => parameter.Name);

    public JsonObject ToJson() => new()
    {
        ["operator"] = Operator,
        ["attributes"] = Attributes.DeepClone(),
        ["inputs"] = new JsonArray([.. Inputs.Select(input => input.ToJson())]),
        ["outputs"] = new JsonArray([.. Outputs.Select(name => (JsonNode)name)]),
    };

    public static OperatorStep FromJson(JsonNode? json)
    {
        if (json is not JsonObject step || step["operator"] is not JsonValue name || step["attributes"] is not JsonObject attributes || step["inputs"] is not JsonArray inputs || step["outputs"] is not JsonArray outputs)
            throw new FormatException("A step of operators is an object with operator, attributes, inputs and outputs.");
        return new((string)name!, attributes.DeepClone().AsObject(), [.. inputs.Select(OperatorInput.FromJson)], [.. outputs.Select(output => (string)output!)]);
    }
}

/// <summary>The body of a loop, or a branch: steps with names of their own. It also sees the values around it.</summary>
public sealed record OperatorBody(IReadOnlyList<string> Inputs, IReadOnlyList<OperatorStep> Steps, IReadOnlyList<OperatorInput> Outputs)
{
    public JsonObject ToJson() => new()
    {
        ["takes"] = new JsonArray([.. Inputs.Select(name => (JsonNode)name)]),
        ["steps"] = new JsonArray([.. Steps.Select(step => step.ToJson())]),
        ["gives"] = new JsonArray([.. Outputs.Select(output => output.ToJson())]),
    };

    public static bool IsOne(JsonNode? json) => json is JsonObject body && body.ContainsKey("steps");

    public static OperatorBody FromJson(JsonNode json)
    {
        if (json is not JsonObject body || body["takes"] is not JsonArray takes || body["steps"] is not JsonArray steps || body["gives"] is not JsonArray gives)
            throw new FormatException("A body of operators is an object with takes, steps and gives.");
        return new([.. takes.Select(name => (string)name!)], [.. steps.Select(OperatorStep.FromJson)], [.. gives.Select(OperatorInput.FromJson)]);
    }
}
