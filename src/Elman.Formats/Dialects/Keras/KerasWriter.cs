using System.Text.Json.Nodes;
using Elman.Formats.Containers;
using Elman.Layers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>A model as Keras 3 writes one: layers, a config, and the weights at their places. What Keras has no layer for is refused by name.</summary>
internal sealed class KerasWriter
{
    /// <summary>The version whose form of config is written.</summary>
    private const string Version = "3.0.0";

    /// <summary>What the layers are called in Keras, node by node.</summary>
    private readonly Dictionary<string, KerasOutput> _results = new(StringComparer.Ordinal);

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ModelDescription _model;

    public KerasWriter(ModelDescription model)
    {
        _model = model;
        Steps = model.Nodes.Where(node => node.Layer.Kind is Flatten<float>.Kind or Reshape<float>.Kind or Permute<float>.Kind).Select(node => node.Layer.Options["steps"]?.DeepClone()).FirstOrDefault();
        foreach (ModelInput input in model.Inputs) Input(input);
        var waiting = new List<NodeDescription>(model.Nodes);
        while (waiting.Count > 0)
        {
            NodeDescription node = waiting.Find(candidate => candidate.Inputs.All(IsKnown)) ?? throw new NotSupportedException($"Node '{waiting[0].Name}' waits for a node that comes after it.");
            waiting.Remove(node);
            if (!KerasWrittenKinds.Rows.TryGetValue(node.Layer.Kind, out Action<KerasWriter, NodeDescription>? write))
                throw new NotSupportedException($"Node '{node.Name}' is of kind '{node.Layer.Kind}', which is not written for Keras. Known: {string.Join(", ", KerasWrittenKinds.Rows.Keys)}. Save as .safetensors.");
            write(this, node);
        }
    }

    public List<KerasWritten> Layers { get; } = [];

    /// <summary>Our biases of which Keras has only the sum of two.</summary>
    public IReadOnlyList<string> Joined => [.. Layers.SelectMany(layer => layer.Weights).Where(weight => weight.IsSum).SelectMany(weight => weight.Places).Select(place => place.Ours)];

    /// <summary>The number of steps, where a layer needs it known; Keras keeps it with the inputs.</summary>
    private JsonNode? Steps { get; }

    /// <summary>The nodes that take a result of a node, and the outputs of the model that show it, with what they take.</summary>
    public IEnumerable<(NodeDescription? User, string Taken)> UsersOf(string node) =>
        _model.Nodes.SelectMany(user => user.Inputs.Select(taken => ((NodeDescription?)user, taken))).Concat(_model.Outputs.Select(output => ((NodeDescription?)null, output.Source)))
            .Where(use => use.Item2 == node || use.Item2.StartsWith(node + ".", StringComparison.Ordinal));

    /// <summary>A layer of Keras for a node, one result of which is the node's.</summary>
    public KerasWritten Layer(string kind, NodeDescription node, string name, IReadOnlyList<KerasOutput> inputs, params ReadOnlySpan<(string Name, JsonNode? Value)> options)
    {
        RefuseName(name);
        if (inputs.Any(input => input.IsReversed)) throw new NotSupportedException($"Node '{node.Name}' takes a sequence that a layer gives in reverse; Keras has it with the last step first. Save as .safetensors.");
        var layer = new KerasWritten(kind, name, KerasWritten.Options(name, options), inputs);
        Layers.Add(layer);
        Result(node.Name, new(name));
        return layer;
    }

    public ModelInput? InputOf(string name) => _model.Inputs.FirstOrDefault(input => input.Name == name);

    public NodeDescription? Node(string name) => _model.Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>Says that a node is written with the one that takes it.</summary>
    public void Defer(string node)
    {
        Result(node, new(""));
        Result(node + ".last", new(""));
    }

    public void Result(string source, KerasOutput output) => _results[source] = output;

    public KerasOutput Find(string source) => _results[source];

    public IReadOnlyList<KerasOutput> Inputs(NodeDescription node) => [.. node.Inputs.Select(Find)];

    /// <summary>The name, or the nearest that no layer has.</summary>
    public string FreeName(string name)
    {
        while (_names.Contains(name) || _model.Nodes.Any(node => node.Name == name)) name += "_";
        return name;
    }

    public ArrayFile Write(ArrayFile own)
    {
        var file = new ArrayFile();
        JsonObject config = Config(out KerasPlan plan);
        file.Metadata[KerasArchive.ConfigKey] = config.ToJsonString();
        file.Metadata[KerasArchive.MetadataKey] = Metadata;
        var lists = new JsonArray();
        foreach ((KerasWritten layer, string place) in Places())
        {
            IReadOnlyList<KerasWeight> weights = plan.Layers.First(planned => planned.Name == layer.Name).Weights;
            foreach (KerasWrittenWeight weight in layer.Weights) file.Add(weight.Make(own).Renamed($"{place}/{weight.Place}"));
            lists.Add((JsonNode)new JsonObject
            {
                ["name"] = layer.Name,
                ["arrays"] = new JsonArray([.. layer.Weights.Select(weight => (JsonNode)$"{place}/{weight.Place}")]),
                ["names"] = new JsonArray([.. weights.Select(weight => (JsonNode)weight.Path)]),
            });
        }
        file.Metadata[KerasHdf5.LayersKey] = lists.ToJsonString();
        KerasWrittenCheck.Same(_model, this, plan, file);
        return file;
    }

