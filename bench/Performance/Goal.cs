using Elman.Bench.Comparison;

namespace Elman.Bench.Performance;

/// <summary>A figure that is to be reached, and what was.</summary>
/// <param name="Found">What was measured, in words.</param>
/// <param name="Missed">The cases that fall short, each with how it does; empty where the goal is reached.</param>
internal sealed record Goal(string What, string ToReach, string Found, IReadOnlyList<string> Missed)
{
    /// <summary>The goal that values are at least, or at most, a bound; null where nothing was measured for it.</summary>
    public static Goal? Of(string what, string toReach, IEnumerable<(string Name, double Value)> values, Func<double, bool> holds, string format, bool lowIsBad = true)
    {
        (string Name, double Value)[] all = [.. values];
        if (all.Length == 0) return null;
        (string Name, double Value) worst = lowIsBad ? all.MinBy(row => row.Value) : all.MaxBy(row => row.Value);
        string found = all.Length == 1 ? $"{Written(worst.Value)}" : $"{(lowIsBad ? "lowest" : "highest")} {Written(worst.Value)} ({worst.Name}); {all.Count(row => holds(row.Value))} of {all.Length} hold";
        return new(what, toReach, found, [.. all.Where(row => !holds(row.Value)).OrderBy(row => lowIsBad ? row.Value : -row.Value).Select(row => $"{row.Name}: {Written(row.Value)}")]);

        string Written(double value) => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The list of goals; each is a row.</summary>
internal static class Goals
{
    private const string Ratio = "0.00", Part = "0 %";

    public static IEnumerable<Goal> Of(Findings found) => All(found).OfType<Goal>();

    private static IEnumerable<Goal?> All(Findings f)
    {
        foreach (int threads in f.Threads)
        {
            string on = $"{threads} thread{(threads == 1 ? "" : "s")}";
            foreach ((string mode, double mean) in (( string, double)[])[("inference", 1.3), ("training", 1.5)])
            {
                Row[] rows = f.Compared(mode, threads);
                yield return Goal.Of($"{mode}, {on}: times as fast as the best peer", "every case ≥ 1.00", rows.Select(row => ($"{row.Case}", row.Ratio!.Value)), ratio => ratio >= 1, Ratio);
                if (rows.Length > 0)
                    yield return Goal.Of($"{mode}, {on}: the same, geometric mean", FormattableString.Invariant($"≥ {mean:0.0}"), [("", Findings.GeometricMean(rows.Select(row => row.Ratio!.Value)))], ratio => ratio >= mean, Ratio);
            }
            Row[] batched = [.. f.Rows.Where(row => row.Threads == threads && row.IsComputed && row.Case is { H: >= 128, N: >= 16, Form: "plain", Mode: not "stream" })];
            if (threads == 1)
            {
                yield return Goal.Of("inference of batches, H ≥ 128, 1 thread: part of the peak of multiply-adds", "≥ 85 %", batched.Where(row => row.Case.Mode == "inference").Select(row => ($"{row.Case}", row.Fraction)), part => part >= 0.85, Part);
                yield return Goal.Of("training of batches, H ≥ 128, 1 thread: the same", "≥ 75 %", batched.Where(row => row.Case.Mode == "training").Select(row => ($"{row.Case}", row.Fraction)), part => part >= 0.75, Part);
                yield return Goal.Of("one sequence, H ≥ 256, 1 thread: part of a plain read of the same weights", "≥ 85 %", f.Rows.Where(row => row.Threads == 1 && !row.IsComputed && row.Case is { Mode: "inference", H: >= 256 }).Select(row => ($"{row.Case}", row.Fraction)), part => part >= 0.85, Part);
            }
            if (threads == 2)
            {
                (string Name, int H, double Gain)[] gains = [.. from row in batched let one = f.Find(row.Case, 1) where one is not null select ($"{row.Case}", row.Case.H, one.Ours / row.Ours)];
                yield return Goal.Of("batches, H = 128: times as fast on 2 threads as on 1", "≥ 1.70", gains.Where(row => row.H == 128).Select(row => (row.Name, row.Gain)), gain => gain >= 1.7, Ratio);
                yield return Goal.Of("batches, H > 128: the same", "≥ 1.85", gains.Where(row => row.H > 128).Select(row => (row.Name, row.Gain)), gain => gain >= 1.85, Ratio);
            }
        }
        Row[] streams = [.. f.Rows.Where(row => row is { Threads: 1, Case: { Mode: "stream", IsMany: false } })];
        yield return Goal.Of("a step of one stream: times as fast as the best peer measured here", "every case ≥ 1.00", Ratios(streams), ratio => ratio >= 1, Ratio);
        yield return Goal.Of("a step of one stream, H > 16: times as fast as RTNeural, scaled from another machine", "every case ≥ 1.00", Scaled(streams.Where(row => row.Case.H > 16)), ratio => ratio >= 1, Ratio);
        yield return Goal.Of("the same, H ≤ 16", "every case ≥ 0.87", Scaled(streams.Where(row => row.Case.H <= 16)), ratio => ratio >= 0.87, Ratio);
        yield return Goal.Of("a step of many streams: times as fast as the best peer's step of as many rows", "every case ≥ 1.00", Ratios(f.Rows.Where(row => row.Case.IsMany)), ratio => ratio >= 1, Ratio);
        yield return Goal.Of("a cell from outside the library: its time for a multiply-add beside the LSTM's", "≤ 1.25", f.Rows.Where(row => row.Case.Cell == "custom").Select(row => (row, f.Find(row.Case with { Cell = "lstm" }, row.Threads))).Where(pair => pair.Item2 is not null).Select(pair => ($"{pair.row.Case}, {pair.row.Threads}", pair.Item2!.Rate / pair.row.Rate)), part => part <= 1.25, Ratio, lowIsBad: false);
        yield return Goal.Of("lengths from 1 to T: time for a step that is there, beside all of length T", "within 15 %", f.Rows.Where(row => row.Case.Form == "lengths").Select(row => (row, f.Find(row.Case with { Form = "plain" }, row.Threads))).Where(pair => pair.Item2 is not null).Select(pair => ($"{pair.row.Case}, {pair.row.Threads}", PerStep(pair.row) / PerStep(pair.Item2!))), part => part <= 1.15, Ratio, lowIsBad: false);
        yield return Goal.Of("time for a step against T: the longest beside the shortest", "within 10 %", Linear(f, one => one with { T = 0 }, one => one.T), part => part is <= 1.1, Ratio, lowIsBad: false);
        yield return Goal.Of("time for a step against N, from 32 on: the most beside the fewest", "within 10 %", Linear(f, one => one with { N = 0 }, one => one.N), part => part is <= 1.1, Ratio, lowIsBad: false);
        yield return Goal.Of("the slowest of the 2nd, 10th and 1,000th call beside the fastest", "≤ 2", f.Tiers.Select(row => ($"{row.Case}", row.Spread)), spread => spread <= 2, Ratio, lowIsBad: false);
        if (f.Start is { } start) yield return Goal.Of("the first answer of a small model after Main, milliseconds", "< 100", start.Rows.Select(row => (row.Name, row.Answer)), time => time < 100, "0", lowIsBad: false);
    }

    private static IEnumerable<(string, double)> Ratios(IEnumerable<Row> rows) => rows.Where(row => row.Ratio is not null).Select(row => ($"{row.Case}, {row.Threads}", row.Ratio!.Value));

    private static IEnumerable<(string, double)> Scaled(IEnumerable<Row> rows) => rows.Where(row => row.ScaledRatio is not null).Select(row => ($"{row.Case}", row.ScaledRatio!.Value));

    private static double PerStep(Row row) => row.Ours / row.Case.Steps;

    /// <summary>Of cases that differ in one size alone, of which there are three or more: the time for a step at the largest by that at the smallest.</summary>
    private static IEnumerable<(string, double)> Linear(Findings f, Func<Case, Case> others, Func<Case, int> size) =>
        from row in f.Rows
        where row.Case is { N: >= 32, Mode: not "stream", Form: "plain" } && size(row.Case) >= 32
        group row by (others(row.Case), row.Threads) into same
        let sorted = same.OrderBy(row => size(row.Case)).ToArray()
        where sorted.Select(row => size(row.Case)).Distinct().Count() >= 3
        select ($"{sorted[^1].Case} beside {size(sorted[0].Case)}, {same.Key.Threads}", PerStep(sorted[^1]) / PerStep(sorted[0]));
}
