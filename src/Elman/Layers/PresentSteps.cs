using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The steps that the mask lets through, brought to the front of each sequence: (N, T, F) with a mask gives (N, T, F) of unequal lengths, which what goes along time understands.</summary>
/// <remarks><see cref="PutBack{T}"/> is the way back.</remarks>
public sealed class PresentSteps<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "present_steps";

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, []);

    public static PresentSteps<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new();
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        return input.HasMask ? new(input with { HasMask = false }, 0) : throw new ArgumentException($"{this} takes sequences with a mask, found {input} without one.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        int[][] counted = Steps.Counted(this, input);
        Tensor<T> x = input.Numbers!;
        return new(Steps.Move(x, x.Shape[1], counted.Select(steps => steps.Select((step, place) => (step, place)))), [.. counted.Select(steps => steps.Length)]);
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} passes over steps and a stream by itself makes each, so it cannot step. Open a session on the whole model, which knows what to pass over.");

    public override string ToString() => "PresentSteps";
}
