using System.Collections;
using System.Numerics;

namespace Elman.Models;

/// <summary>
/// All that went on while a model ran, in the order of computation: for each node its recurrent layers from the input up, forward before backward, each
/// with every pre-activation, gate and state by name (<c>lstm.0.forward.forget</c>), and then what the node gives (<c>lstm.output</c>).
/// </summary>
/// <remarks>Every entry has an axis N, also where one sequence was given without. Where a model passes over masked steps, its recurrent layers show the others only.</remarks>
public sealed class Trace<T> : IReadOnlyList<TraceEntry<T>> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TraceEntry<T>[] _entries;
    private readonly NonFinite? _given;

    internal Trace(Prediction<T> prediction, TraceEntry<T>[] entries, NonFinite? given) => (Prediction, _entries, _given) = (prediction, entries, given);

    /// <summary>What <c>Predict</c> gives, to the bit.</summary>
    public Prediction<T> Prediction { get; }

    /// <summary>By its full name, such as <c>lstm.0.forward.forget</c> or <c>fc.output</c>.</summary>
    public TraceEntry<T> this[string name] => Array.Find(_entries, entry => entry.FullName == name)
        ?? throw new KeyNotFoundException($"The trace has no '{name}'. It has: {string.Join(", ", Names)}.");

    public TraceEntry<T> this[int index] => _entries[index];
    public int Count => _entries.Length;
    public IEnumerable<string> Names => _entries.Select(entry => entry.FullName);

    /// <summary>
    /// The first number that is NaN or infinite, in the order of computation: the inputs, the parameters of the model, and then what was traced, step by
    /// step as each layer visits them. Steps that are not there do not count. Null where all numbers are finite.
    /// </summary>
    public NonFinite? FirstNonFinite() => _given ?? NonFiniteSearch.Among(_entries);

    public IEnumerator<TraceEntry<T>> GetEnumerator() => _entries.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
