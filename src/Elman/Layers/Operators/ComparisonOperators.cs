using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Operators that give truth, 1 or 0, and the one that chooses by it.</summary>
internal static class ComparisonOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["Equal"] = run => [Compare(run, (a, b) => a == b)],
        ["Less"] = run => [Compare(run, (a, b) => a < b)],
        ["LessOrEqual"] = run => [Compare(run, (a, b) => a <= b)],
        ["Greater"] = run => [Compare(run, (a, b) => a > b)],
        ["GreaterOrEqual"] = run => [Compare(run, (a, b) => a >= b)],
        ["And"] = run => [Compare(run, (a, b) => a != 0 && b != 0)],
        ["Or"] = run => [Compare(run, (a, b) => a != 0 || b != 0)],
        ["Xor"] = run => [Compare(run, (a, b) => a != 0 ^ b != 0)],
        ["Not"] = run => [new(Each(run.Ids(0), value => value == 0))],
        ["IsNaN"] = run => [new(new Tensor<int>(run.Numbers(0).Shape, Array.ConvertAll(run.Numbers(0).Values.ToArray(), value => T.IsNaN(value) ? 1 : 0)))],
        ["Where"] = run => [Where(run)],
        ["NonZero"] = run => [NonZero(run)],
        ["ArgMax"] = run => [new(Best(run, (candidate, best) => candidate > best))],
        ["ArgMin"] = run => [new(Best(run, (candidate, best) => candidate < best))],
    };

    private static Tensor<int> Each(Tensor<int> ids, Func<int, bool> isTrue) => new(ids.Shape, Array.ConvertAll(ids.Values.ToArray(), value => isTrue(value) ? 1 : 0));

    /// <summary>Every float and every whole number of 32 bits is a double, so one comparison serves all.</summary>
    private static Signal<T> Compare(OperatorRun<T> run, Func<double, double, bool> holds)
    {
        Shape shape = Moves.Common(Moves.ShapeOf(run.Any(0)), Moves.ShapeOf(run.Any(1)));
        double[] a = Doubles(Moves.Expand(run.Any(0), shape)), b = Doubles(Moves.Expand(run.Any(1), shape));
        return new(new Tensor<int>(shape, [.. a.Zip(b, (x, y) => holds(x, y) ? 1 : 0)]));
    }

    private static double[] Doubles(Signal<T> x) => x.Ids is { } ids ? Array.ConvertAll(ids.Values.ToArray(), value => (double)value) : Array.ConvertAll(x.Numbers!.Values.ToArray(), double.CreateChecked);

    private static Signal<T> Where(OperatorRun<T> run)
    {
        Tensor<int> truth = run.Ids(0);
        var mask = new Tensor<bool>(truth.Shape, Array.ConvertAll(truth.Values.ToArray(), value => value != 0));
        if (run.Any(1).Numbers is { } a && run.Any(2).Numbers is { } b) return new(Ops.Where(mask, a, b));
        Shape shape = Moves.Common(truth.Shape, Moves.Common(run.Ids(1).Shape, run.Ids(2).Shape));
        int[] chosen = Moves.Expand(run.Any(0), shape).Ids!.Values.ToArray(), x = Moves.Expand(run.Any(1), shape).Ids!.Values.ToArray(), y = Moves.Expand(run.Any(2), shape).Ids!.Values.ToArray();
        return new(new Tensor<int>(shape, [.. chosen.Select((value, i) => value != 0 ? x[i] : y[i])]));
    }

    /// <summary>The indices of what is not zero: a row for each axis.</summary>
    private static Signal<T> NonZero(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int[] places = [.. Doubles(run.Any(0)).Index().Where(entry => entry.Item != 0).Select(entry => entry.Index)];
        var ids = new Tensor<int>(new Shape(of.Rank, places.Length));
        for (int axis = 0; axis < of.Rank; axis++)
            for (int i = 0; i < places.Length; i++) ids.Array[axis * places.Length + i] = places[i] / of.CountFrom(axis + 1) % of[axis];
        return new(ids);
    }

    /// <summary>Where along an axis the best entry stands: the first of several, unless the last is asked for.</summary>
    private static Tensor<int> Best(OperatorRun<T> run, Func<double, double, bool> isBetter)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        double[] x = Doubles(run.Any(0));
        int axis = run.Axis(run.Number("axis", 0), of.Rank), size = of[axis], behind = of.CountFrom(axis + 1), rows = of.Count / Math.Max(1, size * behind);
        bool takesLast = run.Flag("select_last_index");
        var best = new int[rows * behind];
        for (int i = 0; i < best.Length; i++)
            for (int k = 1; k < size; k++)
            {
                double candidate = x[Place(i, k)], held = x[Place(i, best[i])];
                if (isBetter(candidate, held) || (takesLast && candidate == held)) best[i] = k;
            }
        int[] kept = run.Number("keepdims", 1) != 0 ? [1] : [];
        return new(new Shape([.. of.Dimensions[..axis], .. kept, .. of.Dimensions[(axis + 1)..]]), best);

        int Place(int i, int k) => i / behind * size * behind + k * behind + i % behind;
    }
}
