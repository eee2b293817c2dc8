using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Steps of zeros in front of each sequence and behind its own end, which count as steps from here on: (N, T, F) gives (N, before + T + after, F).</summary>
public sealed class ZeroPadding<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "zero_padding";

    public ZeroPadding(int before, int after)
    {
        if (before < 0 || after < 0) throw new ArgumentException($"ZeroPadding has at least 0 steps before and after, found {before} and {after}.");
        (Before, After) = (before, after);
    }

    public int Before { get; }
    public int After { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["before"] = Before, ["after"] = After });

    public static ZeroPadding<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new ZeroPadding<T>(options.Id("before") ?? 0, options.Id("after") ?? 0);
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Steps(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Steps(this, input);
        int count = checked(x.Shape[1] + Before + After);
        return new(
            Steps.Move(x, count, Steps.There(x.Shape, input.Lengths).Select(steps => steps.Select(step => (step, step + Before)))),
            input.Lengths is null ? null : [.. input.Lengths.Select(length => length + Before + After)]);
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} adds steps at the ends of a sequence, and a step of a stream gives one: it cannot step. Use Predict on whole sequences, or causal padding.");

    public override string ToString() => $"ZeroPadding({Before} before, {After} after)";
}
