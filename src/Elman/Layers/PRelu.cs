using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>y = x where x is above 0, α·x elsewhere, with a learned α: one for each feature, one for all, or one for each feature of each step.</summary>
/// <remarks>The weight is (features), (1), or (steps, features) with 1 for what is shared; 0.25 at first, as PyTorch has it. Keras begins with zero, and has one for each step unless told to share.</remarks>
public sealed class PRelu<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "prelu";

    /// <param name="features">How many α along the features; 1 for one that they share.</param>
    /// <param name="steps">How many steps there are, where each has its own α; null where they share it.</param>
    public PRelu(int features, int? steps = null)
    {
        if (features < 1 || steps < 1) throw new ArgumentException($"PRelu has at least 1 feature and, where steps have their own, at least 1 step, found {features} and {steps}.");
        (Features, Steps) = (features, steps);
        Weight = new("weight", steps is int count ? new Shape(count, features) : new Shape(features));
        Weight.Value.Span.Fill(T.CreateTruncating(0.25));
        Parameters = [Weight];
    }

    public int Features { get; }
    public int? Steps { get; }
    public Parameter<T> Weight { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description
    {
        get
        {
            var options = new JsonObject { ["features"] = Features };
            if (Steps is int steps) options["steps"] = steps;
            return new(Kind, options);
        }
    }

    public static PRelu<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new PRelu<T>(options.Size("features"), options.Id("steps"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs), Features == 1 ? null : Features);
        return input.HasSteps || Steps is null ? new(input, 0) : throw new ArgumentException($"{this} takes sequences (N, {Steps}, F), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Features == 1 ? null : Features);
        if (Steps is int steps && (x.Shape.Rank != 3 || x.Shape[1] != steps || input.Lengths?.All(length => length == steps) == false))
            throw new ArgumentException($"{this} has an α for each of {steps} steps and takes sequences of so many, found {x.Shape}{(input.Lengths is null ? "" : $" of lengths {string.Join(", ", input.Lengths)}")}.");
        return input.With(Present.Apply(this, x, input.Lengths, rows => Ops.Where(Above(rows), rows, rows * Weight.Value)));
    }

    public override LayerStream<T> OpenStream() => Steps is null ? new Stream(this)
        : throw new NotSupportedException($"{this} has an α for each step, and a stream goes on: it cannot step. Use Predict on whole sequences, or share α along time.");

    public override string ToString() => $"PRelu({Features}{(Steps is int steps ? $" at {steps} steps" : "")})";

    private static Tensor<bool> Above(Tensor<T> x)
    {
        var above = new Tensor<bool>(x.Shape);
        for (int i = 0; i < above.Array.Length; i++) above.Array[i] = x.Values[i] > T.Zero;
        return above;
    }

    private sealed class Stream(PRelu<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            int features = layer.Features == 1 ? input.Length : layer.Features;
            Expect.Step(layer, (input.Length, features), (output.Length, features));
            Zip.Map<T, Rectified>(input, layer.Weight.Value.Values, input, output);
        }
    }

    private readonly struct Rectified : IZip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Apply<L>(L x, L alpha, L c) where L : struct, ILane<L> => L.Select(L.Less(L.Of(0), x), x, x * alpha);
    }
}
