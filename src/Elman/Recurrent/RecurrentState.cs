using System.Collections;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>The states of one direction of one layer, by the names that its cell gives them; each (N, hidden).</summary>
public sealed class DirectionState<T> where T : unmanaged
{
    private readonly string[] _names;

    /// <summary>In the order of the cell's states; state 0 is h.</summary>
    public DirectionState(IReadOnlyList<string> names, IReadOnlyList<Tensor<T>> values)
    {
        if (names.Count != values.Count) throw new ArgumentException($"{names.Count} states ({string.Join(", ", names)}) need {names.Count} tensors, found {values.Count}.");
        (_names, Values) = ([.. names], [.. values]);
    }

    public IReadOnlyList<string> Names => _names;
    public IReadOnlyList<Tensor<T>> Values { get; }

    /// <summary>The same numbers, which do not remember where they came from.</summary>
    internal DirectionState<T> Detached() => new(_names, [.. Values.Select(value => new Tensor<T>(value.Shape, value.Array))]);

    /// <summary>h</summary>
    public Tensor<T> Hidden => this["h"];

    /// <summary>c, of an LSTM.</summary>
    public Tensor<T> Cell => this["c"];

    public Tensor<T> this[string name] => Array.IndexOf(_names, name) is >= 0 and var index
        ? Values[index]
        : throw new KeyNotFoundException($"This cell has no state '{name}'. It has: {string.Join(", ", _names)}.");
}

/// <summary>The states of one layer, one for each direction it has.</summary>
public sealed class LayerState<T>(DirectionState<T>? forward, DirectionState<T>? backward) where T : unmanaged
{
    /// <summary>Of the cell that visits the steps in the order of time.</summary>
    public DirectionState<T> Forward => forward ?? throw new InvalidOperationException("This layer runs backwards only; its state is Backward.");

    /// <summary>Of the cell that visits the steps from each sequence's end.</summary>
    public DirectionState<T> Backward => backward ?? throw new InvalidOperationException("This layer runs forwards only; its state is Forward.");

    internal DirectionState<T>? Of(bool reverse) => reverse ? backward : forward;

    internal LayerState<T> Detached() => new(forward?.Detached(), backward?.Detached());
}

/// <summary>The states of a stack, one entry per layer: <c>state[1].Backward.Hidden</c>.</summary>
public sealed class StackState<T>(IReadOnlyList<LayerState<T>> layers) : IReadOnlyList<LayerState<T>> where T : unmanaged
{
    public int Count => layers.Count;
    public LayerState<T> this[int layer] => layers[layer];
    internal StackState<T> Detached() => new([.. layers.Select(layer => layer.Detached())]);

    public IEnumerator<LayerState<T>> GetEnumerator() => layers.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What a recurrent stack gives back, by name.</summary>
/// <param name="Output">The output of every step, in the layout of the input; both directions side by side; zero where a sequence has no step.</param>
/// <param name="LastOutput">The output after the last step each direction has visited, (N, features): right for reversed and for short sequences.</param>
/// <param name="State">The states after the last step visited.</param>
public sealed record RecurrentResult<T>(Tensor<T> Output, Tensor<T> LastOutput, StackState<T> State) where T : unmanaged;
