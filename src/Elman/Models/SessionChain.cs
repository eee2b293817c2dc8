using System.Numerics;
using Elman.Layers;
using Elman.Recurrent;

namespace Elman.Models;

/// <summary>The nodes from the input to one output, each as a stream.</summary>
internal sealed class SessionChain<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Link[] _links;
    private readonly ModelInput _input;
    private bool _isMasked;

    public SessionChain(Wiring<T> wiring, IReadOnlyList<ModelState> states, string? output)
    {
        int index = Chosen(wiring, states, output);
        Output = wiring.Outputs[index].Name;
        if (states.Count > 0)
        {
            var whole = new GraphStream<T>(wiring, states, index);
            (_input, Inputs, Outputs) = (whole.Input, whole.Inputs, whole.Outputs);
            _links = [new Link(whole.Parts, whole, Outputs)];
            return;
        }
        Source source = wiring.OutputSources[index];
        Outputs = wiring.ShapeOf(source).Features;
        var links = new List<Link>();
        while (wiring.NodeAt(source) is >= 0 and var node)
        {
            if (source.Further is not (null or FurtherResult.Last))
                throw new NotSupportedException($"'{wiring.NameOf(source)}' is a state; a session carries it and gives outputs only. Open the session on another output, or read the state from {nameof(Session<>.Save)}.");
            if (Open(wiring, node) is { } stream) links.Insert(0, new(Link.PartsOf(wiring.Nodes[node], stream), stream, wiring.Plans[node].Output.Features) { PassesOver = PassesOver(wiring, node) });
            source = wiring.NodeSources[node][0];
        }
        _input = wiring.Inputs[source.Place];
        if (!_input.Shape.HasSteps)
            throw new NotSupportedException($"Input '{_input}' has no steps, so there is nothing to carry from one to the next. Use Predict.");
        Inputs = _input.Shape.Features;
        _links = [.. links];
    }

    public string Output { get; }
    public int Inputs { get; }
    public int Outputs { get; }

    /// <summary>The nodes in the order in which they run.</summary>
    public ReadOnlySpan<Link> Links => _links;

    /// <summary>The nodes that have a state.</summary>
    public IEnumerable<Link> Remembering => _links.Where(link => link.Stream.StateSize > 0);

    public void Step(ReadOnlySpan<T> x, Span<T> y)
    {
        if (_input.Shape.IsIds) throw new ArgumentException($"Input '{_input.Name}' takes ids; a step takes one id, found {x.Length} numbers.");
        if (x.Length != Inputs) throw new ArgumentException($"Input '{_input.Name}': a step takes {Inputs} numbers, found {x.Length}.");
        CheckRoom(y);
        _isMasked = false;
        if (_links.Length > 0) Make(_links[0], x);
        Finish(x, y);
    }

    public void Step(int id, Span<T> y)
    {
        if (!_input.Shape.IsIds) throw new ArgumentException($"Input '{_input.Name}' takes {Inputs} numbers a step, found the id {id}.");
        CheckRoom(y);
        _links[0].Stream.Step(id, _links[0].Result);
        _isMasked = _links[0].Stream.IsMasked;
        Finish([], y);
    }

    public void Reset()
    {
        foreach (Link link in Remembering) link.Stream.Start();
    }

    public void CopyFrom(SessionChain<T> other)
    {
        foreach ((Link mine, Link theirs) in Remembering.Zip(other.Remembering)) mine.Stream.Restore(theirs.State());
    }

    /// <summary>The nodes after the first; y is written at the end, so it may be the memory of x.</summary>
    private void Finish(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 1; i < _links.Length; i++) Make(_links[i], _links[i - 1].Result);
        if (_links.Length == 0) x.CopyTo(y);
        else _links[^1].Result.CopyTo(y);
    }

    private void Make(Link link, ReadOnlySpan<T> x)
    {
        if (_isMasked && link.PassesOver) link.Stream.Hold(link.Result);
        else link.Stream.Step(x, link.Result);
        _isMasked = !link.Stream.EndsMask && (_isMasked || link.Stream.IsMasked);
    }

    /// <summary>Whether so many numbers, or ids, fit so many sessions.</summary>
    public void CheckMany(int sessions, int numbers, ReadOnlySpan<int> ids, int room)
    {
        if (_input.Shape.IsIds && ids.Length != sessions) throw new ArgumentException($"Input '{_input.Name}': a step of {sessions} sessions takes {sessions} ids, found {ids.Length}{(numbers > 0 ? $" and {numbers} numbers" : "")}.");
        if (!_input.Shape.IsIds && (ids.Length > 0 || numbers != (long)sessions * Inputs))
            throw new ArgumentException($"Input '{_input.Name}': a step of {sessions} sessions takes {sessions} · {Inputs} numbers, found {(ids.Length > 0 ? $"{ids.Length} ids" : numbers)}.");
        if (room != (long)sessions * Outputs) throw new ArgumentException($"Output '{Output}': a step of {sessions} sessions gives {sessions} · {Outputs} numbers, found room for {room}.");
    }

    private void CheckRoom(Span<T> y)
    {
        if (y.Length != Outputs) throw new ArgumentException($"Output '{Output}': a step gives {Outputs} numbers, found room for {y.Length}.");
    }

    /// <summary>The number of an output; the only one where it is not named.</summary>
    public static int Chosen(Wiring<T> wiring, IReadOnlyList<ModelState> states, string? output)
    {
        string known = string.Join(", ", wiring.Outputs.Select(row => row.Name));
        int[] shown = [.. Enumerable.Range(0, wiring.Outputs.Length).Where(place => !states.Any(state => state.Output == wiring.Outputs[place].Name))];
        if (output is null)
            return shown.Length == 1 ? shown[0] : throw new ArgumentException($"The model has {wiring.Outputs.Length} outputs and a session gives one. Name it: {known}.");
        return Array.FindIndex(wiring.Outputs, row => row.Name == output) is >= 0 and var index ? index : throw new ArgumentException($"The model has no output '{output}'. It has: {known}.");
    }

    /// <summary>The stream of a node; null for one that passes every step on.</summary>
    private static LayerStream<T>? Open(Wiring<T> wiring, int node)
    {
        if (wiring.Nodes[node].Layer is LastStep<T> or PresentSteps<T>) return null;
        if (wiring.Nodes[node].Layer is PutBack<T> back) return back.OpenBetween();
        try
        {
            if (wiring.NodeSources[node].Length != 1)
                throw new NotSupportedException($"{wiring.Nodes[node].Layer} takes {wiring.NodeSources[node].Length} inputs, and a step has one. Use Predict on whole sequences.");
            return wiring.Nodes[node].Layer.OpenStream();
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException($"Node '{wiring.Nodes[node].Name}' cannot run one step at a time. {error.Message}", error);
        }
    }

    /// <summary>Whether a node does nothing at a step that the mask passes over: it stands between the steps that count and their way back, or is that way.</summary>
    private static bool PassesOver(Wiring<T> wiring, int node) => wiring.Nodes[node].Layer is PutBack<T>
        || wiring.NodeAt(wiring.NodeSources[node][0]) is >= 0 and var before && wiring.Nodes[before].Layer is PresentSteps<T>;

    /// <summary>A node of the chain, its stream, and its last result.</summary>
    /// <param name="parts">The parts of the state by name, in the order in which the stream saves them.</param>
    internal sealed class Link(IReadOnlyList<(string Name, int Size)> parts, LayerStream<T> stream, int features)
    {
        public LayerStream<T> Stream => stream;
        public T[] Result { get; } = new T[features];
        public int Features => features;
        public bool PassesOver { get; init; }
        public IReadOnlyList<(string Name, int Size)> Parts => parts;

        public static IReadOnlyList<(string Name, int Size)> PartsOf(ModelNode<T> node, LayerStream<T> stream) => node.Layer is RecurrentStack<T> stack
            ? [.. FurtherResult.States(stack).Select(part => ($"{node.Name}.{part.Name}", part.Features))]
            : [($"{node.Name}.state", stream.StateSize)];

        public T[] State()
        {
            var state = new T[stream.StateSize];
            stream.Save(state);
            return state;
        }
    }
}
