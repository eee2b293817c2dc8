using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Several inputs of equal shape made one, number by number: their product, difference, mean, or the largest or smallest of each.</summary>
/// <remarks>From the first on: a·b·c is (a·b)·c, and a mean is the sum divided by the count. Their sum is <see cref="Add{T}"/>.</remarks>
public sealed class Merge<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, Row> _rows = new Row[]
    {
        new("multiply", "Multiply", parts => parts.Aggregate((a, b) => a * b)),
        new("subtract", "Subtract", parts => parts[0] - parts[1]) { Inputs = 2 },
        new("average", "Average", parts => parts.Aggregate((a, b) => a + b) / Tensor.Scalar(T.CreateChecked(parts.Length))),
        new("maximum", "Maximum", parts => parts.Aggregate((a, b) => a.Maximum(b))),
        new("minimum", "Minimum", parts => parts.Aggregate((a, b) => a.Minimum(b))),
    }.ToDictionary(row => row.Kind, StringComparer.Ordinal);

    private readonly Row _row;

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public Merge(string kind) => _row = _rows.TryGetValue(kind, out Row? row) ? row : throw new ArgumentException($"There is no merge named '{kind}'. Known: {string.Join(", ", Kinds)}.");

    /// <summary>The ways to merge, which are the names of the layer's kinds.</summary>
    public static IReadOnlyList<string> Kinds => [.. _rows.Keys];

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(_row.Kind, []);

    public static Merge<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new(description.Kind);
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        CheckCount(inputs.Length);
        return new(Together.Check(this, inputs, featuresToo: true), 0);
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        CheckCount(inputs.Length);
        return Together.Apply(this, inputs, featuresToo: true, _row.Apply);
    }

    public override LayerStream<T> OpenStream() => throw Together.CannotStep(this);

    public override string ToString() => _row.Name;

    private void CheckCount(int inputs)
    {
        if (_row.Inputs is int expected && inputs != expected) throw new ArgumentException($"{this} takes {expected} inputs, found {inputs}.");
    }

    /// <param name="Apply">From parts of equal shape.</param>
    private sealed record Row(string Kind, string Name, Func<Tensor<T>[], Tensor<T>> Apply)
    {
        /// <summary>How many inputs it takes; null for any number.</summary>
        public int? Inputs { get; init; }
    }
}
