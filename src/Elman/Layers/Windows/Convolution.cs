using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// y[t, o] = b[o] + Σ W[o, k, i]·x[s(t, k), i]: a weight (outputs, size, inputs/groups) and, unless without, a bias (outputs) along time, zero at first.
/// s(t, k) = t·stride − before + k·dilation; what is outside of the sequence is zero.
/// </summary>
/// <remarks>
/// (N, T, F) gives a step for each window; a sequence has the windows of its own length. Output o of group g sees the inputs of group g; as many groups as inputs is a
/// depthwise convolution. With causal padding and a stride of 1 it runs in streams and keeps its last inputs as its state.
/// </remarks>
public sealed class Convolution<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "convolution";

    private Packed? _packed;

    public Convolution(int inputs, int outputs, Windows windows, int groups = 1, bool bias = true)
    {
        if (inputs < 1 || outputs < 1 || groups < 1 || inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"Convolution has at least 1 input and 1 output, and groups that divide both; found {inputs} inputs, {outputs} outputs and {groups} groups.");
        (Inputs, Outputs, Windows, Groups) = (inputs, outputs, windows, groups);
        Weight = new("weight", new Shape(outputs, windows.Size, inputs / groups));
        Bias = bias ? new("bias", new Shape(outputs)) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
    }

    public int Inputs { get; }
    public int Outputs { get; }
    public Windows Windows { get; }
    public int Groups { get; }
    public Parameter<T> Weight { get; }
    public Parameter<T>? Bias { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(
        Kind, WindowOptions.Write(new JsonObject { ["inputs"] = Inputs, ["outputs"] = Outputs, ["groups"] = Groups, ["bias"] = Bias is not null }, Windows));

    public static Convolution<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Convolution<T>(options.Size("inputs"), options.Size("outputs"), WindowOptions.Read(options), options.SizeOr("groups", 1), options.Flag("bias", true));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) =>
        new(Expect.Steps(this, Expect.One(this, inputs), Inputs) with { Features = Outputs }, (long)Outputs * Windows.Size * (Inputs / Groups));

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<T> x = Expect.Steps(this, input, Inputs);
        var rows = new WindowRows(Windows, x.Shape[0], x.Shape[1], input.Lengths);
        return new(Ops.Convolve(x, Weight, Bias?.Value, rows, Pack().Weight), rows.Lengths);
    }

    public override LayerStream<T> OpenStream() => Windows.IsCausal ? new Stream(this) : throw WindowOptions.CannotStep(this, Windows);

    public override string ToString() =>
        $"Convolution({Inputs} → {Outputs}, {WindowOptions.Shown(Windows)}{(Groups == 1 ? "" : $", {Groups} groups")})";

    /// <summary>Weight and bias as products want them, packed anew after every change. Versions are read first: a change while packing is seen by the next call.</summary>
    private Packed Pack()
    {
        (int, int) versions = (Weight.Version, Bias?.Version ?? 0);
        Packed? packed = _packed;
        if (packed is not null && packed.Versions == versions) return packed;
        return _packed = new(versions, new(Weight.Value.Values, Bias is null ? [] : Bias.Value.Values, Outputs, Windows.Size, Groups));
    }

    private sealed record Packed((int Weight, int Bias) Versions, PackedConvolution<T> Weight);

    /// <summary>The last inputs, oldest first, zero before the first.</summary>
    private sealed class Stream(Convolution<T> layer) : LayerStream<T>
    {
        private readonly T[] _last = new T[layer.Windows.Span * layer.Inputs], _seen = new T[layer.Windows.Size * layer.Inputs], _beside = new T[layer.Pack().Weight.Beside(1)];

        public override int StateSize => _last.Length - layer.Inputs;

        public override void Step(ReadOnlySpan<T> input, Span<T> output)
        {
            Expect.Step(layer, (input.Length, layer.Inputs), (output.Length, layer.Outputs));
            Span<T> last = _last;
            last[layer.Inputs..].CopyTo(last);
            input.CopyTo(last[StateSize..]);
            for (int tap = 0; tap < layer.Windows.Size; tap++)
                last.Slice(tap * layer.Windows.Dilation * layer.Inputs, layer.Inputs).CopyTo(_seen.AsSpan(tap * layer.Inputs));
            layer.Pack().Weight.Multiply(_seen, 1, _beside, output);
        }

        public override void Save(Span<T> state) => _last.AsSpan(layer.Inputs).CopyTo(state);
        public override void Restore(ReadOnlySpan<T> state) => state.CopyTo(_last.AsSpan(layer.Inputs));
    }
}
