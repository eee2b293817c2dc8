using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Models;

/// <summary>A node as data.</summary>
public sealed record NodeDescription(string Name, LayerDescription Layer, IReadOnlyList<string> Inputs);

/// <summary>A model without its numbers, as data: what files carry, and what <see cref="ModelBuilder"/> builds.</summary>
public sealed record ModelDescription(IReadOnlyList<ModelInput> Inputs, IReadOnlyList<NodeDescription> Nodes, IReadOnlyList<ModelOutput> Outputs)
{
    /// <summary>The newest form that this library reads, and the one it writes.</summary>
    public const int NewestFormat = 1;

    public JsonObject ToJson() => new()
    {
        ["format"] = NewestFormat,
        ["inputs"] = new JsonArray([.. Inputs.Select(Write)]),
        ["nodes"] = new JsonArray([.. Nodes.Select(Write)]),
        ["outputs"] = new JsonArray([.. Outputs.Select(output => new JsonObject { ["name"] = output.Name, ["source"] = output.Source })]),
    };

    /// <exception cref="FormatException">Something is missing, wrong, unknown or too new; it says where.</exception>
    public static ModelDescription Parse(string json)
    {
        try
        {
            return FromJson(JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }));
        }
        catch (JsonException error)
        {
            throw new FormatException($"The description of a model must be JSON. {error.Message}", error);
        }
    }

    /// <exception cref="FormatException">Something is missing, wrong, unknown or too new; it says where.</exception>
    public static ModelDescription FromJson(JsonNode? json)
    {
        var model = new JsonFields(json, "the model");
        // First of all, so that what a newer version added is not called wrong.
        int format = model.Number("format");
        if (format > NewestFormat || format < 1)
            throw new FormatException($"The model has format {format}; this library reads formats 1 to {NewestFormat}.{(format > 1 ? " Use a newer version of the library." : "")}");
        var description = new ModelDescription(
            [.. model.List("inputs").Select((item, index) => Input(new JsonFields(item, $"inputs[{index}]")))],
            [.. model.List("nodes").Select((item, index) => Node(new JsonFields(item, $"nodes[{index}]")))],
            [.. model.List("outputs").Select((item, index) => Output(new JsonFields(item, $"outputs[{index}]")))]);
        model.End();
        return description;
    }

    private static JsonObject Write(ModelInput input)
    {
        var json = new JsonObject
        {
            ["name"] = input.Name,
            ["features"] = input.Shape.Features,
            ["steps"] = input.Shape.HasSteps,
            ["ids"] = input.Shape.IsIds,
        };
        if (input.Shape.Axes is { } axes) json["axes"] = axes;
        return json;
    }

    private static JsonObject Write(NodeDescription node) => new()
    {
        ["name"] = node.Name,
        ["kind"] = node.Layer.Kind,
        ["options"] = node.Layer.Options.DeepClone(),
        ["inputs"] = new JsonArray([.. node.Inputs.Select(name => (JsonNode)name)]),
    };

    private static ModelInput Input(JsonFields fields)
    {
        var input = new ModelInput(fields.Text("name"), new SignalShape(fields.Number("features"), fields.Flag("steps"), fields.Flag("ids")) { Axes = fields.TextOrNull("axes") });
        fields.End();
        return input;
    }

    private static NodeDescription Node(JsonFields fields)
    {
        var node = new NodeDescription(fields.Text("name"), new LayerDescription(fields.Text("kind"), fields.Object("options")), fields.Texts("inputs"));
        fields.End();
        return node;
    }

    private static ModelOutput Output(JsonFields fields)
    {
        var output = new ModelOutput(fields.Text("name"), fields.Text("source"));
        fields.End();
        return output;
    }
}
