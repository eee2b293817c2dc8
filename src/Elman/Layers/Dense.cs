using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>y = b + W·x at every step: a weight (outputs, inputs) and, unless without, a bias (outputs). Parameters are zero at first.</summary>
/// <remarks>The gradients of weight and bias are summed over the steps that are there, sequence by sequence, in blocks of 256.</remarks>
public sealed class Dense<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "dense";

    private readonly Parameter<T> _weight;
    private readonly Parameter<T>? _bias;
    private Packed? _packed;

    public Dense(int inputs, int outputs, bool bias = true)
    {
        if (inputs < 1 || outputs < 1) throw new ArgumentException($"Dense has at least 1 input and 1 output, found {inputs} and {outputs}.");
        (Inputs, Outputs) = (inputs, outputs);
        _weight = new Parameter<T>("weight", new Shape(outputs, inputs));
        _bias = bias ? new Parameter<T>("bias", new Shape(outputs)) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    public int Inputs { get; }
    public int Outputs { get; }
    public Parameter<T> Weight => _weight;
    public Parameter<T>? Bias => _bias;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description =>
        new(Kind, new JsonObject { ["inputs"] = Inputs, ["outputs"] = Outputs, ["bias"] = _bias is not null });

    public static Dense<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Dense<T>(options.Size("inputs"), options.Size("outputs"), options.Flag("bias", true));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) =>
        new(Expect.Numbers(this, Expect.One(this, inputs), Inputs) with { Features = Outputs }, (long)Inputs * Outputs);

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Numbers(this, input, Inputs);
        return input.With(Present.Apply(this, x, input.Lengths, rows => Ops.Linear(rows, _weight, _bias?.Value, Pack().Weight)));
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"Dense({Inputs} → {Outputs})";

    /// <summary>Weight and bias as products want them, packed anew after every change. Versions are read first: a change while packing is seen by the next call.</summary>
    private Packed Pack()
    {
        (int, int) versions = (_weight.Version, _bias?.Version ?? 0);
        Packed? packed = _packed;
        if (packed is not null && packed.Versions == versions) return packed;
        var start = new Plane<T>(PackedMatrix<T>.Padded(Outputs));
        _bias?.Value.Values.CopyTo(start.Span);
        return _packed = new Packed(versions, PackedMatrix<T>.FromWeight(_weight.Value.Values, Outputs, Inputs), start);
    }

    private sealed record Packed((int Weight, int Bias) Versions, PackedMatrix<T> Weight, Plane<T> Start);

    private sealed class Stream(Dense<T> layer) : LayerStream<T>
    {
        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, layer.Inputs), (output.Length, layer.Outputs));
            Packed packed = layer.Pack();
            Product.Multiply(input, 1, packed.Weight, packed.Start, output);
        }

        public override void StepMany(ReadOnlySpan<LayerStream<T>> streams, ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, streams.Length * layer.Inputs), (output.Length, streams.Length * layer.Outputs));
            Packed packed = layer.Pack();
            Product.Multiply(input, streams.Length, packed.Weight, packed.Start, output);
        }
    }
}
