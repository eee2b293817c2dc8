using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Makes a mask: a step whose features all equal a value is passed over by what goes along time, and becomes zero.</summary>
public sealed class Masking<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "masking";

    public Masking(double value = 0) => Value = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"Masking compares with a number, found {value}."));

    public double Value { get; }

    public override IReadOnlyList<Parameter<T>> Parameters => [];

    public override LayerDescription Description => new(Kind, new JsonObject { ["value"] = Value });

    public static Masking<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Masking<T>(options.Number("value", 0));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.Numbers(this, Expect.One(this, inputs));
        if (!input.HasSteps || input.HasMask) throw new ArgumentException($"{this} takes sequences (N, T, F) without a mask, found {input}{(input.HasMask ? " with one" : "")}.");
        return new(input with { HasMask = true }, 0);
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Sequences(this, input);
        if (input.Lengths is not null) Present.Check(this, x.Shape, input.Lengths);
        (int t, int f) = (x.Shape[1], x.Shape[2]);
        T value = T.CreateTruncating(Value);
        var mask = new Tensor<bool>(new Shape(x.Shape[0], t));
        foreach ((int n, int[] steps) in Steps.There(x.Shape, input.Lengths).Index())
            foreach (int step in steps) mask.Array[n * t + step] = x.Values.Slice((n * t + step) * f, f).ContainsAnyExcept(value);
        var marked = new Signal<T>(x, input.Lengths, mask);
        return marked.With(Steps.Move(x, t, Steps.Counted(this, marked).Select(steps => steps.Select(step => (step, step)))));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => FormattableString.Invariant($"Masking({Value})");

    private sealed class Stream(Masking<T> layer) : LayerStream<T>
    {
        private bool _isMasked;

        public override bool IsMasked => _isMasked;

        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, input.Length), (output.Length, input.Length));
            _isMasked = !input.ContainsAnyExcept(T.CreateTruncating(layer.Value));
            if (_isMasked) output.Clear();
            else input.CopyTo(output);
        }
    }
}
