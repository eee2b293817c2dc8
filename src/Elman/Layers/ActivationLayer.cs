using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Layers;

/// <summary>An activation of the catalog, number by number.</summary>
public sealed class ActivationLayer<T>(Activation activation) : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "activation";

    public Activation Activation { get; } = activation;

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["activation"] = Activation.ToString() });

    public static ActivationLayer<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new ActivationLayer<T>(Activation.Parse(options.Text("activation")));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input);
        return input.With(Present.Apply(this, x, input.Lengths, rows => rows.Activate(Activation)));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"Activation({Activation})";

    private sealed class Stream(ActivationLayer<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, input.Length), (output.Length, input.Length));
            Elementwise.Map(input, output, layer.Activation);
        }
    }
}
