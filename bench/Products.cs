using System.Globalization;
using Elman.Bench.Machine;
using Elman.Bench.Ours;
using Elman.Numerics;

namespace Elman.Bench;

/// <summary>How fast products of matrices are, and what share of this machine's peak that is.</summary>
internal static class Products
{
    private static readonly (int Rows, int K, int N)[] _shapes =
        [(512, 512, 512), (64, 256, 1024), (32, 64, 256), (64, 512, 2048), (128, 128, 512), (16, 128, 512), (3200, 512, 2048), (1, 64, 256), (1, 256, 1024), (1, 1024, 4096)];

    public static void Run(TextWriter output, int threads)
    {
        using IDisposable use = Compute.Use(Compute.Kernel, threads);
        double peak = Peak.Measure(threads);
        var random = new TorchRandom(1);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kernel {Compute.Kernel}, {threads} thread{(threads == 1 ? "" : "s")}: a loop of fused multiply-adds reaches {peak:F0} GFLOP/s, below called the peak"));
        output.WriteLine($"{"product",-18}{"µs",12}{"GFLOP/s",10}{"of peak",9}");
        foreach ((int rows, int k, int n) in _shapes)
        {
            float[] x = Draw(rows * k), y = new float[rows * n];
            PackedMatrix<float> packed = PackedMatrix<float>.FromWeight(Draw(n * k), n, k);
            double time = Timing.Of(() => Product.Multiply<float>(x, rows, packed, [], y), 100), rate = 2.0 * rows * k * n / time / 1e3;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"{rows}×{k}×{n}",-18}{time,12:F2}{rate,10:F1}{rate / peak,9:P0}"));
        }

        float[] Draw(int count)
        {
            var numbers = new float[count];
            random.Uniform<float>(numbers, -0.1, 0.1);
            return numbers;
        }
    }
}
