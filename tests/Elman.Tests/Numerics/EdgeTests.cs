using System.Numerics;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Xunit;

namespace Elman.Tests.Numerics;

/// <summary>Zeros, infinities, NaN and the ends of the range: what IEEE 754 and the limits of the functions say.</summary>
public sealed class EdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>f(−∞), f(−0), f(0), f(∞)</summary>
    private static readonly (string Name, double AtMinusInfinity, double AtMinusZero, double AtZero, double AtInfinity)[] _edges =
    [
        ("exp", 0, 1, 1, Inf),
        ("expm1", -1, -0.0, 0, Inf),
        ("log", NaN, -Inf, -Inf, Inf),
        ("log1p", NaN, -0.0, 0, Inf),
        ("tanh", -1, -0.0, 0, 1),
        ("sigmoid", 0, 0.5, 0.5, 1),
        ("erf", -1, -0.0, 0, 1),
        ("softplus", 0, 0.69314718055994529, 0.69314718055994529, Inf),
        ("silu", -0.0, -0.0, 0, Inf),
        ("gelu", -0.0, -0.0, 0, Inf),
        ("gelu_tanh", -0.0, -0.0, 0, Inf),
        ("mish", -0.0, -0.0, 0, Inf),
        ("elu", -1, -0.0, 0, Inf),
        ("selu", -1.7580993408473766, -0.0, 0, Inf),
        ("softsign", -1, -0.0, 0, 1),
        ("hard_sigmoid", 0, 0.5, 0.5, 1),
        ("hard_silu", 0, -0.0, 0, Inf),
    ];

    public static TheoryData<string> Names => [.. FunctionCase.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_function_has_its_limits_at_the_edges(string name)
    {
        var row = _edges.Single(edge => edge.Name == name);
        FunctionCase function = FunctionCase.All.Single(f => f.Name == name);
        double[] expected = [row.AtMinusInfinity, row.AtMinusZero, row.AtZero, row.AtInfinity, NaN];
        Check<float>(function, expected);
        Check<double>(function, expected);
    }

    [Fact]
    public void A_logarithm_of_a_negative_number_is_not_a_number()
    {
        Assert.All([-1e-40f, -1f, -3e38f], x => Assert.True(float.IsNaN(One<float>("log", x))));
        Assert.All([-1.0000001f, -2f, -3e38f], x => Assert.True(float.IsNaN(One<float>("log1p", x))));
        Assert.Equal(float.NegativeInfinity, One<float>("log1p", -1f));
        Assert.Equal(double.NegativeInfinity, One<double>("log1p", -1d));
    }

    [Fact]
    public void Small_results_sink_through_the_subnormal_numbers()
    {
        Assert.Equal(Math.Exp(-740), One<double>("softplus", -740d));
        Assert.Equal(Math.Exp(-740), One<double>("sigmoid", -740d));
        Assert.Equal((float)Math.Exp(-103), One<float>("softplus", -103f));
        Assert.Equal(0, One<double>("softplus", -1000d));
        Assert.Equal(float.Epsilon, One<float>("tanh", float.Epsilon));
        Assert.Equal(double.Epsilon, One<double>("expm1", double.Epsilon));
        Assert.Equal(float.PositiveInfinity, One<float>("exp", 88.7229f));
        Assert.True(float.IsFinite(One<float>("exp", 88.7228f)));
    }

    [Fact]
    public void A_row_that_holds_nothing_comparable_gives_NaN_and_a_single_minus_infinity_gives_zero()
    {
        float inf = float.PositiveInfinity;
        foreach (float[] row in (float[][])[[-inf, -inf, -inf], [1, float.NaN, 2], [1, inf, -inf]])
        {
            Assert.All(SoftmaxOf(row), y => Assert.True(float.IsNaN(y)));
            Assert.Contains(LogSoftmaxOf(row), float.IsNaN);
        }
        Assert.Equal([0.5f, 0, 0.5f], SoftmaxOf([7, -inf, 7]));
        Assert.Equal(-inf, LogSoftmaxOf([7, -inf, 7])[1]);
        Assert.Equal([1f], SoftmaxOf([-3e38f]));
        Assert.Equal([0f, 1f], SoftmaxOf([-3e38f, 3e38f]));
        Assert.True(float.IsNaN(Reduction.Max<float>([1, float.NaN, 2])));
        Assert.Equal(float.NegativeInfinity, Reduction.Max<float>([]));
        Assert.Equal(0f, Reduction.Sum<float>([]));
    }

    private static float[] SoftmaxOf(float[] x)
    {
        var y = new float[x.Length];
        Softmax.Forward<float>(x, x.Length, y);
        return y;
    }

    private static float[] LogSoftmaxOf(float[] x)
    {
        var y = new float[x.Length];
        Softmax.LogForward<float>(x, x.Length, y);
        return y;
    }

    private static void Check<T>(FunctionCase function, double[] expected) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] points = [-Inf, -0.0, 0, Inf, NaN];
        for (int i = 0; i < points.Length; i++)
        {
            T wanted = T.CreateTruncating(expected[i]), found = One(function.Name, T.CreateTruncating(points[i]));
            bool same = T.IsNaN(wanted) ? T.IsNaN(found) : found == wanted && T.IsNegative(found) == T.IsNegative(wanted);
            Assert.True(same, $"{function.Name}({points[i]:R}) in {typeof(T).Name} is {found:R}, expected {wanted:R}.");
        }
    }

    private static T One<T>(string name, T x) where T : unmanaged
    {
        var row = new T[16];
        Array.Fill(row, x);
        FunctionCase.All.Single(f => f.Name == name).Run<T>(Kernels.Table<T>()[Compute.KernelIndex], row, row);
        return row[0];
    }
}
