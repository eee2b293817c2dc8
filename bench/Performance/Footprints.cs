using Elman.Bench.Comparison;

namespace Elman.Bench.Performance;

/// <summary>Memory against sequences and steps: bytes = weights + coefficient · N · T, the line through the smallest and the largest case, and how far the others lie from it.</summary>
internal static class Footprints
{
    /// <param name="PerStep">Bytes for a step of a sequence.</param>
    /// <param name="Fixed">Bytes that do not depend on N and T.</param>
    /// <param name="Off">The largest distance of a case from the line, as a part of the case.</param>
    internal sealed record Line(string Name, int Cases, double PerStep, double Fixed, double Off);

    public static IEnumerable<Line> Lines(IEnumerable<Row> rows) =>
        from row in rows
        where row.Memory is not null && row.Case is { Mode: not "stream", Form: "plain", L: 1 }
        group row by (row.Case.Mode, row.Case.Cell, row.Case.D, row.Case.H, row.Threads) into same
        let sorted = same.OrderBy(row => row.Case.Steps).ToArray()
        where sorted[^1].Case.Steps >= 4 * sorted[0].Case.Steps
        select Fit(sorted);

    private static Line Fit(Row[] rows)
    {
        Row first = rows[0], last = rows[^1];
        double perStep = (last.Memory!.First - first.Memory!.First) / (last.Case.Steps - first.Case.Steps), fixedBytes = first.Memory.First - perStep * first.Case.Steps;
        double off = rows.Max(row => Math.Abs(row.Memory!.First - fixedBytes - perStep * row.Case.Steps) / row.Memory.First);
        return new($"{first.Case.Mode} {first.Case.Cell}, D {first.Case.D}, H {first.Case.H}", rows.Length, perStep, fixedBytes, off);
    }
}
