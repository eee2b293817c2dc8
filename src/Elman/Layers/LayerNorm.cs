using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The features of every step brought to mean 0 and variance 1, then scaled by a weight (features), one at first, and shifted by a bias (features), zero at first.</summary>
public sealed class LayerNorm<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "layer_norm";

    /// <param name="features">The length of a row.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    public LayerNorm(int features, double epsilon = 1e-5, bool affine = true)
    {
        if (features < 1) throw new ArgumentOutOfRangeException(nameof(features), $"LayerNorm has at least 1 feature, found {features}.");
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), FormattableString.Invariant($"LayerNorm adds an epsilon of 0 or more, found {epsilon}."));
        (Features, Epsilon) = (features, epsilon);
        if (!affine) return;
        (Weight, Bias) = (new("weight", new Shape(features)), new("bias", new Shape(features)));
        Weight.Value.Span.Fill(T.One);
        Parameters = [Weight, Bias];
    }

    public int Features { get; }
    public double Epsilon { get; }
    public Parameter<T>? Weight { get; }
    public Parameter<T>? Bias { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; } = [];

    public override LayerDescription Description =>
        new(Kind, new JsonObject { ["features"] = Features, ["epsilon"] = Epsilon, ["affine"] = Weight is not null });

    public static LayerNorm<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new LayerNorm<T>(options.Size("features"), options.Number("epsilon", 1e-5), options.Flag("affine", true));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs), Features), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Features);
        (Tensor<T>, Tensor<T>)? affine = Weight is null ? null : (Weight.Value, Bias!.Value);
        return input.With(Present.Apply(this, x, input.Lengths, rows => rows.LayerNorm(affine, Epsilon)));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"LayerNorm({Features})";

    private sealed class Stream(LayerNorm<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, layer.Features), (output.Length, layer.Features));
            RowNorm.Apply(input, T.CreateTruncating(layer.Epsilon), output);
            if (layer.Weight is not null) RowNorm.Affine(layer.Weight.Value.Values, layer.Bias!.Value.Values, output);
        }
    }
}
