using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The steps of a sequence side by side: (N, T, F) gives (N, T·F), for one T only, since that decides the size.</summary>
public sealed class Flatten<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "flatten";

    public Flatten(int steps, int features)
    {
        if (steps < 1 || features < 1 || (long)steps * features > int.MaxValue) throw new ArgumentException($"Flatten has at least 1 step of 1 feature and at most {int.MaxValue} numbers, found {steps} steps of {features}.");
        (Steps, Features) = (steps, features);
    }

    public int Steps { get; }
    public int Features { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["steps"] = Steps, ["features"] = Features });

    public static Flatten<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Flatten<T>(options.Size("steps"), options.Size("features"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs), Features);
        return input.HasSteps ? new(new SignalShape(Steps * Features, HasSteps: false), 0) : throw new ArgumentException($"{this} takes sequences (N, {Steps}, {Features}), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Sequences(this, input);
        if (x.Shape[1] != Steps || x.Shape[2] != Features) throw new ArgumentException($"{this} takes sequences (N, {Steps}, {Features}), found {x.Shape}.");
        if (input.Lengths?.FirstOrDefault(length => length != Steps) is int other && input.Lengths.Any(length => length != Steps))
            throw new ArgumentException($"{this} takes sequences of {Steps} steps each, found one of {other}.");
        return new(x.Reshape(x.Shape[0], Steps * Features));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} waits for {Steps} steps, and a stream gives one at a time: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => $"Flatten({Steps} steps of {Features})";
}
