using System.Numerics;
using Elman.Layers;

namespace Elman.Models;

/// <summary>Where a value comes from: an input of the model, a node, or a further result of a node.</summary>
/// <param name="Place">Inputs first, then nodes in the order in which they run.</param>
/// <param name="Further">The name of the further result; null for the output itself.</param>
internal readonly record struct Source(int Place, string? Further);

/// <summary>The graph of a model, checked: names resolved, nodes in an order in which they can run, every shape known.</summary>
internal sealed class Wiring<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly LayerPlan[] _plans;

    public Wiring(IReadOnlyList<ModelInput> inputs, IReadOnlyList<ModelNode<T>> nodes, IReadOnlyList<ModelOutput> outputs)
    {
        if (inputs.Count == 0) throw new ArgumentException("A model needs at least one input.");
        if (nodes.Count == 0) throw new ArgumentException("A model needs at least one node.");
        if (outputs.Count == 0) throw new ArgumentException("A model needs at least one output.");
        (Inputs, Outputs) = ([.. inputs], [.. outputs]);
        foreach (ModelInput input in inputs) Register(input.Name, "input", _places.Count);
        foreach (ModelInput input in inputs) Check(input);
        foreach (ModelNode<T> node in nodes) Register(node.Name, "node", _places.Count);
        RefuseShared(nodes);

        // Names are resolved against the nodes as given; then the nodes take the order in which they run.
        Source[][] sources = [.. nodes.Select(node => node.Inputs.Select(name => Resolve(name, nodes, $"Node '{node.Name}'")).ToArray())];
        int[] order = TopologicalOrder.Of([.. sources.Select(row => row.Select(source => source.Place - inputs.Count).Where(node => node >= 0).ToArray())], out int[] waiting);
        if (waiting.Length > 0)
            throw new ArgumentException($"The nodes {Listed(waiting.Select(node => nodes[node].Name))} wait for each other in a circle; a model runs from its inputs to its outputs. A recurrence belongs inside a layer.");
        var moved = new int[inputs.Count + nodes.Count];
        for (int i = 0; i < inputs.Count; i++) moved[i] = i;
        for (int i = 0; i < order.Length; i++) moved[inputs.Count + order[i]] = inputs.Count + i;
        Nodes = [.. order.Select(index => nodes[index])];
        NodeSources = [.. order.Select(index => sources[index].Select(source => source with { Place = moved[source.Place] }).ToArray())];
        OutputSources = [.. outputs.Select(output => Resolve(output.Source, nodes, $"Output '{output.Name}'")).Select(source => source with { Place = moved[source.Place] })];
        CheckOutputs();
        RefuseUnused();
        _plans = new LayerPlan[nodes.Count];
        for (int i = 0; i < nodes.Count; i++) _plans[i] = Plan(i);
    }

    public ModelInput[] Inputs { get; }

    /// <summary>In an order in which they can run; among several such orders the one nearest to that given.</summary>
    public ModelNode<T>[] Nodes { get; }
    public Source[][] NodeSources { get; }
    public ModelOutput[] Outputs { get; }
    public Source[] OutputSources { get; }
    public IReadOnlyList<LayerPlan> Plans => _plans;

    /// <summary>The number among <see cref="Nodes"/>; negative for an input.</summary>
    public int NodeAt(Source source) => source.Place - Inputs.Length;

    public SignalShape ShapeOf(Source source)
    {
        if (NodeAt(source) is not (>= 0 and var node)) return Inputs[source.Place].Shape;
        return source.Further is null ? _plans[node].Output : FurtherResult.Of(Nodes[node].Layer).First(row => row.Name == source.Further).Shape;
    }

    public string NameOf(Source source) =>
        NodeAt(source) is not (>= 0 and var node) ? Inputs[source.Place].Name : source.Further is null ? Nodes[node].Name : $"{Nodes[node].Name}.{source.Further}";

    private void Register(string name, string what, int place)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
            throw new ArgumentException($"The name of each {what} must be text without control characters, found '{string.Concat(name.Where(c => !char.IsControl(c)))}'.");
        if (!_places.TryAdd(name, place))
            throw new ArgumentException($"Two inputs or nodes are named '{name}'. Every name stands once; give this {what} another.");
    }

    private static void Check(ModelInput input)
    {
        SignalShape shape = input.Shape;
        if (shape.IsTensor) return;
        if (shape.IsIds ? shape.Features != 0 : shape.Features < 1)
            throw new ArgumentException($"Input '{input.Name}' has {shape.Features} features; ids have 0, numbers at least 1.");
    }

    private static void RefuseShared(IReadOnlyList<ModelNode<T>> nodes)
    {
        var owners = new Dictionary<Layer<T>, string>(ReferenceEqualityComparer.Instance);
        foreach (ModelNode<T> node in nodes)
            if (!owners.TryAdd(node.Layer, node.Name))
                throw new ArgumentException($"Nodes '{owners[node.Layer]}' and '{node.Name}' have the same layer. A layer stands in one node; make another one.");
    }

    private Source Resolve(string name, IReadOnlyList<ModelNode<T>> nodes, string who)
    {
        if (_places.TryGetValue(name, out int place)) return new(place, null);
        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (!_places.TryGetValue(name[..dot], out place) || place < Inputs.Length) continue;
            string further = name[(dot + 1)..];
            string[] known = [.. FurtherResult.Of(nodes[place - Inputs.Length].Layer).Select(row => row.Name)];
            if (known.Contains(further)) return new(place, further);
            string has = known.Length == 0 ? "It has none beside its output." : $"It has: {string.Join(", ", known)}.";
            throw new ArgumentException($"{who} asks for '{further}' of node '{name[..dot]}'. {has}");
        }
        throw new ArgumentException($"{who} takes '{name}', which is neither an input nor a node. There are: {Listed(_places.Keys)}.");
    }

    private void CheckOutputs()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((ModelOutput output, Source source) in Outputs.Zip(OutputSources))
        {
            if (string.IsNullOrWhiteSpace(output.Name)) throw new ArgumentException($"The output of '{output.Source}' needs a name.");
            if (!names.Add(output.Name)) throw new ArgumentException($"Two outputs are named '{output.Name}'. Every name stands once.");
            if (NodeAt(source) < 0) throw new ArgumentException($"Output '{output.Name}' is the input '{output.Source}' itself; an output shows a node.");
        }
    }

    /// <summary>What leads to no output would be saved and trained and never seen.</summary>
    private void RefuseUnused()
    {
        var used = new bool[Inputs.Length + Nodes.Length];
        foreach (Source source in OutputSources) used[source.Place] = true;
        for (int i = Nodes.Length - 1; i >= 0; i--)
            if (used[Inputs.Length + i])
                foreach (Source source in NodeSources[i]) used[source.Place] = true;
        int unused = Array.IndexOf(used, false);
        if (unused < 0) return;
        string what = unused < Inputs.Length ? $"Input '{Inputs[unused].Name}'" : $"Node '{Nodes[unused - Inputs.Length].Name}'";
        throw new ArgumentException($"{what} leads to no output ({Listed(Outputs.Select(output => output.Name))}). Leave it out, or make it an output.");
    }

    private LayerPlan Plan(int node)
    {
        try
        {
            return Nodes[node].Layer.Plan([.. NodeSources[node].Select(ShapeOf)]);
        }
        catch (ArgumentException error)
        {
            string takes = string.Join(", ", NodeSources[node].Select(source => $"'{NameOf(source)}' {ShapeOf(source)}"));
            throw new ArgumentException($"Node '{Nodes[node].Name}' takes {(takes.Length == 0 ? "nothing" : takes)}. {error.Message}", error);
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Take(20).Select(name => $"'{name}'"));
}
