using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The features of several inputs one behind the other, at every step: (N, T, A) and (N, T, B) give (N, T, A + B).</summary>
public sealed class Concatenate<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "concatenate";

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, []);

    public static Concatenate<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new();
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape first = Together.Check(this, inputs, featuresToo: false);
        int features = 0;
        foreach (SignalShape input in inputs) features = checked(features + input.Features);
        return new(first with { Features = features }, 0);
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass) =>
        Together.Apply(this, inputs, featuresToo: false, parts => Ops.Concatenate<T>(parts, ^1));

    public override LayerStream<T> OpenStream() => throw Together.CannotStep(this);

    public override string ToString() => "Concatenate";
}
