using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>The last step that is there of every sequence: (N, T, F) gives (N, F). A sequence without steps gives zeros.</summary>
public sealed class LastStep<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "last_step";

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, []);

    public static LastStep<T> From(LayerDescription description)
    {
        new OptionReader(description).End();
        return new();
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        Expect.NoMask(this, input.HasMask);
        return input.HasSteps ? new(input with { HasSteps = false }, 0) : throw new ArgumentException($"{this} takes sequences (N, T, F), found {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Sequences(this, input);
        Expect.NoMask(this, input.Mask is not null);
        (int n, int t, int f) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        if (input.Lengths is not null) Present.Check(this, x.Shape, input.Lengths);

        int[] filled = [.. Enumerable.Range(0, n).Where(i => Length(i) > 0)];
        Tensor<T> last = x.Reshape(n * t, f).IndexSelect(0, Tensor.From<int>([.. filled.Select(i => i * t + Length(i) - 1)]));
        return new(filled.Length == n ? last : Present.Spread(last, Tensor.From(filled), n));

        int Length(int i) => input.Lengths?[i] ?? t;
    }

    public override LayerStream<T> OpenStream() =>
        throw new NotSupportedException($"{this} waits for the end of a sequence, and a stream has none: it cannot step. Take the output of each step instead.");

    public override string ToString() => "LastStep";
}
