using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The sum of several inputs of equal shape, added from the first on.</summary>
public sealed class Add<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "add";

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, []);

    public static Add<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new();
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Together.Check(this, inputs, featuresToo: true), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass) =>
        Together.Apply(this, inputs, featuresToo: true, parts => parts.Aggregate((a, b) => a + b));

    public override LayerStream<T> OpenStream() => throw Together.CannotStep(this);

    public override string ToString() => "Add";
}