    /// <summary>Our arrays out of a file that <see cref="Write"/> made of a model of the same description.</summary>
    public Dictionary<string, NamedArray> Read(ArrayFile file)
    {
        var arrays = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        Dictionary<string, string[]>? lists = file.Metadata.TryGetValue(KerasHdf5.LayersKey, out string? json)
            ? JsonNode.Parse(json)!.AsArray().ToDictionary(layer => (string)layer!["name"]!, layer => layer!["arrays"]!.AsArray().Select(name => (string)name!).ToArray(), StringComparer.Ordinal)
            : null;
        foreach ((KerasWritten layer, string place) in Places())
            foreach ((int index, KerasWrittenWeight weight) in layer.Weights.Index())
            {
                // A file that lists the arrays of each layer has them in the same order under other names.
                string name = lists?.GetValueOrDefault(layer.Name) is { } listed && index < listed.Length ? listed[index] : $"{place}/{weight.Place}";
                foreach (KerasPlace ours in weight.Places) arrays.Add(ours.Ours, ours.Take(file[name]));
            }
        return arrays;
    }

    private static string Metadata => new JsonObject { ["keras_version"] = Version, ["date_saved"] = "1980-01-01@00:00:00" }.ToJsonString();

    private IEnumerable<(KerasWritten Layer, string Place)> Places()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (KerasWritten layer in Layers) yield return (layer, $"{KerasHdf5.Places[0]}/{KerasStored.Numbered(layer.Class, counts)}");
    }

    private void Input(ModelInput input)
    {
        RefuseName(input.Name);
        bool isIds = input.Shape.IsIds;
        // A product makes features of the steps of its second input, and has to know how many there are.
        JsonNode? steps = _model.Nodes.Where(node => node.Layer.Kind == DotProduct<float>.Kind && node.Inputs[1] == input.Name).Select(node => node.Layer.Options["other_steps"]).FirstOrDefault() ?? Steps;
        JsonArray shape = !input.Shape.HasSteps ? new(null, input.Shape.Features) : isIds ? new(null, steps?.DeepClone()) : new(null, steps?.DeepClone(), input.Shape.Features);
        Layers.Add(new(KerasGraph.InputLayer, input.Name, new() { ["batch_shape"] = shape, ["dtype"] = isIds ? "int32" : "float32", ["sparse"] = false, ["name"] = input.Name }, []));
        Result(input.Name, new(input.Name));
    }

    /// <summary>A list of layers where each takes what the one before gives, else a graph; the graph's tensors need shapes, which a first reading gives.</summary>
    private JsonObject Config(out KerasPlan plan)
    {
        KerasOutput[] outputs = [.. _model.Outputs.Select(output => Find(output.Source))];
        if (outputs.Any(output => output.IsReversed)) throw new NotSupportedException("An output of the model is a sequence in reverse; Keras has it with the last step first. Save as .safetensors.");
        bool isChain = outputs is [{ Index: 0 } last] && last.Layer == Layers[^1].Name && Layers.Index().Skip(1).All(row => row.Item.InitialState.Count == 0 && !row.Item.IsCausal && row.Item.Inputs is [{ Index: 0 } input] && input.Layer == Layers[row.Index - 1].Name);
        JsonObject config = isChain ? KerasWrittenGraph.Chain(Layers) : KerasWrittenGraph.Graph(Layers, _model.Inputs.Count, outputs, null);
        plan = Planned(config);
        if (isChain) return config;
        config = KerasWrittenGraph.Graph(Layers, _model.Inputs.Count, outputs, plan);
        plan = Planned(config);
        return config;
    }

    private static KerasPlan Planned(JsonObject config)
    {
        try
        {
            return new(KerasGraph.Read("the model as Keras has it", config.ToJsonString(), Metadata));
        }
        catch (BadFileException error)
        {
            throw new NotSupportedException($"The model cannot be written for Keras: {error.Message} Save as .safetensors.", error);
        }
    }

    /// <summary>Whether a result has been written: that of a node, or a further one that its layer gives.</summary>
    private bool IsKnown(string source) => _results.ContainsKey(source);

    private void RefuseName(string name)
    {
        if (name.Contains('/')) throw new NotSupportedException($"'{name}' cannot be the name of a layer of Keras, which has no '/' in names. Rename it.");
        if (!_names.Add(name)) throw new NotSupportedException($"Two layers of Keras would be named '{name}'. Rename one.");
    }
}
