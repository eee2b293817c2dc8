using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// Attention of a query (N, Tq, D) over values (N, Tv, V) by keys (N, Tv, D), which are the values where none are given: y[t] = Σ w[t, s]·value[s] with w = softmax over s of the scores.
/// The inputs stand in the order query, value, key, as Keras has them.
/// </summary>
/// <remarks>Scores are <c>dot</c>: scale·(q·k); <c>concat</c>: c·sum(tanh(scale·(q + k))); <c>additive</c>: sum(scale∘tanh(q + k)) with a scale (D). Parameters are one at first.</remarks>
public sealed class Attention<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "attention";
    public const string Dot = "dot", Concat = "concat", Additive = "additive";

    private static readonly string[] _scores = [Dot, Concat, Additive];

    /// <param name="features">D</param>
    /// <param name="options">How it scores.</param>
    public Attention(int features, AttentionOptions? options = null)
    {
        if (features < 1) throw new ArgumentOutOfRangeException(nameof(features), $"Attention has at least 1 feature, found {features}.");
        (Features, Options) = (features, options ?? new());
        if (!_scores.Contains(Options.Score)) throw new ArgumentException($"Attention has no score '{Options.Score}'. Known: {string.Join(", ", _scores)}.");
        Attending.CheckedRate("Attention", Options.Dropout);
        Scale = Options.Scale ? new("scale", new Shape(Options.Score == Additive ? features : 1)) : null;
        ScoreWeight = Options.Score == Concat ? new("score_weight", new Shape(1)) : null;
        Parameters = [.. new[] { Scale, ScoreWeight }.OfType<Parameter<T>>()];
        foreach (Parameter<T> parameter in Parameters) parameter.Value.Span.Fill(T.One);
    }

    public int Features { get; }
    public AttentionOptions Options { get; }
    public Parameter<T>? Scale { get; }
    public Parameter<T>? ScoreWeight { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(Kind, new JsonObject
    {
        ["features"] = Features,
        ["score"] = Options.Score,
        ["scale"] = Options.Scale,
        ["causal"] = Options.Causal,
        ["dropout"] = Options.Dropout,
    });

    public static Attention<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Attention<T>(options.Size("features"), new()
        {
            Score = options.TextOr("score", Dot),
            Scale = options.Flag("scale", false),
            Causal = options.Flag("causal", false),
            Dropout = options.Number("dropout", 0),
        });
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) =>
        new(Attending.Plan(this, inputs, Features, inputs.Length == 2 ? Features : null, Features, inputs.Length > 1 ? inputs[1].Features : Features), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        if (inputs.Length is not (2 or 3)) throw new ArgumentException($"{this} takes 2 or 3 inputs (query, value and, where it is another, key), found {inputs.Length}.");
        Tensor<T> key = Expect.Numbers(this, inputs[inputs.Length - 1], Features);
        Expect.Numbers(this, inputs[0], Features);
        return Attending.Apply<T>(this, new(inputs[0], key, inputs[1], Options.Causal), Score, (weights, values) => Attending.Dropped(this, weights, Options.Dropout, pass).BatchMatMul(values));
    }

    public override LayerStream<T> OpenStream() => throw Attending.CannotStep(this);

    public override string ToString() => $"Attention({Features}, {Options.Score}{(Options.Causal ? ", causal" : "")})";

    private Tensor<T> Score(Tensor<T> query, Tensor<T> key)
    {
        if (Options.Score == Dot)
        {
            Tensor<T> products = query.BatchMatMul(key.Permute(0, 2, 1));
            return Scale is null ? products : products * Scale.Value;
        }
        Tensor<T> pairs = query.Unsqueeze(2) + key.Unsqueeze(1);
        if (Options.Score == Additive) return (Scale is null ? pairs.Tanh() : pairs.Tanh() * Scale.Value).Sum(^1);
        return (Scale is null ? pairs : pairs * Scale.Value).Tanh().Sum(^1) * ScoreWeight!.Value;
    }
}

/// <summary>How an <see cref="Attention{T}"/> scores.</summary>
public sealed record AttentionOptions
{
    /// <summary><c>dot</c>, <c>concat</c> or <c>additive</c>.</summary>
    public string Score { get; init; } = "dot";

    /// <summary>Whether there is a learned scale; Keras's <c>use_scale</c>.</summary>
    public bool Scale { get; init; }

    /// <summary>Whether step t of the query sees only steps up to t.</summary>
    public bool Causal { get; init; }

    /// <summary>The rate at which weights are dropped in training, in [0, 1).</summary>
    public double Dropout { get; init; }
}
