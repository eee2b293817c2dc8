using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>In training each number is dropped to 0 with the given rate and the others grow by 1/(1 − rate); otherwise nothing happens.</summary>
/// <remarks>The mask is one Bernoulli draw for each number of the steps that are there, in row-major order, as PyTorch's <c>F.dropout</c> draws it.</remarks>
public sealed class Dropout<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "dropout";

    /// <param name="rate">In [0, 1).</param>
    public Dropout(double rate)
    {
        if (!(rate is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), FormattableString.Invariant($"Dropout has a rate of at least 0 and below 1, found {rate}."));
        Rate = rate;
    }

    public double Rate { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["rate"] = Rate });

    public static Dropout<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Dropout<T>(options.Number("rate", null));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(Expect.Numbers(this, Expect.One(this, inputs)), 0);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input);
        if (!pass.Training || Rate == 0) return input;
        RandomStream random = pass.Random
            ?? throw new InvalidOperationException($"{this} draws random numbers in training, and this pass has none. Give it a Random stream, or run it with Training = false.");
        return input.With(Present.Apply(this, x, input.Lengths, rows => Drop(rows, Rate, random)));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => FormattableString.Invariant($"Dropout({Rate})");

    // y = x/(1 − rate) where kept, else 0;  dx = dy/(1 − rate) where kept, else 0
    internal static Tensor<T> Drop(Tensor<T> x, double rate, RandomStream random)
    {
        var kept = new Tensor<bool>(x.Shape);
        random.Bernoulli(kept.Array, 1 - rate);
        return Ops.Where(kept, x * T.CreateTruncating(1 / (1 - rate)), Tensor.Scalar(T.Zero));
    }

    private sealed class Stream(Dropout<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, input.Length), (output.Length, input.Length));
            input.CopyTo(output);
        }
    }
}
