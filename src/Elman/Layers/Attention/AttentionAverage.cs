using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The mean of all steps that count, each weighted by what one learned vector makes of it: (N, T, F) gives (N, F). No steps give zeros.</summary>
/// <remarks>
/// l[t] = W x[t]
/// a[t] = exp(l[t] − max l)/(Σ exp(l[t] − max l) + ε)
/// y    = Σ a[t] x[t]
/// After Felbo et al. (2017), DeepMoji; the <c>AttentionWeightedAverage</c> of that package and of textgenrnn, with ε = 1e-7.
/// </remarks>
public sealed class AttentionAverage<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "attention_average";

    private const double UsualEpsilon = 1e-7;

    /// <param name="features">F</param>
    /// <param name="epsilon">What is added to the sum of the weights; 0 for a plain softmax.</param>
    public AttentionAverage(int features, double epsilon = UsualEpsilon)
    {
        if (features < 1) throw new ArgumentOutOfRangeException(nameof(features), $"{nameof(AttentionAverage<T>)} takes at least 1 feature, found {features}.");
        if (!(epsilon >= 0 && double.IsFinite(epsilon))) throw new ArgumentOutOfRangeException(nameof(epsilon), FormattableString.Invariant($"{nameof(AttentionAverage<T>)} has an epsilon of at least 0, found {epsilon}."));
        (Features, Epsilon, Weight) = (features, epsilon, new("weight", new Shape(1, features)));
        Parameters = [Weight];
    }

    public int Features { get; }
    public double Epsilon { get; }

    /// <summary>(1, F)</summary>
    public Parameter<T> Weight { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(Kind, new JsonObject { ["features"] = Features, ["epsilon"] = Epsilon });

    public static AttentionAverage<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new AttentionAverage<T>(options.Size("features"), options.Number("epsilon", UsualEpsilon));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs), Features);
        return input.HasSteps ? new(new SignalShape(Features, HasSteps: false), 2L * Features) : throw new ArgumentException($"{this} takes sequences (N, T, F), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Sequences(this, input);
        Expect.Numbers(this, input, Features);
        // One query for each sequence, which the scores do not look at.
        var query = new Signal<T>(new Tensor<T>(new Shape(x.Shape[0], 1, Features)));
        return new(Attending.Apply<T>(this, new(query, x, input, Causal: false), (_, key) => key.Linear(Weight.Value).Permute(0, 2, 1), Mean).Numbers!.Squeeze(1));
    }

    public override LayerStream<T> OpenStream() => throw Attending.CannotStep(this);

    public override string ToString() => FormattableString.Invariant($"AttentionAverage({Features}{(Epsilon == UsualEpsilon ? "" : $", epsilon {Epsilon}")})");

    /// <summary>The largest weight of a softmax is 1/Σ exp(l − max l), so dividing by Σ + ε in place of Σ divides by 1 + ε·(that weight) once more.</summary>
    private Tensor<T> Mean(Tensor<T> weights, Tensor<T> values)
    {
        if (Epsilon > 0 && weights.Shape.Count > 0) weights /= weights.Max(^1).Unsqueeze(^1) * Tensor.Scalar(T.CreateChecked(Epsilon)) + Tensor.Scalar(T.One);
        return weights.BatchMatMul(values);
    }
}
