using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The same numbers without the mask: from here on every step counts. What Keras does silently in front of a layer that knows no masks.</summary>
public sealed class EndMask<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "end_mask";

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, []);

    public static EndMask<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new();
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs)) with { HasMask = false }, 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        return new(Present.Apply(this, Expect.Numbers(this, input), input.Lengths, rows => rows), input.Lengths);
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => "EndMask";

    private sealed class Stream(EndMask<T> layer) : LayerStream<T>
    {
        public override bool EndsMask => true;

        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, input.Length), (output.Length, input.Length));
            input.CopyTo(output);
        }
    }
}
