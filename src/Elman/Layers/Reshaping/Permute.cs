using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Steps and features exchanged: (N, T, F) gives (N, F, T), for one T only, since that becomes the number of features.</summary>
public sealed class Permute<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "permute";

    public Permute(int steps, int features)
    {
        if (steps < 1 || features < 1) throw new ArgumentException($"Permute has at least 1 step of 1 feature, found {steps} steps of {features}.");
        (Steps, Features) = (steps, features);
    }

    public int Steps { get; }
    public int Features { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["steps"] = Steps, ["features"] = Features });

    public static Permute<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Permute<T>(options.Size("steps"), options.Size("features"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Steps(this, Expect.One(this, inputs), Features) with { Features = Steps }, 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Steps(this, input, Features);
        if (x.Shape[1] != Steps || input.Lengths?.All(length => length == Steps) == false)
            throw new ArgumentException($"{this} takes sequences (N, {Steps}, {Features}), found {x.Shape}{(input.Lengths is null ? "" : $" of lengths {string.Join(", ", input.Lengths)}")}.");
        return new(x.Permute(0, 2, 1));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} needs all steps at once, and a stream gives one at a time: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => $"Permute({Steps} steps of {Features})";
}
