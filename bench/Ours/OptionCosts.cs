using System.Globalization;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Bench.Ours;

/// <summary>What an option of a layer costs beside the plain LSTM of the same size: time for a multiply-add, and the goal.</summary>
internal static class OptionCosts
{
    private const int Steps = 50, Rounds = 5, Milliseconds = 40;

    /// <param name="Goal">The most that it may cost, times the plain LSTM; 0 where there is none.</param>
    /// <param name="IsRandom">Whether it does anything in training alone, so that the plain LSTM beside it is in training too.</param>
    private sealed record Option(string Name, double Goal, Func<LayerSpec, LayerSpec> With)
    {
        public bool IsRandom { get; init; }

        /// <summary>Of N sequences of T steps.</summary>
        public Func<int, int[]>? Lengths { get; init; }
    }

    private static readonly Option[] _options =
    [
        new("plain", 1, spec => spec),
        new("peephole", 1.25, spec => spec with { Cell = CellCatalog.Lstm(new LstmOptions { Peepholes = true }) }),
        new("coupled", 1.25, spec => spec with { Cell = CellCatalog.Lstm(new LstmOptions { Forgetting = Forgetting.Coupled }) }),
        new("projection to half", 1.25, spec => spec with { Projection = spec.Hidden / 2 }),
        new("pre-activation clip", 1.25, spec => spec with { Cell = CellCatalog.Lstm(new LstmOptions { PreActivationClip = 3 }) }),
        new("cell clip", 1.25, spec => spec with { Cell = CellCatalog.Lstm(new LstmOptions { CellClip = StateClip.Of(3) }) }),
        new("hidden clip", 1.25, spec => spec with { HiddenClip = StateClip.Of(0.5) }),
        new("layer norm, both products", 1.35, spec => spec with { LayerNorm = CellNorm.Products }),
        new("layer norm, products and state", 1.35, spec => spec with { LayerNorm = CellNorm.All }),
        new("zoneout, its expectation", 1.15, spec => spec with { Zoneout = new(0.1, 0.1) }),
        new("zoneout, drawn", 1.15, spec => spec with { Zoneout = new(0.1, 0.1) }) { IsRandom = true },
        new("recurrent dropout, one mask", 1.15, spec => spec with { RecurrentDropout = new(0.1) }) { IsRandom = true },
        new("recurrent dropout, a mask a step", 1.15, spec => spec with { RecurrentDropout = new(0.1, SharedOverTime: false) }) { IsRandom = true },
        new("lengths from 1 to T", 1.15, spec => spec) { Lengths = sequences => [.. Enumerable.Range(0, sequences).Select(i => 1 + (int)((long)(i * 7 % sequences) * (Steps - 1) / Math.Max(1, sequences - 1)))] },
    ];

    public static void Run(TextWriter output, int threads)
    {
        using IDisposable use = Compute.Use(Compute.Kernel, threads);
        output.WriteLine(FormattableString.Invariant($"LSTM, T = {Steps}, D = H, float32, kernel {Compute.Kernel}, {threads} thread{(threads == 1 ? "" : "s")}; times the plain LSTM, per multiply-add"));
        foreach (string mode in (string[])["inference", "training"])
            foreach ((int sequences, int hidden) in ((int, int)[])[(32, 64), (32, 128), (64, 256)])
            {
                double[] times = Measure(mode, sequences, hidden);
                output.WriteLine(FormattableString.Invariant($"{mode}, N = {sequences}, H = {hidden}"));
                foreach ((Option option, double time) in _options.Zip(times).Where(row => !double.IsNaN(row.Second)))
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {option.Name,-36}{time / times[0],6:F2}   goal {option.Goal:0.00}"));
            }
    }

    /// <summary>Nanoseconds for a multiply-add of the forward pass, the least of some rounds in which all take turns.</summary>
    private static double[] Measure(string mode, int sequences, int hidden)
    {
        (Action Call, double MultiplyAdds)[] work = [.. _options.Where(option => mode == "training" || !option.IsRandom).Select(option => Work(option, mode, sequences, hidden))];
        double[] best = [.. work.Select(_ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
            for (int i = 0; i < work.Length; i++) best[i] = Math.Min(best[i], Timing.Of(work[i].Call, Milliseconds) * 1000 / work[i].MultiplyAdds);
        var measured = new Queue<double>(best);
        return [.. _options.Select(option => mode == "training" || !option.IsRandom ? measured.Dequeue() : double.NaN)];
    }

    private static (Action, double) Work(Option option, string mode, int sequences, int hidden)
    {
        var random = new TorchRandom(1);
        var stack = new RecurrentStack<float>(hidden, option.With(new LayerSpec(CellCatalog.Lstm(), hidden)));
        float bound = 1 / MathF.Sqrt(hidden);
        foreach (Parameter<float> parameter in stack.Parameters) random.Uniform(parameter.Value.Span, -bound, bound);
        var x = new Tensor<float>(new Shape(sequences, Steps, hidden));
        random.Normal(x.Span, 0, 1);
        int[]? lengths = option.Lengths?.Invoke(sequences);
        var ones = new Tensor<float>(new Shape(sequences, Steps, stack.Features));
        ones.Span.Fill(1);
        double multiplyAdds = (double)stack.Layers[0].MultiplyAdds * (lengths?.Sum() ?? sequences * Steps);
        Signal<float>[] input = [new(x, lengths)];
        if (mode == "inference")
        {
            return (() =>
            {
                using IDisposable scope = NoGradient.Scope();
                stack.Run(input, new Pass());
            }, multiplyAdds);
        }
        return (() =>
        {
            foreach (Parameter<float> parameter in stack.Parameters) parameter.Value.Gradient?.Span.Clear();
            stack.Run(input, new Pass { Training = true, Random = random }).Output.Backward(ones);
        }, multiplyAdds);
    }
}
