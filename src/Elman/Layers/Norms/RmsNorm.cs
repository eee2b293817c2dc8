using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>y = γ∘(x/√(mean(x∘x) + ε)) at every step: the features brought to a mean square of 1, then scaled by a weight (features), one at first.</summary>
public sealed class RmsNorm<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "rms_norm";

    /// <param name="features">The length of a row.</param>
    /// <param name="epsilon">Added to the mean square; Keras has 1e-6, PyTorch the distance from 1 to the next number.</param>
    /// <param name="scale">Whether there is a weight.</param>
    public RmsNorm(int features, double epsilon = 1e-6, bool scale = true)
    {
        if (features < 1) throw new ArgumentOutOfRangeException(nameof(features), $"RmsNorm has at least 1 feature, found {features}.");
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), FormattableString.Invariant($"RmsNorm adds an epsilon of 0 or more, found {epsilon}."));
        (Features, Epsilon) = (features, epsilon);
        if (!scale) return;
        Weight = new("weight", new Shape(features));
        Weight.Value.Span.Fill(T.One);
        Parameters = [Weight];
    }

    public int Features { get; }
    public double Epsilon { get; }
    public Parameter<T>? Weight { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; } = [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["features"] = Features, ["epsilon"] = Epsilon, ["scale"] = Weight is not null });

    public static RmsNorm<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new RmsNorm<T>(options.Size("features"), options.Number("epsilon", 1e-6), options.Flag("scale", true));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs), Features), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Features);
        return input.With(Present.Apply(this, x, input.Lengths, rows =>
        {
            Tensor<T> y = rows / ((rows * rows).Mean(^1, keepAxis: true) + T.CreateTruncating(Epsilon)).Sqrt();
            return Weight is null ? y : y * Weight.Value;
        }));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"RmsNorm({Features})";

    private sealed class Stream(RmsNorm<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, layer.Features), (output.Length, layer.Features));
            T square = Reduction.SumOfProducts(input, input) / T.CreateChecked(layer.Features);
            RowNorm.Divide(input, T.Sqrt(square + T.CreateTruncating(layer.Epsilon)), output);
            if (layer.Weight is not null) RowNorm.Scale(layer.Weight.Value.Values, output);
        }
    }
}
