using System.Diagnostics.CodeAnalysis;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>What a model gives back, by name. Converts to its tensor where there is one output.</summary>
public sealed class Prediction<T> where T : unmanaged
{
    private readonly Tensor<T>[] _values;

    internal Prediction(IReadOnlyList<string> names, Tensor<T>[] values) => (Names, _values) = (names, values);

    /// <summary>The names of the outputs, in the order of the model.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The only output.</summary>
    public Tensor<T> Output => _values.Length == 1 ? _values[0] : throw new InvalidOperationException($"This model has {_values.Length} outputs; ask for one by name: {string.Join(", ", Names)}.");

    public Tensor<T> this[string name] => TryGet(name, out Tensor<T>? value) ? value : throw new KeyNotFoundException($"This model has no output '{name}'. It has: {string.Join(", ", Names)}.");

    public bool TryGet(string name, [NotNullWhen(true)] out Tensor<T>? value)
    {
        int index = 0;
        while (index < Names.Count && Names[index] != name) index++;
        value = index < Names.Count ? _values[index] : null;
        return value is not null;
    }

    public static implicit operator Tensor<T>(Prediction<T> prediction) => prediction.Output;
}
