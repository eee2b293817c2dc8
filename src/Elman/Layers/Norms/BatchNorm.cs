using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// y = (x − μ)·γ/√(v + ε) + β at every step: in training μ and v are mean and variance of each feature over all steps of the batch, otherwise the moving ones.
/// γ is <c>weight</c>, one at first; β is <c>bias</c>, zero at first; the moving mean is zero and the moving variance one at first.
/// </summary>
/// <remarks>
/// A training pass moves them: moving ← momentum·moving + (1 − momentum)·batch, so such a pass belongs to one caller at a time. Steps that a mask passes over are
/// normalised and do not count, as Keras has it. PyTorch calls momentum what is taken of the batch (0.1 for 0.9 here), and moves to the variance with Bessel's correction.
/// </remarks>
public sealed class BatchNorm<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "batch_norm";

    private Ready? _ready;

    /// <param name="features">The length of a row.</param>
    /// <param name="options">How it is made and how it moves.</param>
    public BatchNorm(int features, BatchNormOptions? options = null)
    {
        if (features < 1) throw new ArgumentOutOfRangeException(nameof(features), $"BatchNorm has at least 1 feature, found {features}.");
        (Features, Options) = (features, options ?? new());
        Options.Check();
        var size = new Shape(features);
        (Weight, Bias) = (Options.Scale ? new("weight", size) : null, Options.Center ? new("bias", size) : null);
        (MovingMean, MovingVariance) = (Parameter<T>.Kept("moving_mean", size), Parameter<T>.Kept("moving_variance", size));
        Weight?.Value.Span.Fill(T.One);
        MovingVariance.Value.Span.Fill(T.One);
        Parameters = [.. new[] { Weight, Bias, MovingMean, MovingVariance }.OfType<Parameter<T>>()];
    }

    public int Features { get; }
    public BatchNormOptions Options { get; }
    public Parameter<T>? Weight { get; }
    public Parameter<T>? Bias { get; }
    public Parameter<T> MovingMean { get; }
    public Parameter<T> MovingVariance { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(Kind, new JsonObject
    {
        ["features"] = Features,
        ["epsilon"] = Options.Epsilon,
        ["momentum"] = Options.Momentum,
        ["unbiased"] = Options.Unbiased,
        ["scale"] = Options.Scale,
        ["center"] = Options.Center,
    });

    public static BatchNorm<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var usual = new BatchNormOptions();
        var layer = new BatchNorm<T>(options.Size("features"), new()
        {
            Epsilon = options.Number("epsilon", usual.Epsilon),
            Momentum = options.Number("momentum", usual.Momentum),
            Unbiased = options.Flag("unbiased", usual.Unbiased),
            Scale = options.Flag("scale", usual.Scale),
            Center = options.Flag("center", usual.Center),
        });
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs), Features), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Features);
        (Tensor<T> mean, Tensor<T> variance) = pass.Training ? OfBatch(input, x) : (MovingMean.Value, MovingVariance.Value);
        Tensor<T> scale = ScaleOf(variance);
        return input.With(Present.Apply(this, x, input.Lengths, rows =>
        {
            Tensor<T> y = (rows - mean) * scale;
            return Bias is null ? y : y + Bias.Value;
        }));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"BatchNorm({Features})";

    private Tensor<T> ScaleOf(Tensor<T> variance)
    {
        Tensor<T> root = (variance + T.CreateTruncating(Options.Epsilon)).Sqrt();
        return Weight is null ? T.One / root : Weight.Value / root;
    }

    /// <summary>Mean and variance of each feature over the steps that count, towards which the moving ones go.</summary>
    private (Tensor<T> Mean, Tensor<T> Variance) OfBatch(Signal<T> input, Tensor<T> x)
    {
        Tensor<T> rows = Counted(input, x);
        int count = rows.Shape[0];
        if (count < 2) throw new ArgumentException($"{this} in training takes its mean and variance over the steps of a batch, and there {(count == 1 ? "is 1" : "are none")}. Give it at least 2, or run it with Training = false.");
        Tensor<T> mean = rows.Mean(0), distance = rows - mean, variance = (distance * distance).Mean(0);
        Move(MovingMean, mean, 1);
        Move(MovingVariance, variance, Options.Unbiased ? count / (count - 1.0) : 1);
        return (mean, variance);
    }

    private Tensor<T> Counted(Signal<T> input, Tensor<T> x)
    {
        Tensor<T> rows = x.Reshape(-1, Features);
        if (input.Mask is null) return Present.Rows(this, x.Shape, input.Lengths) is { } present ? rows.IndexSelect(0, present) : rows;
        int t = x.Shape[1];
        return rows.IndexSelect(0, Tensor.From<int>([.. Steps.Counted(this, input).SelectMany((steps, n) => steps.Select(step => n * t + step))]));
    }

    private void Move(Parameter<T> moving, Tensor<T> batch, double correction)
    {
        (T stays, T comes) = (T.CreateTruncating(Options.Momentum), T.CreateTruncating((1 - Options.Momentum) * correction));
        Span<T> values = moving.Value.Span;
        for (int i = 0; i < values.Length; i++) values[i] = values[i] * stays + batch.Values[i] * comes;
    }

    /// <summary>The scale, computed anew after every change of what it is made of.</summary>
    private Ready Scale()
    {
        (int, int) versions = (Weight?.Version ?? 0, MovingVariance.Version);
        Ready? ready = _ready;
        if (ready is not null && ready.Versions == versions) return ready;
        using (NoGradient.Scope()) return _ready = new(versions, ScaleOf(MovingVariance.Value));
    }

    private sealed record Ready((int Weight, int Variance) Versions, Tensor<T> Scale);

    private sealed class Stream(BatchNorm<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, layer.Features), (output.Length, layer.Features));
            RowNorm.Apply(input, layer.MovingMean.Value.Values, layer.Scale().Scale.Values, output);
            if (layer.Bias is not null) Zip.Add(layer.Bias.Value.Values, output);
        }
    }
}

/// <summary>How a <see cref="BatchNorm{T}"/> is made. What is usual is PyTorch's; Keras has an epsilon of 0.001, a momentum of 0.99 and no correction.</summary>
public sealed record BatchNormOptions
{
    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>What stays of a moving number in each training pass, in [0, 1].</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether the moving variance goes towards n/(n − 1) times that of the batch.</summary>
    public bool Unbiased { get; init; } = true;

    /// <summary>Whether there is a weight γ.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>Whether there is a bias β.</summary>
    public bool Center { get; init; } = true;

    internal void Check()
    {
        if (!(Epsilon >= 0 && double.IsFinite(Epsilon) && Momentum is >= 0 and <= 1))
            throw new ArgumentException(FormattableString.Invariant($"BatchNorm has an epsilon of at least 0 and a momentum from 0 to 1, found {Epsilon} and {Momentum}."));
    }
}
