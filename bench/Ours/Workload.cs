using Elman.Autograd;
using Elman.Bench.Comparison;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Bench.Ours;

/// <summary>One case as a call that can be timed.</summary>
/// <param name="Call">Once through.</param>
/// <param name="ResultBytes">Bytes of what the call gives back, which it has to allocate.</param>
internal sealed record Workload(Action Call, long ResultBytes)
{
    private static readonly Dictionary<string, Func<Cell>> _cells = new()
    {
        ["rnn-tanh"] = () => CellCatalog.Elman(),
        ["lstm"] = () => CellCatalog.Lstm(),
        ["gru"] = () => CellCatalog.Gru(),
        ["custom"] = () => Cell.Of(new MinimalGatedCell()),
    };

    public static Workload Of(Case of)
    {
        var layer = new LayerSpec(_cells[of.Cell](), of.H, of.Form == "both" ? Direction.Bidirectional : Direction.Forward);
        var stack = new RecurrentStack<float>(of.D, [.. Enumerable.Repeat(layer, of.L)]);
        float bound = 1 / MathF.Sqrt(of.H);
        var random = new TorchRandom(1);
        foreach (Parameter<float> parameter in stack.Parameters) random.Uniform(parameter.Value.Span, -bound, bound);
        return of.Mode == "stream" ? Stream(stack, random) : Sequences(stack, of, random);
    }

    private static Workload Sequences(RecurrentStack<float> stack, Case of, TorchRandom random)
    {
        // Steps first, as the peers take them.
        var x = new Tensor<float>(new Shape(of.T, of.N, of.D));
        random.Normal(x.Span, 0, 1);
        int[]? lengths = of.Form == "lengths" ? of.Lengths() : null;
        // The output has its memory beforehand, as the peers' have.
        var y = new Tensor<float>(new Shape(of.T, of.N, stack.Features));
        if (of.Mode == "inference")
        {
            return new(() =>
            {
                using IDisposable scope = NoGradient.Scope();
                stack.Run(x, Layout.TimeFirst, lengths, into: y);
            }, 0);
        }
        var ones = new Tensor<float>(new Shape(of.T, of.N, stack.Features));
        ones.Span.Fill(1);
        return new(() =>
        {
            foreach (Parameter<float> parameter in stack.Parameters) parameter.Value.Gradient?.Span.Clear();
            stack.Run(x, Layout.TimeFirst, lengths, into: y).Output.Backward(ones);
        }, 0);
    }

    private static Workload Stream(RecurrentStack<float> stack, TorchRandom random)
    {
        LayerStream<float> stream = stack.OpenStream();
        float[] x = new float[stack.Inputs], y = new float[stack.Features];
        random.Normal<float>(x, 0, 1);
        return new(() => stream.Step(x, y), 0);
    }
}
