using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>An example as every step of a sequence: (N, F) gives (N, steps, F).</summary>
public sealed class Repeat<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "repeat";

    public Repeat(int steps) => Steps = steps >= 1 ? steps : throw new ArgumentOutOfRangeException(nameof(steps), $"Repeat gives at least 1 step, found {steps}.");

    public int Steps { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["steps"] = Steps });

    public static Repeat<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Repeat<T>(options.Size("steps"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        return input.HasSteps ? throw new ArgumentException($"{this} takes examples (N, F) without steps, found {input}.") : new(input with { HasSteps = true }, 0);
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input);
        if (x.Shape.Rank != 2) throw new ArgumentException($"{this} takes examples (N, F) without steps, found {x.Shape}.");
        int n = x.Shape[0];
        int[] rows = [.. Enumerable.Range(0, n).SelectMany(row => Enumerable.Repeat(row, Steps))];
        return new(x.IndexSelect(0, Tensor.From(rows, new Shape(n, Steps))));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} makes a sequence out of one example, so it cannot step. Use Predict.");

    public override string ToString() => $"Repeat({Steps} steps)";
}
