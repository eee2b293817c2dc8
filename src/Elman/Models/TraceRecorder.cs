using System.Numerics;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>Keeps what the nodes of a model give while it runs, batch by batch; used by one run.</summary>
internal sealed class TraceRecorder<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ModelNode<T>[] _nodes;
    private readonly HashSet<string>? _wantedNodes, _wantedNames;
    private readonly List<List<TraceEntry<T>>> _batches = [];
    private List<TraceEntry<T>> _batch = [];

    public TraceRecorder(ModelNode<T>[] nodes, TraceOptions options)
    {
        _nodes = nodes;
        _wantedNodes = Wanted(options.Nodes, [.. nodes.Select(node => node.Name)], "node");
        _wantedNames = Wanted(options.Names, [.. nodes.SelectMany(node => NamesOf(node.Layer)).Append(TraceEntry<T>.Output).Distinct()], "traced value");
    }

    /// <summary>Whether a recurrent node is to show its steps.</summary>
    public bool Wants(int node) => IsWanted(_nodes[node].Name) && (_wantedNames is null || NamesOf(_nodes[node].Layer).Any(_wantedNames.Contains));

    public void Add(int node, RecurrentTrace<T> trace, int[]? lengths)
    {
        for (int layer = 0; layer < trace.Count; layer++)
            foreach (bool reverse in (ReadOnlySpan<bool>)[false, true])
                foreach (TracedValue<T> value in trace[layer].Of(reverse) ?? Enumerable.Empty<TracedValue<T>>())
                    Add(new(_nodes[node].Name, layer, reverse, value.Name, value.Kind, value.Values, lengths));
    }

    public void Add(int node, Signal<T> output)
    {
        if (IsWanted(_nodes[node].Name) && output.Numbers is { Shape.Rank: 2 or 3 } numbers)
            Add(new(_nodes[node].Name, null, false, TraceEntry<T>.Output, TraceKind.Output, numbers, output.Lengths));
    }

    public void EndBatch()
    {
        _batches.Add(_batch);
        _batch = [];
    }

    /// <summary>All entries, in the order of computation.</summary>
    public TraceEntry<T>[] Finish() => [.. Enumerable.Range(0, _batches[0].Count).Select(i => Joined([.. _batches.Select(batch => batch[i])]))];

    private static HashSet<string>? Wanted(IReadOnlyCollection<string>? given, string[] known, string what)
    {
        if (given?.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"The model has no {what} '{unknown}'. It has: {string.Join(", ", known)}.");
        return given?.ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> NamesOf(Layer<T> layer) =>
        layer is RecurrentStack<T> stack ? stack.Layers.SelectMany(one => one.Spec.Cell.Spec.Shown).Select(value => value.Name) : [];

    private bool IsWanted(string node) => _wantedNodes?.Contains(node) ?? true;

    private void Add(TraceEntry<T> entry)
    {
        if (_wantedNames?.Contains(entry.Name) ?? true) _batch.Add(entry);
    }

    /// <summary>Where a mask took steps away, a batch may have fewer steps than another.</summary>
    private static TraceEntry<T> Joined(TraceEntry<T>[] parts)
    {
        if (parts.Length == 1) return parts[0];
        int steps = parts.Max(part => part.Steps), row = 0, width = parts[0].Width, sequences = parts.Sum(part => part.Sequences);
        var all = new Tensor<T>(parts[0].HasSteps ? new Shape(sequences, steps, width) : new Shape(sequences, width));
        foreach (TraceEntry<T> part in parts)
            for (int sequence = 0; sequence < part.Sequences; sequence++)
                part.Values.Values.Slice(sequence * part.Steps * width, part.Steps * width).CopyTo(all.Array.AsSpan(row++ * steps * width));
        bool isWhole = parts.All(part => part.Lengths is null && part.Steps == steps);
        return parts[0] with { Values = all, Lengths = isWhole ? null : [.. parts.SelectMany(part => Enumerable.Range(0, part.Sequences).Select(part.LengthOf))] };
    }
}
