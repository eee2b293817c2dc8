using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Operators with bodies: branches and loops.</summary>
internal static class ControlOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["If"] = run => run.Scope.Run(run.Body(run.Ids(0).Values[0] != 0 ? "then_branch" : "else_branch"), []),
        ["Loop"] = Loop,
        ["Scan"] = Scan,
    };

    /// <summary>The body takes the number of the round, the condition and what is carried; it gives the next condition, what is carried, and one entry of each sequence that is collected.</summary>
    private static Signal<T>[] Loop(OperatorRun<T> run)
    {
        OperatorBody body = run.Body("body");
        int carried = body.Inputs.Count - 2;
        if (carried < 0 || run.Count < carried + 2) throw run.Bad($"carries {Math.Max(0, carried)} values and is given {run.Count - 2}");
        int most = run.Has(0) ? run.Ids(0).Values[0] : int.MaxValue;
        bool goesOn = !run.Has(1) || run.Ids(1).Values[0] != 0;
        Signal<T>[] values = [.. Enumerable.Range(2, carried).Select(run.Any)];
        List<Signal<T>>[] collected = [.. body.Outputs.Skip(1 + carried).Select(_ => new List<Signal<T>>())];
        for (int round = 0; round < most && goesOn; round++)
        {
            Signal<T>[] given = run.Scope.Run(body, [new(Tensor.Scalar(round)), new(Tensor.Scalar(goesOn ? 1 : 0)), .. values]);
            goesOn = given[0].Ids!.Values[0] != 0;
            values = given[1..(1 + carried)];
            for (int i = 0; i < collected.Length; i++) collected[i].Add(given[1 + carried + i]);
        }
        return [.. values, .. collected.Select(entries => Together(run, entries, 0, false))];
    }

    /// <summary>The body takes what is carried and one entry of each sequence; it gives what is carried and one entry of each sequence that is collected.</summary>
    private static Signal<T>[] Scan(OperatorRun<T> run)
    {
        OperatorBody body = run.Body("body");
        int sequences = run.Number("num_scan_inputs", 1), carried = body.Inputs.Count - sequences;
        if (sequences < 1 || carried < 0 || run.Count != body.Inputs.Count) throw run.Bad($"has {sequences} sequences and a body of {body.Inputs.Count} inputs, and is given {run.Count}");
        int[] axes = run.Whole("scan_input_axes") ?? new int[sequences], ways = run.Whole("scan_input_directions") ?? new int[sequences];
        int outputs = body.Outputs.Count - carried;
        int[] outAxes = run.Whole("scan_output_axes") ?? new int[outputs], outWays = run.Whole("scan_output_directions") ?? new int[outputs];
        Signal<T>[] values = [.. Enumerable.Range(0, carried).Select(run.Any)], given = [.. Enumerable.Range(carried, sequences).Select((place, i) => First(run, run.Any(place), axes[i]))];
        int steps = Moves.ShapeOf(given[0])[0];
        List<Signal<T>>[] collected = [.. outWays.Select(_ => new List<Signal<T>>())];
        for (int step = 0; step < steps; step++)
        {
            Signal<T>[] results = run.Scope.Run(body, [.. values, .. given.Select((sequence, i) => Entry(sequence, ways[i] == 0 ? step : steps - 1 - step))]);
            values = results[..carried];
            for (int i = 0; i < collected.Length; i++) collected[i].Add(results[carried + i]);
        }
        return [.. values, .. collected.Select((entries, i) => Together(run, entries, outAxes[i], outWays[i] != 0))];
    }

    /// <summary>With an axis brought to the front.</summary>
    private static Signal<T> First(OperatorRun<T> run, Signal<T> x, int axis)
    {
        int rank = Moves.ShapeOf(x).Rank, named = run.Axis(axis, rank);
        return named == 0 ? x : Moves.Permute(x, [named, .. Enumerable.Range(0, rank).Where(other => other != named)]);
    }

    private static Signal<T> Entry(Signal<T> x, int step)
    {
        Shape of = Moves.ShapeOf(x);
        var to = new Shape(of.Dimensions[1..]);
        return Moves.Place([x], to, [.. Enumerable.Range(step * to.Count, to.Count)]);
    }

    /// <summary>Entries as one tensor, a new axis at the given place.</summary>
    private static Signal<T> Together(OperatorRun<T> run, List<Signal<T>> entries, int axis, bool reverses)
    {
        if (entries.Count == 0) throw run.Bad("ran no round, so that nothing is known of the sequences that it collects");
        if (reverses) entries.Reverse();
        Shape one = Moves.ShapeOf(entries[0]);
        int named = run.Axis(axis, one.Rank + 1);
        return SelectionOperators<T>.Concat(run, [.. entries.Select(entry => Moves.Reshape(entry, new([.. one.Dimensions[..named], 1, .. one.Dimensions[named..]])))], named);
    }
}
