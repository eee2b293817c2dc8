using System.Collections;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>One value over all steps, by its name.</summary>
/// <param name="Values">(N, T, hidden), in the order of time whatever the direction; zero where a sequence has no step.</param>
public sealed record TracedValue<T>(string Name, TraceKind Kind, Tensor<T> Values) where T : unmanaged;

/// <summary>
/// Every pre-activation, gate and state of every step in one direction of one layer, in the order in which a step computes them, by the names
/// that its cell gives them; a pre-activation is named as in <c>forget.pre</c>.
/// </summary>
public sealed class DirectionTrace<T> : IReadOnlyList<TracedValue<T>> where T : unmanaged
{
    private readonly OrderedDictionary<string, TracedValue<T>> _values;

    internal DirectionTrace(IEnumerable<TracedValue<T>> values) => _values = new(values.Select(value => KeyValuePair.Create(value.Name, value)), StringComparer.Ordinal);

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>(N, T, hidden)</summary>
    public Tensor<T> this[string name] => _values.TryGetValue(name, out TracedValue<T>? value)
        ? value.Values
        : throw new KeyNotFoundException($"This cell shows no '{name}'. It shows: {string.Join(", ", Names)}.");

    public int Count => _values.Count;
    public TracedValue<T> this[int index] => _values.GetAt(index).Value;
    public IEnumerator<TracedValue<T>> GetEnumerator() => _values.Values.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What went on in one layer, one entry for each direction it has.</summary>
public sealed class LayerTrace<T>(DirectionTrace<T>? forward, DirectionTrace<T>? backward) where T : unmanaged
{
    public DirectionTrace<T> Forward => forward ?? throw new InvalidOperationException("This layer runs backwards only; its trace is Backward.");
    public DirectionTrace<T> Backward => backward ?? throw new InvalidOperationException("This layer runs forwards only; its trace is Forward.");

    internal DirectionTrace<T>? Of(bool reverse) => reverse ? backward : forward;
}

/// <summary>What went on in a stack: <c>trace[0].Forward["forget"]</c>.</summary>
public sealed class RecurrentTrace<T>(IReadOnlyList<LayerTrace<T>> layers, RecurrentResult<T> result) : IReadOnlyList<LayerTrace<T>> where T : unmanaged
{
    /// <summary>What a run without a trace gives, to the bit.</summary>
    public RecurrentResult<T> Result => result;

    public int Count => layers.Count;
    public LayerTrace<T> this[int layer] => layers[layer];
    public IEnumerator<LayerTrace<T>> GetEnumerator() => layers.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
