using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Convolutions and poolings of any number of axes.</summary>
internal static class WindowOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["Conv"] = run => [new(Convolve(run))],
        ["MaxPool"] = run => [new(Pool(run, double.NegativeInfinity, (seen, _) => seen.Max(^1)))],
        ["AveragePool"] = run => [new(Pool(run, 0, (seen, counts) => seen.Sum(^1) / counts))],
        ["GlobalAveragePool"] = run => [new(Global(run, rows => rows.Mean(^1)))],
        ["GlobalMaxPool"] = run => [new(Global(run, rows => rows.Max(^1)))],
    };

    /// <summary>y[n, o, w] = b[o] + Σ W[o, c, k]·x[n, c, s(w, k)], in groups of channels.</summary>
    private static Tensor<T> Convolve(OperatorRun<T> run)
    {
        Tensor<T> x = run.Numbers(0), weight = run.Numbers(1);
        Tensor<T>? bias = run.Has(2) ? run.Numbers(2) : null;
        SpatialWindows windows = SpatialWindows.Of(run, x.Shape, weight.Shape.Dimensions[2..].ToArray());
        int groups = run.Number("group", 1), outputs = weight.Shape[0], inputs = weight.Shape[1];
        if (groups < 1 || inputs * groups != x.Shape[1] || outputs % groups != 0) throw run.Bad($"has a weight {weight.Shape} in {groups} groups for {x.Shape[1]} channels");
        if (windows.Axes == 1)
        {
            var along = new Windows(windows.Size[0], windows.Strides[0], windows.Dilations[0], Padding.Of(windows.Before[0], windows.After[0]));
            return x.Transpose(1, 2).Convolve(weight.Transpose(1, 2), bias, along, groups).Transpose(1, 2);
        }
        (Shape shape, int[] from) = windows.Unfold(x.Shape);
        int count = windows.Counts.Aggregate(1, (a, b) => a * b), seen = windows.Size.Aggregate(1, (a, b) => a * b);
        // (N, C, windows, seen) to (N, windows, C · seen), a group at a time.
        Tensor<T> all = Moves.Place<T>([new(x)], shape, from).Numbers!.Reshape(x.Shape[0], x.Shape[1], count, seen).Transpose(1, 2);
        Tensor<T>[] parts = [.. Enumerable.Range(0, groups).Select(group =>
        {
            Tensor<T> mine = groups == 1 ? all : all.Slice(.., .., (group * inputs)..((group + 1) * inputs)), rows = weight.Slice((group * outputs / groups)..((group + 1) * outputs / groups));
            Tensor<T>? own = bias?.Slice((group * outputs / groups)..((group + 1) * outputs / groups));
            return mine.Reshape(x.Shape[0], count, inputs * seen).Linear(rows.Reshape(outputs / groups, inputs * seen), own);
        })];
        return Ops.Concatenate<T>(parts, ^1).Transpose(1, 2).Reshape([x.Shape[0], outputs, .. windows.Counts]);
    }

    private static Tensor<T> Pool(OperatorRun<T> run, double padding, Func<Tensor<T>, Tensor<T>, Tensor<T>> pooled)
    {
        Tensor<T> x = run.Numbers(0);
        SpatialWindows windows = SpatialWindows.Of(run, x.Shape, run.Whole("kernel_shape") ?? throw run.Bad("needs a kernel_shape"));
        if (run.Step.Outputs.Count > 1 && run.Step.Outputs[1].Length > 0) throw run.Bad("gives indices too, which are not made here; export the model without them");
        (Shape shape, int[] from) = windows.Unfold(x.Shape);
        int seen = windows.Size.Aggregate(1, (a, b) => a * b);
        var rows = new Shape([.. shape.Dimensions[..(2 + windows.Axes)], seen]);
        var counts = new Tensor<T>(new Shape(rows.Dimensions[..^1]));
        for (int i = 0; i < counts.Array.Length; i++)
            counts.Array[i] = T.CreateChecked(run.Flag("count_include_pad") ? seen : from.AsSpan(i * seen, seen).ToArray().Count(place => place >= 0));
        return pooled(Moves.Place<T>([new(x)], rows, from, padding).Numbers!, counts);
    }

    private static Tensor<T> Global(OperatorRun<T> run, Func<Tensor<T>, Tensor<T>> ofRows)
    {
        Tensor<T> x = run.Numbers(0);
        return ofRows(x.Reshape(x.Shape[0], x.Shape[1], x.Shape.CountFrom(2))).Reshape([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1, x.Shape.Rank - 2)]);
    }
}
