using System.Globalization;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Bench;

/// <summary>How fast products, layers and streams are, and what share of this machine's peak that is.</summary>
internal sealed class Rates(TextWriter output, int milliseconds)
{
    private static readonly (int Rows, int K, int N)[] _products =
        [(512, 512, 512), (64, 256, 1024), (32, 64, 256), (64, 512, 2048), (128, 128, 512), (16, 128, 512), (3200, 512, 2048), (1, 256, 1024)];

    private static readonly (int N, int T, int H)[] _layers =
        [(1, 100, 16), (1, 100, 64), (1, 100, 256), (32, 50, 64), (32, 50, 256), (128, 25, 128)];

    private static readonly (string Name, Cell Cell)[] _cells =
        [("elman", CellCatalog.Elman()), ("lstm", CellCatalog.Lstm()), ("gru", CellCatalog.Gru()), ("gru_reset_before", CellCatalog.GruResetBefore())];

    private readonly Random _random = new(1);

    public void Run(int threads)
    {
        using IDisposable use = Compute.Use(Compute.Kernel, threads);
        double peak = Peak.Measure(threads);
        Line($"kernel {Compute.Kernel}, {threads} thread{(threads == 1 ? "" : "s")}: a loop of fused multiply-adds reaches {peak:F0} GFLOP/s, below called the peak");
        Line($"{"",-34}{"µs",12}{"5 to 95 %",22}{"GFLOP/s",10}{"of peak",9}");
        foreach ((int rows, int k, int n) in _products) Product(rows, k, n, peak);
        foreach ((string name, Cell cell) in _cells)
        {
            foreach ((int sequences, int steps, int hidden) in _layers) Layer(name, cell, sequences, steps, hidden, peak);
            if (threads == 1)
                foreach (int hidden in (int[])[8, 16, 32, 64, 128, 256]) Step(name, cell, hidden, peak);
        }
        Line($"");
    }

    private void Product(int rows, int k, int n, double peak)
    {
        float[] x = Draw(rows * k), y = new float[rows * n];
        PackedMatrix<float> packed = PackedMatrix<float>.FromWeight(Draw(n * k), n, k);
        Report($"product {rows}×{k}×{n}", () => Numerics.Product.Multiply<float>(x, rows, packed, [], y), (long)rows * k * n, peak);
    }

    private void Layer(string name, Cell cell, int sequences, int steps, int hidden, double peak)
    {
        RecurrentStack<float> stack = Stack(cell, hidden);
        var x = new Tensor<float>(new Shape(sequences, steps, hidden), Draw(sequences * steps * hidden));
        long forward = (long)sequences * steps * hidden * hidden * (cell.Shape.Gates + cell.Shape.Products);
        Report($"{name} {sequences}×{steps}, {hidden} units", () =>
        {
            using IDisposable scope = NoGradient.Scope();
            stack.Run(x);
        }, forward, peak);
        var dy = new Tensor<float>(new Shape(sequences, steps, hidden), Draw(sequences * steps * hidden));
        Report($"  and backwards", () =>
        {
            foreach (Parameter<float> parameter in stack.Parameters) parameter.Value.Gradient = null;
            stack.Run(x).Output.Backward(dy);
        }, 3 * forward, peak);
    }

    private void Step(string name, Cell cell, int hidden, double peak)
    {
        Layers.LayerStream<float> stream = Stack(cell, hidden).OpenStream();
        float[] x = Draw(hidden), y = new float[hidden];
        Report($"{name} step, {hidden} units", () => stream.Step(x, y), (long)hidden * hidden * (cell.Shape.Gates + cell.Shape.Products), peak);
    }

    private RecurrentStack<float> Stack(Cell cell, int hidden)
    {
        var stack = new RecurrentStack<float>(hidden, new LayerSpec(cell, hidden));
        foreach (Parameter<float> parameter in stack.Parameters) Draw(parameter.Shape.Count).CopyTo(parameter.Value.Span);
        return stack;
    }

    private float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (_random.NextSingle() - 0.5f) * 0.2f)];

    private void Report(string what, Action call, long multiplyAdds, double peak)
    {
        Timing time = Timing.Of(call, milliseconds);
        double rate = 2 * multiplyAdds / time.Median / 1e3;
        Line($"{what,-34}{time.Median,12:F2}{time.Least,12:F2}{time.Most,10:F2}{rate,10:F1}{rate / peak,9:P0}");
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
