using Elman.Layers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>What a <c>config.json</c> means: the layers as Keras sees them, our nodes, and the weights in the order of <c>get_weights()</c>.</summary>
internal sealed class KerasPlan
{
    private const int MostLayers = 10_000;

    private readonly KerasGraph _graph;
    private readonly KerasLayer?[] _layers;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public KerasPlan(KerasGraph graph)
    {
        (_graph, _layers) = (graph, new KerasLayer?[graph.Layers.Count]);
        if (graph.Layers.Count > MostLayers) throw Bad($"the model has {graph.Layers.Count} layers; expected at most {MostLayers}");
        foreach ((int index, KerasNode node) in graph.Layers.Index())
        {
            if (!_places.TryAdd(node.Layer.Name, index)) throw Bad($"two layers are named '{BadFileException.Shown(node.Layer.Name)}'; expected each name once");
            _names.Add(node.Layer.Name);
        }
        RefuseUnknown();
        TakesIds = [.. graph.Layers.Where(node => KerasClasses.TakesIds(node.Layer.Class)).SelectMany(node => node.Calls).SelectMany(call => call.Inputs).Select(input => input.Layer)];
        foreach (int index in Order()) Plan(index);
        foreach (KerasReference output in graph.Outputs) _ = Find(output, "the model's outputs");
    }

    /// <summary>The layers whose results are used as ids.</summary>
    public HashSet<string> TakesIds { get; }

    public IEnumerable<KerasLayer> Layers => _layers.Select(layer => layer!);

    public IEnumerable<KerasWeight> Weights => Layers.SelectMany(layer => layer.Weights);

    public ModelOrigin Origin => new("keras", _graph.Version, _graph.Name, _graph.Class, [.. Listed().Select(OriginOf)]);

    /// <summary>The model as ours, or one refusal that names every layer that cannot be one.</summary>
    public ModelDescription Description()
    {
        string[] lacking = [.. Layers.SelectMany(layer => layer.Lacking.Select(what => $"layer '{BadFileException.Shown(layer.Name)}' ({layer.Class}): {what}"))];
        if (lacking.Length > 0) throw Bad($"this version does not have {string.Join("; ", lacking)}");
        bool isPlain = _graph.IsSequential && !_names.Contains(ModelInput.Usual) && !_names.Contains(ModelOutput.Usual);
        return new(
            [.. _graph.Inputs.Select(input => InputOf(Find(input, "the model's inputs")))],
            [.. Layers.SelectMany(layer => layer.Nodes)],
            [.. _graph.Outputs.Select(output => Find(output, "the model's outputs").Source).Select(source => new ModelOutput(isPlain ? ModelOutput.Usual : source, source))]);
    }

    public IEnumerable<string> Assumptions()
    {
        string[] training = [.. Layers.Where(layer => layer.TrainingOnly.Count > 0).Select(layer => $"'{layer.Name}' {string.Join(", ", layer.TrainingOnly)}")];
        if (training.Length > 0) yield return $"The model is for inference: what only training has is left out ({string.Join("; ", training)}).";
        foreach (string note in Layers.SelectMany(layer => layer.Notes)) yield return note + ".";
    }

    /// <summary>The name of a model's input: of a list of layers, the usual one.</summary>
    public string InputName(string layer) => _graph.IsSequential && !_names.Contains(ModelInput.Usual) && !_names.Contains(ModelOutput.Usual) ? ModelInput.Usual : layer;

    /// <summary>The name, or the nearest that no layer and no node has.</summary>
    /// <param name="owner">The layer that may have it.</param>
    public string FreeName(string name, string? owner)
    {
        while (name != owner && !_names.Add(name)) name += "_";
        return name;
    }

    public BadFileException Bad(string problem) => new(_graph.Path, $"config.json: {problem}.");

    private static ModelInput InputOf(KerasTensor tensor) => new(tensor.Source, tensor.IsIds
        ? new SignalShape(0, HasSteps: tensor.Shape.Length == 2, IsIds: true)
        : new SignalShape(tensor.Shape[^1]!.Value, HasSteps: tensor.Shape.Length == 3));

    /// <summary>A list of layers does not count its input as one of them.</summary>
    private IEnumerable<int> Listed() => Enumerable.Range(0, _layers.Length).Where(index => !_graph.IsSequential || _graph.Layers[index].Layer.Class != KerasGraph.InputLayer);

