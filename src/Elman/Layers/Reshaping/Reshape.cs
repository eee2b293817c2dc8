using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The same numbers in the same order with other steps and features: (N, T, F) or (N, F) gives (N, T', F') or (N, F'), for one T only, since that decides the size.</summary>
public sealed class Reshape<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "reshape";

    /// <param name="from">Steps, or none, and features that come in.</param>
    /// <param name="to">Steps, or none, and features that go out; as many numbers.</param>
    public Reshape((int? Steps, int Features) from, (int? Steps, int Features) to)
    {
        if (from.Features < 1 || to.Features < 1 || from.Steps < 1 || to.Steps < 1 || (long)(from.Steps ?? 1) * from.Features != (long)(to.Steps ?? 1) * to.Features)
            throw new ArgumentException($"Reshape has at least 1 step and 1 feature and as many numbers before as after, found {Shown(from)} and {Shown(to)}.");
        (Before, After) = (from, to);
    }

    public (int? Steps, int Features) Before { get; }
    public (int? Steps, int Features) After { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description
    {
        get
        {
            var options = new JsonObject { ["features"] = Before.Features, ["to_features"] = After.Features };
            if (Before.Steps is int steps) options["steps"] = steps;
            if (After.Steps is int toSteps) options["to_steps"] = toSteps;
            return new(Kind, options);
        }
    }

    public static Reshape<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Reshape<T>((options.Id("steps"), options.Size("features")), (options.Id("to_steps"), options.Size("to_features")));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs), Before.Features);
        Expect.NoMask(this, input.HasMask);
        return input.HasSteps == Before.Steps is not null ? new(new SignalShape(After.Features, After.Steps is not null), 0) : throw Wrong($"{input}");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Expect.NoMask(this, input.Mask is not null);
        Tensor<T> x = Expect.Numbers(this, input, Before.Features);
        if (x.Shape.Rank != (Before.Steps is null ? 2 : 3) || (Before.Steps is int steps && (x.Shape[1] != steps || input.Lengths?.All(length => length == steps) == false))) throw Wrong($"{x.Shape}{(input.Lengths is null ? "" : " of unequal lengths")}");
        return new(After.Steps is int to ? x.Reshape(x.Shape[0], to, After.Features) : x.Reshape(x.Shape[0], After.Features));
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} needs all steps at once, and a stream gives one at a time: it cannot step. Use Predict on whole sequences.");

    public override string ToString() => $"Reshape({Shown(Before)} → {Shown(After)})";

    private ArgumentException Wrong(string found) => new($"{this} takes (N, {Shown(Before)}), found {found}.");

    private static string Shown((int? Steps, int Features) shape) => shape.Steps is int steps ? $"{steps}, {shape.Features}" : $"{shape.Features}";
}
