using System.Globalization;
using System.Text;
using Elman.Bench.Comparison;

namespace Elman.Bench.Performance;

/// <summary>The findings as a page of documentation; every sentence with a number in it is made from what was measured.</summary>
internal sealed class Page(Findings found, string pictures)
{
    private readonly StringBuilder _text = new();

    public static void Write(Findings found, string path)
    {
        string name = Path.GetFileNameWithoutExtension(path), folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
        Pictures.Write(found.Rows, folder);
        File.WriteAllText(path, new Page(found, name).Text(Directory.GetFiles(folder, "*.svg").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)));
    }

    private string Text(IEnumerable<string> names)
    {
        string[] drawn = [.. names];
        Line($"# Performance");
        Line($"");
        Line($"This page is written by the bench: {found.Machine}; `{found.Command}`. All programs are measured in one run, in turns, each with its tuned settings (`bench/Peers/Peer.cs`); a number is the median of its processes, ± half the distance between the lowest and the highest. Times are microseconds of a call. A machine that others use meanwhile shows it in ±.");
        foreach (Peers.Peer peer in found.Peers.Skip(1)) Line($"{(peer.Missing is null ? $"* {peer.Name}: measured" : $"* {peer.Name}: **missing**: {peer.Missing}")}");
        Line($"");
        Goals();
        Short();
        foreach ((string title, string mode, string words) in (( string, string, string)[])
        [
            ("Whole sequences", "inference", "Inputs to all outputs; the weights are packed once, outside the timing, for everybody."),
            ("Training", "training", "The same, and the gradients of all weights and biases for the sum of the outputs."),
            ("One step", "stream", "One step whose state is carried; `many` steps N sessions in one call (`Model.StepMany`)."),
        ]) Mode(title, mode, words, drawn);
        Section("Roofline", drawn.Where(name => name.StartsWith("roofline", StringComparison.Ordinal)), "The line is what a loop of multiply-adds from registers reaches on this machine in this run.");
        Section("Cost against N, T and H", drawn.Where(name => name.StartsWith("cost", StringComparison.Ordinal)), "Each line is one cell of which only that size changes; the number behind it is that of the threads.");
        Many();
        Elsewhere();
        Memory();
        Narrow();
        Start();
        return _text.ToString();
    }

    private void Goals()
    {
        Line($"## What is to be reached, and what was");
        Line($"");
        Line($"| what | to reach | measured | |");
        Line($"|---|---|---|---|");
        foreach (Goal goal in Performance.Goals.Of(found)) Line($"| {goal.What} | {goal.ToReach} | {goal.Found} | {(goal.Missed.Count == 0 ? "reached" : "**short**")} |");
        Line($"");
    }

    /// <summary>Every case that misses its goal, with what bounds it.</summary>
    private void Short()
    {
        Goal[] missed = [.. Performance.Goals.Of(found).Where(goal => goal.Missed.Count > 0)];
        if (missed.Length == 0)
        {
            Line($"Nothing falls short.");
            Line($"");
            return;
        }
        Line($"### What falls short");
        Line($"");
        foreach (Goal goal in missed)
        {
            Line($"* {goal.What} ({goal.ToReach}):");
            foreach (string one in goal.Missed.Where(one => !one.StartsWith(':'))) Line($"  * {one}{Bound(one)}");
        }
        Line($"");
    }

    /// <summary>For a sentence that begins with a case: the spread, the roof that binds it, and how near it is.</summary>
    private string Bound(string sentence)
    {
        Row? row = found.Rows.FirstOrDefault(row => sentence.StartsWith($"{row.Case}", StringComparison.Ordinal));
        return row is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (±{row.Spread:P0}; {row.Roof} bind it, of which it reaches {row.Fraction:P0} on {row.Threads} thread{(row.Threads == 1 ? "" : "s")})");
    }

    private void Mode(string title, string mode, string words, string[] drawn)
    {
        Row[] rows = [.. found.Rows.Where(row => row.Case.Mode == mode)];
        if (rows.Length == 0) return;
        Section(title, drawn.Where(name => name.StartsWith($"ratio-{mode}", StringComparison.Ordinal)), words);
        foreach (var group in rows.GroupBy(row => row.Threads))
        {
            double[] ratios = [.. group.Where(row => row.Ratio is not null).Select(row => row.Ratio!.Value)];
            string sum = ratios.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $": {Findings.GeometricMean(ratios):F2} × the best peer in the geometric mean, {ratios.Min():F2} at the lowest, {ratios.Count(ratio => ratio < 1)} of {ratios.Length} below 1");
            Line($"<details><summary>{group.Key} thread{(group.Key == 1 ? "" : "s")}{sum}</summary>");
            Line($"");
            Line($"| cell N T D H L | elman | ± | best peer | its time | ratio | GFLOP/s | of roof | roof |");
            Line($"|---|--:|--:|---|--:|--:|--:|--:|---|");
            foreach (Row row in group)
                Line($"| {row.Case.ToString()[(mode.Length + 1)..]} | {Report.Time(row.Ours)} | {row.Spread:P0} | {row.Best?.Name ?? "–"} | {(row.Best is { } best ? Report.Time(best.Time) : "–")} | {(row.Ratio is { } ratio ? ratio.ToString("F2", CultureInfo.InvariantCulture) : "–")} | {row.Rate:F1} | {row.Fraction:P0} | {row.Roof} |");
            Line($"");
            Line($"</details>");
            Line($"");
        }
    }

    private void Many()
    {
        Row[] rows = [.. found.Rows.Where(row => row.Apart is not null)];
        if (rows.Length == 0) return;
        Section("Many sessions in one step", [], "`StepMany` beside the same sessions stepped one by one, and beside the best peer's single step of as many rows. The bits are those of stepping each alone.");
        Line($"| cell N T D H L | threads | together | one by one | gain | best peer | ratio |");
        Line($"|---|--:|--:|--:|--:|--:|--:|");
        foreach (Row row in rows) Line($"| {row.Case.ToString()["stream ".Length..]} | {row.Threads} | {Report.Time(row.Ours)} | {Report.Time(row.Apart!.Value)} | {row.Apart!.Value / row.Ours:F1} | {(row.Best is { } best ? $"{best.Name} {Report.Time(best.Time)}" : "–")} | {row.Ratio:F2} |");
        Line($"");
    }

    private void Elsewhere()
    {
        Row[] rows = [.. found.Rows.Where(row => row.Scaled is not null)];
        if (rows.Length == 0) return;
        Section("RTNeural", [], "**Scaled, not measured here.** RTNeural is compiled for each model. Its times come from another machine (`bench/Peers/rtneural.csv`), multiplied by the ratio of the two machines' multiply-adds (H ≤ 64) or reads of the same weights (above).");
        Line($"| cell N T D H L | elman | rtneural, scaled | ratio |");
        Line($"|---|--:|--:|--:|");
        foreach (Row row in rows) Line($"| {row.Case.ToString()["stream ".Length..]} | {Report.Time(row.Ours)} | {Report.Time(row.Scaled!.Value.Time)} | {row.ScaledRatio:F2} |");
        Line($"");
    }

    private void Memory()
    {
        Row[] rows = [.. found.Rows.Where(row => row.Memory is not null)];
        if (rows.Length == 0) return;
        Section("Memory", [], "Bytes that a call takes beyond its result, each case in a process of its own. The first call packs the weights and takes all working memory, which is the most that is in use at a time (`Predict`, or a forward and backward pass); it stays for the next, so a later call allocates little. For weights of one size it is a line: so many bytes, and so many more for each step of each sequence.");
        Line($"| weights | cases | fixed | for each step of a sequence | farthest from the line |");
        Line($"|---|--:|--:|--:|--:|");
        foreach (Footprints.Line line in Footprints.Lines(rows)) Line($"| {line.Name} | {line.Cases} | {Bytes(line.Fixed)} | {line.PerStep:#,##0} bytes | {line.Off:P0} |");
        Line($"");
        Line($"<details><summary>Every case</summary>");
        Line($"");
        Line($"| case | first call | later call |");
        Line($"|---|--:|--:|");
        foreach (Row row in rows) Line($"| {row.Case} | {Bytes(row.Memory!.First)} | {Bytes(row.Memory.Later)} |");
        Line($"");
        Line($"</details>");
        Line($"");
    }

    private void Narrow()
    {
        if (found.Narrow.Count == 0) return;
        Section("Vectors of 256 bits", [], "The quick cases once more, nobody using wider vectors than AVX2's (`--simd 256`); peers that cannot be told to are left out.");
        Line($"| case | elman | ± | best peer | ratio | of roof |");
        Line($"|---|--:|--:|---|--:|--:|");
        foreach (Row row in found.Narrow) Line($"| {row.Case} | {Report.Time(row.Ours)} | {row.Spread:P0} | {(row.Best is { } best ? $"{best.Name} {Report.Time(best.Time)}" : "–")} | {row.Ratio:F2} | {row.Fraction:P0} |");
        Line($"");
    }

    private void Start()
    {
        if (found.Start is not { } start) return;
        Section("Start", [], $"The command, {start.Published}: milliseconds from `Main` to the end of its answer by a stopwatch, and of the whole process; a program that does nothing, published alike, takes {start.Empty.ToString("F0", CultureInfo.InvariantCulture)} ms.");
        Line($"| question | from Main | whole process |");
        Line($"|---|--:|--:|");
        foreach (Startup.StartRow row in start.Rows) Line($"| {row.Name} | {row.Answer:F0} | {row.Whole:F0} |");
        Line($"");
    }

    private void Section(string title, IEnumerable<string> drawn, string words)
    {
        Line($"## {title}");
        Line($"");
        Line($"{words}");
        Line($"");
        foreach (string name in drawn) Line($"![{name}]({pictures}/{name}.svg)");
        Line($"");
    }

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):#,##0.0} MB"),
        >= 10 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 10):#,##0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:#,##0} bytes"),
    };

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
