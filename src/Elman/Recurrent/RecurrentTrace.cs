using System.Collections;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>Every gate and state of every step in one direction of one layer, by the names that its cell gives them; each (N, T, hidden), zero where a sequence has no step.</summary>
public sealed class DirectionTrace<T> where T : unmanaged
{
    private readonly OrderedDictionary<string, Tensor<T>> _values;

    internal DirectionTrace(IEnumerable<(string Name, Tensor<T> Value)> values) => _values = new(values.Select(row => KeyValuePair.Create(row.Name, row.Value)));

    /// <summary>The gates, then the states.</summary>
    public IEnumerable<string> Names => _values.Keys;

    public Tensor<T> this[string name] => _values.TryGetValue(name, out Tensor<T>? value)
        ? value
        : throw new KeyNotFoundException($"This cell shows no '{name}'. It shows: {string.Join(", ", Names)}.");
}

/// <summary>What went on in one layer, one entry for each direction it has.</summary>
public sealed class LayerTrace<T>(DirectionTrace<T>? forward, DirectionTrace<T>? backward) where T : unmanaged
{
    public DirectionTrace<T> Forward => forward ?? throw new InvalidOperationException("This layer runs backwards only; its trace is Backward.");
    public DirectionTrace<T> Backward => backward ?? throw new InvalidOperationException("This layer runs forwards only; its trace is Forward.");
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
