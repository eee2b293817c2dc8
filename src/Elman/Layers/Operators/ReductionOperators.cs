using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Operators that make one number of many along axes.</summary>
internal static class ReductionOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["ReduceSum"] = run => [Reduce(run, (x, axis) => x.Sum(axis, keepAxis: true))],
        ["ReduceMean"] = run => [Reduce(run, (x, axis) => x.Mean(axis, keepAxis: true))],
        ["ReduceMax"] = run => [Reduce(run, (x, axis) => x.Max(axis).Unsqueeze(axis))],
        ["ReduceMin"] = run => [Reduce(run, (x, axis) => x.Min(axis).Unsqueeze(axis))],
        ["ReduceProd"] = run => [Reduce(run, Product)],
        ["ReduceL1"] = run => [Reduce(run, (x, axis) => x.Sum(axis, keepAxis: true), x => x.Abs())],
        ["ReduceL2"] = run => [new(Reduce(run, (x, axis) => x.Sum(axis, keepAxis: true), x => x * x).Numbers!.Sqrt())],
        ["ReduceSumSquare"] = run => [Reduce(run, (x, axis) => x.Sum(axis, keepAxis: true), x => x * x)],
        ["CumSum"] = run => [CumSum(run)],
        ["Softmax"] = run => [Rows2(run, x => x.Softmax(^1), (x, axis) => x.Softmax(axis))],
        ["LogSoftmax"] = run => [Rows2(run, x => x.LogSoftmax(^1), (x, axis) => x.LogSoftmax(axis))],
    };

    /// <summary>Axis by axis; all of them where none is named, unless the file says that nothing is to be done then.</summary>
    private static Signal<T> Reduce(OperatorRun<T> run, Func<Tensor<T>, int, Tensor<T>> along, Func<Tensor<T>, Tensor<T>>? first = null)
    {
        Tensor<T> x = run.AsNumbers(0);
        int rank = x.Shape.Rank;
        int[] named = run.Whole(1, "axes") ?? [];
        int[] axes = named.Length > 0 ? [.. named.Select(axis => run.Axis(axis, rank)).Distinct()] : run.Flag("noop_with_empty_axes") ? [] : [.. Enumerable.Range(0, rank)];
        if (first is not null) x = first(x);
        foreach (int axis in axes) x = along(x, axis);
        if (run.Number("keepdims", 1) == 0) x = x.Reshape([.. x.Shape.Dimensions.ToArray().Where((_, axis) => !axes.Contains(axis))]);
        return run.Any(0).Ids is null ? new(x) : new(Moves.ToIds(x));
    }

    private static Tensor<T> Product(Tensor<T> x, int axis)
    {
        Tensor<T>? y = null;
        for (int i = 0; i < x.Shape[axis]; i++)
        {
            AxisSlice[] slices = [.. Enumerable.Range(0, x.Shape.Rank).Select(other => other == axis ? (AxisSlice)(i..(i + 1)) : Range.All)];
            y = y is null ? x.Slice(slices) : y * x.Slice(slices);
        }
        return y ?? throw new ArgumentException("Operator ReduceProd found an axis of no entries.");
    }

    /// <summary>y[i] = Σ x[k], k ≤ i, along an axis.</summary>
    private static Signal<T> CumSum(OperatorRun<T> run)
    {
        Tensor<T> x = run.AsNumbers(0);
        int axis = run.Axis(run.Ids(1).Values[0], x.Shape.Rank), size = x.Shape[axis];
        bool excludes = run.Flag("exclusive"), reverses = run.Flag("reverse");
        // A product with a triangle of ones, the axis brought to the end and back.
        var ones = new Tensor<T>(new Shape(size, size));
        for (int from = 0; from < size; from++)
            for (int to = 0; to < size; to++)
                if (reverses ? from > to || (from == to && !excludes) : from < to || (from == to && !excludes)) ones.Array[from * size + to] = T.One;
        int[] order = [.. Enumerable.Range(0, x.Shape.Rank).Where(other => other != axis), axis];
        Tensor<T> y = x.Permute(order).MatMul(ones);
        Tensor<T> back = y.Permute([.. Enumerable.Range(0, order.Length).Select(place => Array.IndexOf(order, place))]);
        return run.Any(0).Ids is null ? new(back) : new(Moves.ToIds(back));
    }

    /// <summary>Before version 13 the axes from the named one on were one row; since then it is the axis alone.</summary>
    private static Signal<T> Rows2(OperatorRun<T> run, Func<Tensor<T>, Tensor<T>> ofRows, Func<Tensor<T>, int, Tensor<T>> along)
    {
        Tensor<T> x = run.Numbers(0);
        bool isFlat = run.Flag("flat");
        int axis = run.Axis(run.Number("axis", isFlat ? 1 : -1), x.Shape.Rank);
        return isFlat ? new(ofRows(x.Reshape(x.Shape.Count / Math.Max(1, x.Shape.CountFrom(axis)), x.Shape.CountFrom(axis))).Reshape(x.Shape.Dimensions)) : new(along(x, axis));
    }
}
