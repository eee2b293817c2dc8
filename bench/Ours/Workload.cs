using Elman.Autograd;
using Elman.Bench.Comparison;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Bench.Ours;

/// <summary>One case as a call that can be timed.</summary>
/// <param name="Call">Once through.</param>
/// <param name="ResultBytes">Bytes of what the call gives back, which it has to allocate.</param>
internal sealed record Workload(Action Call, long ResultBytes)
{
    /// <summary>The same work without sharing: each session stepped alone. Null where the call is no step of many.</summary>
    public Action? Apart { get; init; }

    private static readonly Dictionary<string, Func<Cell>> _cells = new()
    {
        ["rnn-tanh"] = () => CellCatalog.Elman(),
        ["lstm"] = () => CellCatalog.Lstm(),
        ["gru"] = () => CellCatalog.Gru(),
        ["custom"] = () => Cell.Of(new MinimalGatedCell()),
    };

    public static Workload Of(Case of)
    {
        var random = new TorchRandom(1);
        RecurrentStack<float> stack = Stack(of, random);
        return of.IsMany ? Many(stack, of.N, random) : of.Mode == "stream" ? Stream(stack, random) : Sequences(stack, of, random);
    }

    /// <summary>The layers of a case, with irregular weights.</summary>
    public static RecurrentStack<float> Stack(Case of, TorchRandom random)
    {
        var layer = new LayerSpec(_cells[of.Cell](), of.H, of.Form == "both" ? Direction.Bidirectional : Direction.Forward);
        var stack = new RecurrentStack<float>(of.D, [.. Enumerable.Repeat(layer, of.L)]);
        float bound = 1 / MathF.Sqrt(of.H);
        foreach (Parameter<float> parameter in stack.Parameters) random.Uniform(parameter.Value.Span, -bound, bound);
        return stack;
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

    private static Workload Many(RecurrentStack<float> stack, int count, TorchRandom random)
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(stack.Inputs), ("rnn", stack));
        Session<float>[] sessions = [.. Enumerable.Range(0, count).Select(_ => model.OpenSession())];
        float[] x = new float[count * stack.Inputs], y = new float[count * stack.Features];
        random.Normal<float>(x, 0, 1);
        return new(() => model.StepMany(sessions, x, y), 0)
        {
            Apart = () =>
            {
                for (int i = 0; i < sessions.Length; i++) sessions[i].Step(x.AsSpan(i * stack.Inputs, stack.Inputs), y.AsSpan(i * stack.Features, stack.Features));
            },
        };
    }
}
