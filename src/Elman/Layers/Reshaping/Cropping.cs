using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Each sequence without its first and last steps, counted from its own end: (N, T, F) gives (N, T − before − after, F); what is shorter has none left.</summary>
public sealed class Cropping<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "cropping";

    public Cropping(int before, int after)
    {
        if (before < 0 || after < 0) throw new ArgumentException($"Cropping takes at least 0 steps from the start and the end, found {before} and {after}.");
        (Before, After) = (before, after);
    }

    public int Before { get; }
    public int After { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["before"] = Before, ["after"] = After });

    public static Cropping<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Cropping<T>(options.Id("before") ?? 0, options.Id("after") ?? 0);
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Steps(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Steps(this, input);
        return new(
            Steps.Move(x, Left(x.Shape[1]), Steps.There(x.Shape, input.Lengths).Select(steps => Enumerable.Range(0, Left(steps.Length)).Select(step => (step + Before, step)))),
            input.Lengths is null ? null : [.. input.Lengths.Select(Left)]);
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} takes steps from the ends of a sequence, and a stream has none: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => $"Cropping({Before} before, {After} after)";

    private int Left(int steps) => (int)Math.Max(0, (long)steps - Before - After);
}