    private OriginLayer OriginOf(int index)
    {
        KerasLayer layer = _layers[index]!;
        long all = layer.Weights.Sum(weight => weight.Count);
        return new(layer.Name, layer.Class, [.. layer.Nodes.Select(node => node.Name)])
        {
            Outputs = [.. layer.Results.Select(result => result.Shape)],
            Parameters = all,
            NotTrained = layer.IsTrained ? layer.Weights.Where(weight => !weight.Trained).Sum(weight => weight.Count) : all,
            Inputs = [.. _graph.Layers[index].Calls.SelectMany(call => call.Inputs.Concat(call.InitialState).Concat(call.Masks)).Select(input => (input.Layer, input.Call, input.Result))],
        };
    }

    private void RefuseUnknown()
    {
        string[] unknown = [.. _graph.Layers.Where(node => !KerasClasses.Rows.ContainsKey(node.Layer.Class)).Select(node => $"'{BadFileException.Shown(node.Layer.Name)}' ({BadFileException.Shown(node.Layer.Class)}{KerasClasses.Why(node.Layer.Class)})")];
        if (unknown.Length > 0) throw Bad($"there are layers of classes that are not known here: {string.Join(", ", unknown)}. Known: {string.Join(", ", KerasClasses.Rows.Keys)}");
    }

    /// <summary>Every layer after those that it takes results of.</summary>
    private List<int> Order()
    {
        var waitsFor = new int[_layers.Length];
        var waiting = new List<int>[_layers.Length];
        for (int index = 0; index < _layers.Length; index++) waiting[index] = [];
        for (int index = 0; index < _layers.Length; index++)
            foreach (int needed in Needed(index).Distinct())
            {
                waiting[needed].Add(index);
                waitsFor[index]++;
            }
        var order = new List<int>(Enumerable.Range(0, _layers.Length).Where(index => waitsFor[index] == 0));
        for (int i = 0; i < order.Count; i++)
            foreach (int next in waiting[order[i]])
                if (--waitsFor[next] == 0) order.Add(next);
        if (order.Count == _layers.Length) return order;
        string circle = string.Join(", ", _graph.Layers.Where((_, index) => waitsFor[index] > 0).Take(20).Select(node => $"'{BadFileException.Shown(node.Layer.Name)}'"));
        throw Bad($"the layers {circle} wait for each other in a circle; a model runs from its inputs to its outputs");
    }

    private IEnumerable<int> Needed(int index)
    {
        KerasNode node = _graph.Layers[index];
        foreach (KerasReference reference in node.Calls.SelectMany(call => call.All))
            yield return _places.TryGetValue(reference.Layer, out int place) ? place
                : throw node.Layer.Config.Bad($"it takes a result of '{BadFileException.Shown(reference.Layer)}', and there is no such layer");
    }

    private void Plan(int index)
    {
        KerasNode node = _graph.Layers[index];
        KerasObject layer = node.Layer;
        if (layer.Class != KerasGraph.InputLayer && node.Calls.Count == 0) throw layer.Config.Bad("it is called nowhere");
        if (node.Calls.Count > 1) throw layer.Config.Bad($"it is called {node.Calls.Count} times, so its weights are shared, which this version does not have. Give each call a layer of its own");
        KerasCall call = node.Calls.Count == 1 ? node.Calls[0] : new([], [], [], []);
        string where = $"layer '{layer.Name}'";
        string path = _graph.IsSequential && layer.Config.Major >= 3 ? $"{_graph.Name}/{layer.Name}" : layer.Name;
        var planned = new KerasLayer(this, layer, layer.Name, path, new(All(call.Inputs), All(call.InitialState), All(call.Masks), call.Numbers) { IsCausal = call.IsCausal });
        KerasClasses.Rows[layer.Class].Plan(planned);
        planned.CheckMasks();
        planned.End();
        _layers[index] = planned;

        KerasTensor[] All(IReadOnlyList<KerasReference> references) => [.. references.Select(reference => Find(reference, where))];
    }

    private KerasTensor Find(KerasReference reference, string who)
    {
        if (_places.TryGetValue(reference.Layer, out int place) && _layers[place] is { } layer && reference.Call == 0 && reference.Result < layer.Results.Count) return layer.Results[reference.Result];
        throw Bad($"{BadFileException.Shown(who)} takes {BadFileException.Shown(reference.ToString())}, and there is no such result");
    }
}
