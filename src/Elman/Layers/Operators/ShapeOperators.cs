using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Operators that give the same entries other axes, and those that tell of shapes.</summary>
internal static class ShapeOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Steps that are there, before a layer that goes along time, and none behind it: what is not there is zero then.</summary>
    public const string WithLengths = "WithLengths", WithoutLengths = "WithoutLengths";

    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["Identity"] = run => [run.Any(0)],
        [WithLengths] = run => [new(run.Numbers(0), run.Whole(1))],
        [WithoutLengths] = run => [new(run.Numbers(0))],
        ["Dropout"] = run => [run.Any(0), new(Filled(Moves.ShapeOf(run.Any(0)), 1))],
        ["Transpose"] = run => [Moves.Permute(run.Any(0), run.Whole("perm") is { } axes ? [.. axes.Select(axis => run.Axis(axis, axes.Length))] : [.. Enumerable.Range(0, Rank(run)).Reverse()])],
        ["Reshape"] = run => [Moves.Reshape(run.Any(0), Target(run, run.Whole(1, "shape") ?? throw run.Bad("needs a shape")))],
        ["Flatten"] = run => [Flatten(run)],
        ["Squeeze"] = run => [Squeeze(run)],
        ["Unsqueeze"] = run => [Unsqueeze(run)],
        ["Expand"] = run => [Expand(run)],
        ["Shape"] = run => [ShapeOf(run)],
        ["Size"] = run => [new(Tensor.Scalar(Moves.ShapeOf(run.Any(0)).Count))],
        ["ConstantOfShape"] = run => [ConstantOfShape(run)],
        ["Range"] = run => [Range(run)],
        ["Cast"] = run => [run.Text("to", "number") switch { "number" => new(run.AsNumbers(0)), "truth" => Truth(run.Any(0)), _ => new(run.Ids(0)) }],
        ["CastLike"] = run => [run.Any(1).Numbers is null ? new(run.Ids(0)) : new(run.AsNumbers(0))],
    };

    private static int Rank(OperatorRun<T> run) => Moves.ShapeOf(run.Any(0)).Rank;

    private static Tensor<int> Filled(Shape shape, int value)
    {
        var ids = new Tensor<int>(shape);
        ids.Array.AsSpan().Fill(value);
        return ids;
    }

    private static Signal<T> Truth(Signal<T> x) => new(x.Ids is { } ids
        ? new Tensor<int>(ids.Shape, Array.ConvertAll(ids.Values.ToArray(), value => value != 0 ? 1 : 0))
        : new Tensor<int>(x.Numbers!.Shape, Array.ConvertAll(x.Numbers.Values.ToArray(), value => value != T.Zero ? 1 : 0)));

    /// <summary>0 is the size that the axis has (unless <c>allowzero</c>), −1 what is left.</summary>
    private static Shape Target(OperatorRun<T> run, int[] sizes)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int[] target = [.. sizes.Select((size, axis) => size == 0 && !run.Flag("allowzero") ? axis < of.Rank ? of[axis] : throw run.Bad($"copies the size of axis {axis}, which {of} does not have") : size)];
        int open = Array.IndexOf(target, -1);
        long known = target.Where((_, axis) => axis != open).Aggregate(1L, (product, size) => size >= 0 ? product * size : throw run.Bad($"has the size {size} in its shape"));
        if (open >= 0) target[open] = known > 0 ? (int)(of.Count / known) : 0;
        var shape = new Shape(target);
        return shape.Count == of.Count ? shape : throw run.Bad($"cannot bring {of} into {shape}: {of.Count} entries and {shape.Count}");
    }

    private static Signal<T> Flatten(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int axis = run.Number("axis", 1);
        if (axis < 0) axis += of.Rank;
        int rows = of.Count == 0 ? 0 : of.Count / of.CountFrom(axis);
        return Moves.Reshape(run.Any(0), new(rows, of.CountFrom(axis)));
    }

    private static Signal<T> Squeeze(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int[]? axes = run.Whole(1, "axes")?.Select(axis => run.Axis(axis, of.Rank)).ToArray();
        foreach (int axis in axes ?? [])
            if (of[axis] != 1) throw run.Bad($"takes axis {axis} away from {of}, whose size is {of[axis]}; expected 1");
        return Moves.Reshape(run.Any(0), new([.. of.Dimensions.ToArray().Where((size, axis) => axes is null ? size != 1 : !axes.Contains(axis))]));
    }

    private static Signal<T> Unsqueeze(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int[] axes = run.Whole(1, "axes") ?? throw run.Bad("needs axes");
        int rank = of.Rank + axes.Length;
        HashSet<int> added = [.. axes.Select(axis => run.Axis(axis, rank))];
        if (added.Count != axes.Length) throw run.Bad("names an axis twice");
        var sizes = new Queue<int>(of.Dimensions.ToArray());
        return Moves.Reshape(run.Any(0), new([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue())]));
    }

    private static Signal<T> Expand(OperatorRun<T> run)
    {
        Shape to = Moves.Common(Moves.ShapeOf(run.Any(0)), Sized(run, run.Whole(1)!));
        return Moves.Expand(run.Any(0), Sized(run, to.Dimensions.ToArray()));
    }

    /// <summary>A shape that a file asks for, refused where it has more entries than it may.</summary>
    internal static Shape Sized(OperatorRun<T> run, int[] sizes)
    {
        double count = sizes.Aggregate(1.0, (product, size) => product * Math.Max(0, size));
        if (count > run.Scope.Most) throw run.Bad(FormattableString.Invariant($"asks for {count} numbers, and {run.Scope.Most} may be made here"));
        return new(sizes);
    }

    private static Signal<T> ShapeOf(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int start = Math.Clamp(Ended(run.Number("start", 0)), 0, of.Rank), end = Math.Clamp(Ended(run.Number("end", of.Rank)), 0, of.Rank);
        return new(Tensor.From<int>(of.Dimensions[start..Math.Max(start, end)]));

        int Ended(int axis) => axis < 0 ? axis + of.Rank : axis;
    }

    private static Signal<T> ConstantOfShape(OperatorRun<T> run)
    {
        Shape shape = Sized(run, run.Whole(0)!);
        if (run.Step.Attributes["whole"] is { } whole) return new(Filled(shape, (int)whole));
        var y = new Tensor<T>(shape);
        y.Array.AsSpan().Fill(T.CreateTruncating(run.Real("value", 0)));
        return new(y);
    }

    private static Signal<T> Range(OperatorRun<T> run)
    {
        double start = One(0), end = One(1), step = One(2);
        if (step == 0) throw run.Bad("has a step of 0");
        double count = Math.Max(0, Math.Ceiling((end - start) / step));
        Shape shape = Sized(run, [int.CreateSaturating(count)]);
        var y = new Tensor<T>(shape);
        for (int i = 0; i < shape.Count; i++) y.Array[i] = T.CreateTruncating(start + i * step);
        return run.Any(0).Ids is null ? new(y) : new(Moves.ToIds(y));

        double One(int place) => double.CreateChecked(run.AsNumbers(place).Values[0]);
    }
}
