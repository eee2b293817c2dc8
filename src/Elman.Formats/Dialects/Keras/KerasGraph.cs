using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Formats.Containers;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>A layer of a model and its calls.</summary>
internal sealed record KerasNode(KerasObject Layer, IReadOnlyList<KerasCall> Calls);

/// <summary>A <c>config.json</c> as a graph of layers: what stands in it, not yet what it means.</summary>
/// <param name="Layers">In the order of the file.</param>
internal sealed record KerasGraph(
    string Path, string Version, string Class, string Name, IReadOnlyList<KerasNode> Layers, IReadOnlyList<KerasReference> Inputs, IReadOnlyList<KerasReference> Outputs)
{
    public const string InputLayer = "InputLayer", Sequential = "Sequential";

    /// <summary>What Keras calls a model of several inputs or outputs; <c>Model</c> before 2.4.</summary>
    private static readonly string[] _functional = ["Functional", "Model"];

    public bool IsSequential => Class == Sequential;

    public static KerasGraph Read(string path, string config, string metadata)
    {
        var version = new KerasFields(path, 0, KerasArchive.MetadataName, Parse(path, KerasArchive.MetadataName, metadata));
        string written = version.Text("keras_version");
        if (!int.TryParse(written.Split('.')[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int major) || major is < 1 or > 3)
            throw new BadFileException(path, $"{KerasArchive.MetadataName}: expected a file of Keras 1, 2 or 3, found 'keras_version' = '{BadFileException.Shown(written)}'.");
        var fields = new KerasFields(path, major, "the model", Parse(path, KerasArchive.ConfigName, config));
        KerasObject model = KerasObject.Of(fields, fields.Whole, "the model");
        KerasFields inside = model.Config;
        if (model.Class == Sequential) return OfSequential(path, written, model, [.. inside.List("layers").Select((node, index) => KerasObject.Of(fields, node, $"layers[{index}]"))]);
        if (!_functional.Contains(model.Class))
            throw fields.Bad($"it is of class '{BadFileException.Shown(model.Class)}', whose layers stand in its own program and not in the file. Known: {Sequential}, {string.Join(", ", _functional)}. Build the same layers with keras.Sequential or keras.Model and save that");
        return new(path, written, model.Class, model.Name, [.. inside.List("layers").Select((node, index) => OfFunctional(fields, node, index))],
            KerasCall.References(inside, "input_layers"), KerasCall.References(inside, "output_layers"));
    }

    private static KerasNode OfFunctional(KerasFields fields, JsonNode? node, int index)
    {
        KerasObject layer = KerasObject.Of(fields, node, $"layers[{index}]");
        KerasFields outer = fields.Of(node, layer.Config.Where);
        // The name in the graph is that beside the config; both are the same in files of Keras itself.
        return new(layer with { Name = outer.Text("name", layer.Name) }, KerasCall.Read(outer));
    }

    private static KerasGraph OfSequential(string path, string version, KerasObject model, List<KerasObject> layers)
    {
        var nodes = new List<KerasNode>();
        if (layers.Count == 0) throw model.Config.Bad("it has no layers");
        if (layers[0].Class != InputLayer) nodes.Add(new(ImpliedInput(model, layers[0]), []));
        foreach (KerasObject layer in layers)
            nodes.Add(new(layer, nodes.Count == 0 ? [] : [new([new(nodes[^1].Layer.Name, 0, 0)], [], [], [])]));
        return new(path, version, model.Class, model.Name, nodes, [new(nodes[0].Layer.Name, 0, 0)], [new(nodes[^1].Layer.Name, 0, 0)]);
    }

    /// <summary>Older files have no input layer: the shape stands with the first layer, or with the model once it has been built.</summary>
    private static KerasObject ImpliedInput(KerasObject model, KerasObject first)
    {
        JsonNode? shape = first.Config.Raw("batch_input_shape") ?? model.Config.Raw("build_input_shape")
            ?? throw model.Config.Bad($"the shape of its input is not known, since the model was saved before it was built. In Keras: model.build((None, steps, features)), then save it again");
        const string Name = "input";
        return new(InputLayer, Name, first.Config.Of(new JsonObject { ["batch_shape"] = shape.DeepClone(), ["name"] = Name }, "the model's input"));
    }

    private static JsonObject Parse(string path, string member, string text)
    {
        try
        {
            JsonNode? json = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            RefuseBadText(json);
            return json as JsonObject ?? throw new BadFileException(path, $"{member} must be an object, found {KerasFields.Shown(json)}.");
        }
        catch (JsonException error)
        {
            throw new BadFileException(path, $"{member} is no proper JSON: {error.Message}", inner: error);
        }
        catch (InvalidOperationException error)   // an escaped half of a surrogate pair
        {
            throw new BadFileException(path, $"{member} has text that is no Unicode: {error.Message}", inner: error);
        }
    }

    /// <summary>Reads every text once, so that what is no Unicode is found here and not later.</summary>
    private static void RefuseBadText(JsonNode? node)
    {
        if (node is JsonValue value) _ = value.TryGetValue(out string? _);
        else if (node is JsonArray list) foreach (JsonNode? item in list) RefuseBadText(item);
        else if (node is JsonObject fields) foreach ((string _, JsonNode? item) in fields) RefuseBadText(item);
    }
}
