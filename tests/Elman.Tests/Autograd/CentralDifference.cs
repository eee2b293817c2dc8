using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>Gradients checked against central differences of Σ c·y, with c drawn.</summary>
internal static class CentralDifference
{
    private const double Step = 1e-5;

    /// <summary>The largest difference, in parts of the largest entry of the gradient, over all leaves; and it must be at most 1e-7.</summary>
    public static void Check(IReadOnlyList<Tensor<double>> leaves, Func<Tensor<double>> compute)
    {
        Tensor<double> y = compute();
        Tensor<double> c = Draw.Tensor<double>(99, [.. y.Shape]);
        foreach (Tensor<double> leaf in leaves) leaf.Gradient = null;
        y.Backward(c);
        foreach ((int index, Tensor<double> leaf) in leaves.Index())
        {
            double[] expected = Expected(leaf, compute, c);
            double largest = expected.Max(Math.Abs);
            double[] found = leaf.Gradient?.Values.ToArray() ?? new double[expected.Length];
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(found[i] - expected[i]) <= 1e-7 * largest,
                    FormattableString.Invariant($"leaf {index} of shape {leaf.Shape}, entry {i}: central difference {expected[i]:R}, gradient {found[i]:R}"));
        }
    }

    private static double[] Expected(Tensor<double> leaf, Func<Tensor<double>> compute, Tensor<double> c)
    {
        using IDisposable scope = NoGradient.Scope();
        var expected = new double[leaf.Shape.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            double at = leaf.Values[i];
            double above = At(i, at + Step), below = At(i, at - Step);
            leaf.Span[i] = at;
            expected[i] = (above - below) / (2 * Step);
        }
        return expected;

        double At(int i, double value)
        {
            leaf.Span[i] = value;
            ReadOnlySpan<double> y = compute().Values;
            double sum = 0;
            for (int j = 0; j < y.Length; j++) sum += c.Values[j] * y[j];
            return sum;
        }
    }
}
