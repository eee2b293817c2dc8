using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The steps of each sequence from its own end to its start: y[n, t] = x[n, length − 1 − t].</summary>
public sealed class ReverseSteps<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "reverse_steps";

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, []);

    public static ReverseSteps<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new();
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        Expect.NoMask(this, input.HasMask);
        return input.HasSteps ? new(input, 0) : throw new ArgumentException($"{this} takes sequences (N, T, F), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Sequences(this, input);
        Expect.NoMask(this, input.Mask is not null);
        if (input.Lengths is not null) Present.Check(this, x.Shape, input.Lengths);
        return new(Steps.Move(x, x.Shape[1], Steps.There(x.Shape, input.Lengths).Select(steps => steps.Reverse().Index().Select(row => (row.Item, row.Index)))), input.Lengths);
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} begins at the end of a sequence, and a stream has none: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => "ReverseSteps";
}
