using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Operators that take parts of tensors and put parts together.</summary>
internal static class SelectionOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["Concat"] = run => [Concat(run, [.. Enumerable.Range(0, run.Count).Select(run.Any)], run.Number("axis", 0))],
        ["Slice"] = run => [Slice(run)],
        ["Gather"] = run => [Gather(run)],
        ["GatherElements"] = run => [GatherElements(run)],
        ["Split"] = Split,
        ["Tile"] = run => [Tile(run)],
        ["Pad"] = run => [Pad(run)],
        ["ReverseSequence"] = run => [ReverseSequence(run)],
    };

    public static Signal<T> Concat(OperatorRun<T> run, Signal<T>[] parts, int axis)
    {
        Shape first = Moves.ShapeOf(parts[0]);
        axis = run.Axis(axis, first.Rank);
        if (parts.Any(part => part.Ids is null != parts[0].Ids is null)) throw run.Bad("puts numbers and whole numbers together");
        if (parts[0].Numbers is not null) return new(Ops.Concatenate<T>([.. parts.Select(part => part.Numbers!)], axis));
        int[] sizes = [.. parts.Select(part => Moves.ShapeOf(part)[axis])];
        Shape to = With(first, axis, sizes.Sum());
        var from = new List<int>();
        int rows = first.Count == 0 ? 0 : first.Count / first.CountFrom(axis);
        for (int row = 0; row < rows; row++)
            for (int part = 0, start = 0; part < parts.Length; start += Moves.ShapeOf(parts[part]).Count, part++)
                from.AddRange(Enumerable.Range(start + row * Moves.ShapeOf(parts[part]).CountFrom(axis), Moves.ShapeOf(parts[part]).CountFrom(axis)));
        return Moves.Place(parts, to, [.. from]);
    }

    private static Shape With(Shape shape, int axis, int size) => new([.. shape.Dimensions[..axis], size, .. shape.Dimensions[(axis + 1)..]]);

    /// <summary>Along an axis the entries of the given places.</summary>
    private static Signal<T> Along(Signal<T> x, int axis, int[] places)
    {
        Shape of = Moves.ShapeOf(x), to = With(of, axis, places.Length);
        if (x.Numbers is { } numbers) return new(numbers.IndexSelect(axis, Tensor.From(places)));
        return Moves.Place([x], to, Moves.From(of, to, at =>
        {
            int[] source = [.. at];
            source[axis] = places[at[axis]];
            return source;
        }));
    }

    /// <summary>Starts and ends count from the end where negative, and are held within the axis, as ONNX has it.</summary>
    private static Signal<T> Slice(OperatorRun<T> run)
    {
        Signal<T> x = run.Any(0);
        int[] starts = run.Whole(1, "starts")!, ends = run.Whole(2, "ends")!, axes = run.Whole(3, "axes") ?? [.. Enumerable.Range(0, starts.Length)], steps = run.Whole(4) ?? [.. starts.Select(_ => 1)];
        for (int i = 0; i < starts.Length; i++)
        {
            Shape of = Moves.ShapeOf(x);
            int axis = run.Axis(axes[i], of.Rank), size = of[axis], step = steps[i];
            if (step == 0) throw run.Bad("has a step of 0");
            long start = Held(starts[i], size, step > 0 ? 0 : -1, step > 0 ? size : size - 1), end = Held(ends[i], size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            if (start == 0 && end == size && step == 1) continue;
            var places = new List<int>();
            for (long at = start; step > 0 ? at < end : at > end; at += step) places.Add((int)at);
            x = Along(x, axis, [.. places]);
        }
        return x;

        static long Held(long place, int size, int low, int high) => Math.Clamp(place < 0 ? place + size : place, low, high);
    }

    private static Signal<T> Gather(OperatorRun<T> run)
    {
        Signal<T> x = run.Any(0);
        Tensor<int> ids = run.Ids(1);
        Shape of = Moves.ShapeOf(x);
        int axis = run.Axis(run.Number("axis", 0), of.Rank), size = of[axis];
        int[] places = Array.ConvertAll(ids.Values.ToArray(), id => id >= -size && id < size ? id < 0 ? id + size : id : throw run.Bad($"takes entry {id} of an axis of {size}"));
        return Moves.Reshape(Along(x, axis, places), new([.. of.Dimensions[..axis], .. ids.Shape.Dimensions, .. of.Dimensions[(axis + 1)..]]));
    }

    private static Signal<T> GatherElements(OperatorRun<T> run)
    {
        Signal<T> x = run.Any(0);
        Tensor<int> ids = run.Ids(1);
        Shape of = Moves.ShapeOf(x);
        int axis = run.Axis(run.Number("axis", 0), of.Rank);
        return Moves.Place([x], ids.Shape, Moves.From(of, ids.Shape, at =>
        {
            int[] source = [.. at];
            int id = ids[at];
            source[axis] = id >= -of[axis] && id < of[axis] ? id < 0 ? id + of[axis] : id : throw run.Bad($"takes entry {id} of an axis of {of[axis]}");
            return source;
        }));
    }

    private static Signal<T>[] Split(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int axis = run.Axis(run.Number("axis", 0), of.Rank), size = of[axis], parts = Math.Max(1, run.Number("num_outputs", run.Step.Outputs.Count));
        int each = (size + parts - 1) / parts;
        int[] sizes = run.Whole(1, "split") ?? [.. Enumerable.Range(0, parts).Select(part => Math.Clamp(size - part * each, 0, each))];
        if (sizes.Any(part => part < 0) || sizes.Sum() != size) throw run.Bad($"cuts an axis of {size} into parts of {string.Join(", ", sizes)}");
        int start = 0;
        return [.. sizes.Select(part => Along(run.Any(0), axis, [.. Enumerable.Range((start += part) - part, part)]))];
    }

    private static Signal<T> Tile(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int[] times = run.Whole(1)!;
        if (times.Length != of.Rank) throw run.Bad($"repeats {times.Length} axes of {of}");
        Shape to = ShapeOperators<T>.Sized(run, [.. times.Select((count, axis) => count * of[axis])]);
        return Moves.Place([run.Any(0)], to, Moves.From(of, to, at => [.. at.Select((place, axis) => place % of[axis])]));
    }

    private static Signal<T> Pad(OperatorRun<T> run)
    {
        Signal<T> x = run.Any(0);
        Shape of = Moves.ShapeOf(x);
        int[] pads = run.Whole(1, "pads") ?? throw run.Bad("needs pads");
        int[] axes = run.Whole(3)?.Select(axis => run.Axis(axis, of.Rank)).ToArray() ?? [.. Enumerable.Range(0, of.Rank)];
        if (pads.Length != 2 * axes.Length) throw run.Bad($"has {pads.Length} pads; {axes.Length} axes take {2 * axes.Length}");
        var (before, after) = (new int[of.Rank], new int[of.Rank]);
        for (int i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = (pads[i], pads[axes.Length + i]);
        string mode = run.Text("mode", "constant");
        double filling = run.Has(2) ? double.CreateChecked(run.AsNumbers(2).Values[0]) : run.Real("value", 0);
        Shape to = ShapeOperators<T>.Sized(run, [.. Enumerable.Range(0, of.Rank).Select(axis => Math.Max(0, before[axis] + of[axis] + after[axis]))]);
        return Moves.Place([x], to, Moves.From(of, to, at =>
        {
            var source = new int[of.Rank];
            for (int axis = 0; axis < of.Rank; axis++)
            {
                int place = at[axis] - before[axis], size = of[axis];
                if ((uint)place >= (uint)size && mode == "constant") return null;
                source[axis] = mode switch
                {
                    "constant" => place,
                    "edge" => Math.Clamp(place, 0, size - 1),
                    "wrap" => (place % size + size) % size,
                    "reflect" => Mirrored(place, size),
                    _ => throw run.Bad($"has the mode '{mode}'; known: constant, edge, reflect, wrap"),
                };
            }
            return source;
        }), filling);
    }

    /// <summary>Thrown back at both ends, the ends themselves not repeated.</summary>
    private static int Mirrored(int place, int size)
    {
        if (size == 1) return 0;
        int round = 2 * (size - 1), within = (place % round + round) % round;
        return within < size ? within : round - within;
    }

    private static Signal<T> ReverseSequence(OperatorRun<T> run)
    {
        Shape of = Moves.ShapeOf(run.Any(0));
        int[] lengths = run.Whole(1)!;
        int rows = run.Number("batch_axis", 1), steps = run.Number("time_axis", 0);
        return Moves.Place([run.Any(0)], of, Moves.From(of, of, at =>
        {
            int[] source = [.. at];
            int length = lengths[at[rows]];
            if (at[steps] < length) source[steps] = length - 1 - at[steps];
            return source;
        }));
    }
}
