using Elman.Numerics;
using Xunit;

namespace Elman.Tests.Numerics;

public sealed class ReductionTests
{
    [Fact]
    public void A_sum_is_sixteen_interleaved_partials_and_one_fixed_tree()
    {
        var random = new Random(4);
        foreach (int size in Enumerable.Range(0, 70))
        {
            float[] row = [.. Enumerable.Range(0, size).Select(_ => random.NextSingle() - 0.5f)];
            var p = new float[16];
            for (int i = 0; i < size; i++) p[i % 16] += row[i];
            float[] h = [.. Enumerable.Range(0, 8).Select(i => p[i] + p[i + 8])];
            float expected = (h[0] + h[4] + (h[2] + h[6])) + (h[1] + h[5] + (h[3] + h[7]));
            Assert.Equal(expected, Reduction.Sum<float>(row));
        }
    }

    [Fact]
    public void Moments_are_those_of_the_row()
    {
        double[] row = [2, 4, 4, 4, 5, 5, 7, 9];
        Assert.Equal((5, 4), Reduction.Moments<double>(row));
    }

    [Fact]
    public void Softmax_and_its_logarithm_are_within_their_stated_bound()
    {
        var random = new Random(6);
        foreach (int size in (int[])[1, 2, 7, 16, 100, 1000])
            foreach (double spread in (double[])[0.1, 3, 40])
            {
                float[] x = [.. Enumerable.Range(0, size).Select(_ => (float)(spread * (random.NextDouble() - 0.5)))];
                float[] y = new float[size], log = new float[size];
                Softmax.Forward<float>(x, size, y);
                Softmax.LogForward<float>(x, size, log);
                double max = x.Max(), sum = x.Sum(v => Math.Exp(v - max));
                for (int i = 0; i < size; i++)
                {
                    double u = Math.Pow(2, -24), d = x[i] - max, bound = (Math.Abs(d) + size / 16.0 + 8) * u;
                    double expected = Math.Exp(d) / sum, expectedLog = d - Math.Log(sum);
                    Assert.InRange(Math.Abs(y[i] - expected), 0, bound * expected + float.Epsilon);
                    Assert.InRange(Math.Abs(log[i] - expectedLog), 0, bound + Math.Abs(expectedLog) * u);
                }
            }
    }

    [Fact]
    public void The_slopes_of_softmax_and_its_logarithm_are_central_differences()
    {
        double[] x = [0.3, -1.2, 2, 0.1, -0.4], dy = [1, -2, 0.5, 0.25, 3];
        const double step = 1e-5;
        double[] y = new double[5], dx = new double[5], log = new double[5], dlog = new double[5];
        Softmax.Forward<double>(x, 5, y);
        Softmax.Backward<double>(y, dy, 5, dx);
        Softmax.LogForward<double>(x, 5, log);
        Softmax.LogBackward<double>(log, dy, 5, dlog);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal((Loss(i, step, false) - Loss(i, -step, false)) / (2 * step), dx[i], 1e-9);
            Assert.Equal((Loss(i, step, true) - Loss(i, -step, true)) / (2 * step), dlog[i], 1e-9);
        }

        double Loss(int i, double change, bool logarithm)
        {
            double[] moved = [.. x], result = new double[5];
            moved[i] += change;
            if (logarithm) Softmax.LogForward<double>(moved, 5, result);
            else Softmax.Forward<double>(moved, 5, result);
            return result.Zip(dy, (a, b) => a * b).Sum();
        }
    }
}
