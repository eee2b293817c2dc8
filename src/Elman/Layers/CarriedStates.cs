namespace Elman.Layers;

/// <summary>
/// What layers with a memory hand on from one call to the next, where a long sequence is computed in parts: each begins with the states that the part before
/// ended with. Gradients stop at the border.
/// </summary>
/// <remarks>Belongs to one run over one batch of sequences; <see cref="Clear"/> begins anew, from zeros or what the model is given.</remarks>
public sealed class CarriedStates
{
    private readonly Dictionary<object, object> _states = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether nothing is carried yet.</summary>
    public bool IsEmpty => _states.Count == 0;

    /// <summary>What the layer has left; null before its first call.</summary>
    public TState? Of<TState>(object layer) where TState : class => _states.TryGetValue(layer, out object? state) ? (TState)state : null;

    /// <summary>What the next call begins with.</summary>
    public void Keep(object layer, object state) => _states[layer] = state;

    public void Clear() => _states.Clear();

    /// <summary>The same states now, whatever is kept later.</summary>
    public CarriedStates Copy()
    {
        var copy = new CarriedStates();
        foreach ((object layer, object state) in _states) copy._states.Add(layer, state);
        return copy;
    }
}
