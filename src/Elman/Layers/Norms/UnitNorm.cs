using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>y = x/√max(sum(x∘x), ε²) at every step: the features brought to a length of 1; what is shorter than ε is divided by ε.</summary>
public sealed class UnitNorm<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "unit_norm";

    /// <param name="epsilon">The least length that is divided by; Keras and PyTorch's <c>normalize</c> have 1e-12.</param>
    public UnitNorm(double epsilon = 1e-12)
    {
        if (!(epsilon > 0 && double.IsFinite(epsilon))) throw new ArgumentOutOfRangeException(nameof(epsilon), FormattableString.Invariant($"UnitNorm has an epsilon above 0, found {epsilon}."));
        Epsilon = epsilon;
    }

    public double Epsilon { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["epsilon"] = Epsilon });

    public static UnitNorm<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new UnitNorm<T>(options.Number("epsilon", 1e-12));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input);
        return input.With(Present.Apply(this, x, input.Lengths, rows =>
            rows / (rows * rows).Sum(^1, keepAxis: true).Maximum(Tensor.Scalar(Least)).Sqrt()));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => "UnitNorm";

    private T Least => T.CreateTruncating(Epsilon * Epsilon);

    private sealed class Stream(UnitNorm<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, input.Length), (output.Length, input.Length));
            T square = Reduction.SumOfProducts(input, input);
            RowNorm.Divide(input, T.Sqrt(square < layer.Least ? layer.Least : square), output);
        }
    }
}
