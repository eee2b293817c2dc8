using System.Globalization;
using Elman.Layers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects.Mxnet;

/// <summary>From a graph of MXNet and its parameters to a description of the model and its arrays. What it does not know is refused, all of it at once and by name.</summary>
internal sealed partial class SymbolReader
{
    private readonly SymbolGraph _graph;
    private readonly ArrayFile _parameters;
    private readonly string _path;
    private readonly List<SymbolValue> _values = [];
    private readonly List<NodeDescription> _nodes = [];
    private readonly List<ModelInput> _inputs = [];
    private readonly Dictionary<string, NamedArray> _arrays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _misses = [];

    /// <summary>Whether something in the graph runs along steps, so that its input has them.</summary>
    private readonly bool _hasSteps;

    private SymbolReader(SymbolGraph graph, ArrayFile parameters, string path)
    {
        (_graph, _parameters, _path) = (graph, parameters, path);
        _hasSteps = graph.Nodes.Exists(node => node.Op is "RNN" or "Embedding");
    }

    public static DialectModel Read(SymbolGraph graph, ArrayFile parameters, string path)
    {
        var reader = new SymbolReader(graph, parameters, path);
        foreach (SymbolNode node in graph.Nodes) reader._values.Add(reader.Value(node));
        return reader.Model();
    }

    private DialectModel Model()
    {
        if (_misses.Count > 0) throw Bad($"{string.Join("; ", _misses.Take(20))}. Known operators: {string.Join(", ", SymbolOperators.Known)}. Nothing was loaded");
        var outputs = new List<ModelOutput>();
        foreach ((int i, (int node, int output)) in _graph.Heads.Index())
        {
            if (output != 0 || _values[node] is not SymbolData { Source: var source } || _nodes.All(known => known.Name != source)) throw Bad($"the graph gives output {output} of '{Shown(_graph.Nodes[node].Name)}', which is no output of a layer");
            outputs.Add(new(_graph.Heads.Count == 1 ? ModelOutput.Usual : FormattableString.Invariant($"{ModelOutput.Usual}{i}"), source));
        }
        if (_parameters.FirstOrDefault(array => !_used.Contains(array.Name)) is { } unused) throw Bad($"the array '{Shown(unused.Name)}' {unused.Shape} belongs to no node of the graph");
        return new(new([.. _inputs.Select(Known)], _nodes, outputs), _arrays, []) { Source = _parameters.Source };
    }

    /// <summary>An input gets its width from the first layer that takes it.</summary>
    private ModelInput Known(ModelInput input) => input.Shape.IsIds || input.Shape.Features > 0 ? input : throw Bad($"nothing tells how many numbers the input '{Shown(input.Name)}' has in a step");

    /// <summary>What a node gives. After a first miss the rest is still looked at, so that all misses are told together.</summary>
    private SymbolValue Value(SymbolNode node)
    {
        if (node.IsVariable) return Variable(node);
        if (!SymbolOperators.Rows.TryGetValue(node.Op, out Func<SymbolReader, SymbolNode, SymbolValue>? make)) return Missed(node, $"operator '{Shown(node.Op)}' is not read");
        if (node.Inputs.Any(input => _values[input.Node] is SymbolMiss)) return new SymbolMiss();
        return make(this, node);
    }

    private SymbolValue Variable(SymbolNode node)
    {
        foreach (string kind in (string[])["", "arg:", "aux:"])
            if (_parameters.TryGet(kind + node.Name, out NamedArray? array)) return new SymbolParameter(array);
        _inputs.Add(_hasSteps ? ModelInput.Sequences(0, node.Name) : ModelInput.Numbers(0, node.Name));
        return new SymbolData(node.Name, Features: 0, IsTimeFirst: false, _hasSteps);
    }

    private SymbolValue Input(SymbolNode node, int place) => place < node.Inputs.Count ? _values[node.Inputs[place].Node] : new SymbolMiss();

    private SymbolData? Data(SymbolNode node, int place = 0)
    {
        if (place < node.Inputs.Count && node.Inputs[place].Output == 0 && Input(node, place) is SymbolData data) return data;
        Missed(node, FormattableString.Invariant($"its input {place} is no output of a layer"));
        return null;
    }

    private NamedArray? Parameter(SymbolNode node, int place)
    {
        if (Input(node, place) is SymbolParameter { Array: var array }) return array;
        Missed(node, FormattableString.Invariant($"its input {place} is no parameter in the file of arrays"));
        return null;
    }

    /// <summary>Puts a layer behind what it takes.</summary>
    private SymbolData Layer(SymbolNode node, SymbolData before, LayerDescription layer, int features, int inputs = 0)
    {
        SetWidth(before, inputs, isIds: layer.Kind == Embedding<float>.Kind);
        _nodes.Add(new(node.Name, layer, [before.Source]));
        return before with { Source = node.Name, Features = features };
    }

    private void SetWidth(SymbolData data, int features, bool isIds)
    {
        int place = _inputs.FindIndex(input => input.Name == data.Source);
        if (place < 0 || features == 0 && !isIds) return;
        _inputs[place] = isIds ? ModelInput.Ids(data.Source) : data.HasSteps ? ModelInput.Sequences(features, data.Source) : ModelInput.Numbers(features, data.Source);
    }

    private void Use(string ours, NamedArray array)
    {
        _used.Add(array.Name);
        _arrays[ours] = array;
    }

    private SymbolMiss Missed(SymbolNode node, string why)
    {
        _misses.Add($"node '{Shown(node.Name)}': {why}");
        return new();
    }

    private static bool IsTrue(SymbolNode node, string name) => node.Attributes.GetValueOrDefault(name, "False") is "True" or "1" or "true";

    private static int? Number(SymbolNode node, string name) =>
        node.Attributes.TryGetValue(name, out string? text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static double? Real(SymbolNode node, string name) =>
        node.Attributes.TryGetValue(name, out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string Shown(string text) => BadFileException.Shown(text);

    private BadFileException Bad(string problem) => new(_path, $"{problem}.");
}

/// <summary>What an output of a node is.</summary>
internal abstract record SymbolValue;

/// <summary>Numbers that flow: the node that gives them, how many in a step (0: not known), and whether steps stand before examples.</summary>
internal sealed record SymbolData(string Source, int Features, bool IsTimeFirst, bool HasSteps) : SymbolValue;

internal sealed record SymbolParameter(NamedArray Array) : SymbolValue;

/// <summary>Parameters one after the other, as an RNN takes them.</summary>
internal sealed record SymbolFlat(IReadOnlyList<NamedArray> Arrays) : SymbolValue;

internal sealed record SymbolZeros : SymbolValue;

/// <summary>What could not be read.</summary>
internal sealed record SymbolMiss : SymbolValue;
