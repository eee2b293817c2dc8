using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Norms: numbers brought to mean 0 and variance 1 over some axes.</summary>
internal static class NormOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double UsualEpsilon = 1e-5;

    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["BatchNormalization"] = run => [new(Batch(run))],
        ["LayerNormalization"] = Layer,
        ["InstanceNormalization"] = run => [new(Instance(run))],
        ["RMSNormalization"] = run => [new(Rms(run))],
        ["LpNormalization"] = run => [new(Lp(run))],
    };

    /// <summary>With the means and variances of the file: inference.</summary>
    private static Tensor<T> Batch(OperatorRun<T> run)
    {
        Tensor<T> x = run.Numbers(0);
        if (run.Flag("training_mode")) throw run.Bad("trains; export the model for inference");
        Tensor<T> deviation = (Channel(run, 4) + T.CreateTruncating(run.Real("epsilon", UsualEpsilon))).Sqrt();
        return (x - Channel(run, 3)) / deviation * Channel(run, 1) + Channel(run, 2);
    }

    /// <summary>A number for each channel, beside (N, C, …).</summary>
    private static Tensor<T> Channel(OperatorRun<T> run, int place) => run.Numbers(place).Reshape([-1, .. Enumerable.Repeat(1, Math.Max(0, run.Numbers(0).Shape.Rank - 2))]);

    private static Signal<T>[] Layer(OperatorRun<T> run)
    {
        Tensor<T> x = run.Numbers(0);
        int axis = run.Axis(run.Number("axis", -1), x.Shape.Rank);
        Tensor<T> rows = x.Reshape(x.Shape.Count / Math.Max(1, x.Shape.CountFrom(axis)), x.Shape.CountFrom(axis));
        if (run.Step.Outputs.Skip(1).Any(name => name.Length > 0)) throw run.Bad("gives mean and deviation too, which are not made here; export the model for inference");
        Tensor<T> y = rows.LayerNorm(null, run.Real("epsilon", UsualEpsilon)).Reshape(x.Shape.Dimensions) * run.Numbers(1);
        return [new(run.Has(2) ? y + run.Numbers(2) : y)];
    }

    private static Tensor<T> Instance(OperatorRun<T> run)
    {
        Tensor<T> x = run.Numbers(0);
        Tensor<T> rows = x.Reshape(x.Shape[0] * x.Shape[1], x.Shape.CountFrom(2)).LayerNorm(null, run.Real("epsilon", UsualEpsilon));
        return rows.Reshape(x.Shape.Dimensions) * Channel(run, 1) + Channel(run, 2);
    }

    private static Tensor<T> Rms(OperatorRun<T> run)
    {
        Tensor<T> x = run.Numbers(0);
        int axis = run.Axis(run.Number("axis", -1), x.Shape.Rank);
        Tensor<T> rows = x.Reshape(x.Shape.Count / Math.Max(1, x.Shape.CountFrom(axis)), x.Shape.CountFrom(axis));
        Tensor<T> size = ((rows * rows).Mean(^1, keepAxis: true) + T.CreateTruncating(run.Real("epsilon", UsualEpsilon))).Sqrt();
        return (rows / size).Reshape(x.Shape.Dimensions) * run.Numbers(1);
    }

    private static Tensor<T> Lp(OperatorRun<T> run)
    {
        Tensor<T> x = run.Numbers(0);
        int axis = run.Axis(run.Number("axis", -1), x.Shape.Rank);
        return x / (run.Number("p", 2) == 1 ? x.Abs().Sum(axis, keepAxis: true) : (x * x).Sum(axis, keepAxis: true).Sqrt());
    }
}
