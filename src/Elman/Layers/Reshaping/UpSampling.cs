using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Each step several times: (N, T, F) gives (N, T·size, F).</summary>
public sealed class UpSampling<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "up_sampling";

    public UpSampling(int size) => Size = size >= 1 ? size : throw new ArgumentOutOfRangeException(nameof(size), $"UpSampling gives each step at least once, found {size}.");

    public int Size { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["size"] = Size });

    public static UpSampling<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new UpSampling<T>(options.Size("size"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Steps(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Steps(this, input);
        return new(
            Steps.Move(x, checked(x.Shape[1] * Size), Steps.There(x.Shape, input.Lengths).Select(steps => Enumerable.Range(0, steps.Length * Size).Select(step => (step / Size, step)))),
            input.Lengths is null ? null : [.. input.Lengths.Select(length => length * Size)]);
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} gives {Size} steps for each of its input, and a step of a stream gives one: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => $"UpSampling({Size})";
}
