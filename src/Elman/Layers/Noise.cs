using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// What disturbs the numbers in training and otherwise does nothing: <c>gaussian_noise</c> adds a normal number of the given deviation to each; <c>gaussian_dropout</c> multiplies each by a
/// normal number around 1 of deviation √(rate/(1 − rate)); <c>spatial_dropout</c> drops a feature from all steps of a sequence at once, and the others grow by 1/(1 − rate).
/// </summary>
/// <remarks>The numbers are drawn in row-major order: one for each number of the steps that are there, of a spatial dropout one for each feature of each sequence. No gradient goes to them.</remarks>
public sealed class Noise<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Gaussian = "gaussian_noise", GaussianDropout = "gaussian_dropout", SpatialDropout = "spatial_dropout";

    private static readonly Dictionary<string, Row> _rows = new Row[]
    {
        new(Gaussian, "GaussianNoise", "deviation", double.PositiveInfinity),
        new(GaussianDropout, "GaussianDropout", "rate", 1),
        new(SpatialDropout, "SpatialDropout", "rate", 1),
    }.ToDictionary(row => row.Kind, StringComparer.Ordinal);

    private readonly Row _row;

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="amount">The deviation, or the rate in [0, 1).</param>
    public Noise(string kind, double amount)
    {
        _row = _rows.TryGetValue(kind, out Row? row) ? row : throw new ArgumentException($"There is no noise named '{kind}'. Known: {string.Join(", ", Kinds)}.");
        if (!(amount >= 0 && amount < row.Below)) throw new ArgumentOutOfRangeException(nameof(amount), FormattableString.Invariant($"{row.Name} has a {row.Option} of at least 0 and below {row.Below}, found {amount}."));
        Amount = amount;
    }

    /// <summary>The names of the layer's kinds.</summary>
    public static IReadOnlyList<string> Kinds => [.. _rows.Keys];

    /// <summary>The deviation, or the rate.</summary>
    public double Amount { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(_row.Kind, new JsonObject { [_row.Option] = Amount });

    public static Noise<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Noise<T>(description.Kind, options.Number(_rows[description.Kind].Option, null));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        return input.HasSteps || _row.Kind != SpatialDropout ? new(input, 0) : throw new ArgumentException($"{this} takes sequences (N, T, F), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input);
        if (!pass.Training || Amount == 0) return input;
        RandomStream random = pass.Random
            ?? throw new InvalidOperationException($"{this} draws random numbers in training, and this pass has none. Give it a Random stream, or run it with Training = false.");
        if (_row.Kind != SpatialDropout) return input.With(Present.Apply(this, x, input.Lengths, rows => Disturb(rows, random)));
        Tensor<T> scale = Features(Expect.Sequences(this, input).Shape, random);
        return input.With(Present.Apply(this, [x, scale.Expand([.. x.Shape])], input.Lengths, parts => parts[0] * parts[1]));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => FormattableString.Invariant($"{_row.Name}({Amount})");

    // y = x + ε, or x·ε
    private Tensor<T> Disturb(Tensor<T> x, RandomStream random)
    {
        var drawn = new Tensor<T>(x.Shape);
        bool adds = _row.Kind == Gaussian;
        random.Normal<T>(drawn.Array, adds ? 0 : 1, adds ? Amount : Math.Sqrt(Amount / (1 - Amount)));
        return adds ? x + drawn : x * drawn;
    }

    /// <summary>(N, 1, F): 0 for a feature that is dropped, 1/(1 − rate) for the others.</summary>
    private Tensor<T> Features(Shape shape, RandomStream random)
    {
        var kept = new bool[shape[0] * shape[2]];
        random.Bernoulli(kept, 1 - Amount);
        T grown = T.CreateTruncating(1 / (1 - Amount));
        return new(new Shape(shape[0], 1, shape[2]), Array.ConvertAll(kept, keep => keep ? grown : T.Zero));
    }

    private sealed record Row(string Kind, string Name, string Option, double Below);

    private sealed class Stream(Noise<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, input.Length), (output.Length, input.Length));
            input.CopyTo(output);
        }
    }
}
