using Elman.Autograd;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class ClipTests
{
    private static readonly double[] _a = [3, -4], _b = [12], _c = [-84];

    public static TheoryData<string, double[]> EveryWay => new()
    {
        { "norm", [.. _a.Concat(_b).Concat(_c).Select(g => g * 8.5 / (85 + 1e-6))] },
        { "norm, keras", [.. _a.Concat(_b).Concat(_c).Select(g => g * 0.1)] },
        { "norm, wide", [3, -4, 12, -84] },
        { "each", [.. _a, 12 * 8.5 / (12 + 1e-6), -84 * 8.5 / (84 + 1e-6)] },
        { "layers", [.. _a.Concat(_b).Select(g => g * 8.5 / (13 + 1e-6)), -84 * 8.5 / (84 + 1e-6)] },
        { "value", [3, -4, 8.5, -8.5] },
    };

    [Theory, MemberData(nameof(EveryWay))]
    public void Gradients_are_bounded_and_the_norm_before_is_told(string way, double[] expected)
    {
        Parameter<double>[] parameters = Parameters();
        double norm = way switch
        {
            "norm" => GradientClip.ByNorm(parameters, 8.5),
            "norm, keras" => GradientClip.ByNorm(parameters, 8.5, OptimizerProfile.Keras),
            "norm, wide" => GradientClip.ByNorm(parameters, 86),
            "each" => GradientClip.EachByNorm(parameters, 8.5),
            "layers" => GradientClip.LayersByNorm(parameters, 8.5),
            _ => GradientClip.ByValue(parameters, 8.5),
        };
        Assert.Equal(85, norm, 1e-12);
        double[] found = [.. parameters.Where(parameter => parameter.IsTrained).SelectMany(parameter => parameter.Value.Gradient?.Values.ToArray() ?? [])];
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void A_norm_that_is_no_number_leaves_the_gradients()
    {
        Parameter<double>[] parameters = Parameters();
        parameters[0].Value.Gradient!.Span[0] = double.NaN;
        Assert.True(double.IsNaN(GradientClip.ByNorm(parameters, 1)));
        Assert.Equal(12, parameters[1].Value.Gradient!.Values[0]);
    }

    /// <summary>Two of one layer, one of another, one without a gradient, and one that is frozen.</summary>
    private static Parameter<double>[] Parameters()
    {
        Parameter<double>[] parameters = [new("rnn.weight", new Shape(2)), new("rnn.bias", new Shape(1)), new("head.weight", new Shape(1)), new("head.bias", new Shape(1)), new("fixed.weight", new Shape(1))];
        foreach ((double[] g, int i) in new[] { (_a, 0), (_b, 1), (_c, 2) }) parameters[i].Value.Gradient = Tensor.From(g);
        parameters[4].IsFrozen = true;
        return parameters;
    }
}
