using System.Numerics;
using System.Text;
using Elman.Models;

namespace Elman.Cli.Traces;

/// <summary>
/// A traced value of one sequence over time: units down, steps across. The height of a cell tells the number without colours, and a terminal shows the
/// cell as one colour, from blue for negative numbers over grey for zero to red for positive ones.
/// </summary>
internal static class HeatMap
{
    private const int MostSteps = 96, MostUnits = 64, LabelWidth = 4, StepsPerTick = 10;

    /// <param name="entry">Of one sequence, without padding.</param>
    public static void Draw<T>(Page page, TraceEntry<T> entry, string indent = "") where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int steps = entry.Steps, units = Math.Min(entry.Width, MostUnits), bin = Math.Max(1, (steps + MostSteps - 1) / MostSteps), columns = (steps + bin - 1) / bin;
        page.Line($"{indent}[bold]{Page.Escape(entry.FullName)}[/]  {Steps(steps)} across, {Invariant.Grouped(entry.Width)} units down");
        if (steps == 0) return;
        var cells = new double[units, columns];
        double largest = 0;
        bool isSigned = false, isFinite = true;
        for (int unit = 0; unit < units; unit++)
            for (int column = 0; column < columns; column++)
            {
                double number = cells[unit, column] = Mean(entry, unit, column * bin, Math.Min(steps, (column + 1) * bin));
                isFinite &= double.IsFinite(number);
                if (!double.IsFinite(number)) continue;
                largest = Math.Max(largest, Math.Abs(number));
                isSigned |= number < 0;
            }
        var scale = new HeatScale(isSigned ? -largest : 0, largest);
        for (int unit = 0; unit < units; unit++)
        {
            var line = new StringBuilder();
            for (int column = 0; column < columns; column++) line.Append(scale.Cell(cells[unit, column]));
            page.Line($"{indent}{unit,LabelWidth} │{line}");
        }
        page.Line($"{indent}{"",LabelWidth} └{Axis(columns)}");
        page.Line($"{indent}{"",LabelWidth}  {Ticks(columns, bin)}");
        page.Line($"{indent}{"",LabelWidth}  {scale.Legend}{(isFinite ? "" : $"   [red bold]{HeatScale.NotFinite}[/] NaN or infinite")}");
        if (bin > 1) page.Line($"{indent}{"",LabelWidth}  [grey]each column is the mean of {Invariant.Grouped(bin)} steps{(steps % bin == 0 ? "" : $", the last of {Invariant.Grouped(steps % bin)}")}[/]");
        if (entry.Width > units) page.Line($"{indent}{"",LabelWidth}  [grey]… {Invariant.Grouped(entry.Width - units)} more units; --output FILE writes all[/]");
    }

    private static string Steps(int steps) => steps == 1 ? "1 step" : $"{Invariant.Grouped(steps)} steps";

    private static double Mean<T>(TraceEntry<T> entry, int unit, int first, int end) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int step = first; step < end; step++) sum += double.CreateChecked(entry.At(0, step)[unit]);
        return sum / (end - first);
    }

    internal static string Axis(int columns) => string.Concat(Enumerable.Range(0, columns).Select(column => column % StepsPerTick == 0 ? '┬' : '─'));

    internal static string Ticks(int columns, int bin)
    {
        var ticks = new StringBuilder();
        for (int column = 0; column < columns; column += StepsPerTick) ticks.Append(' ', Math.Max(0, column - ticks.Length)).Append(Invariant.Text(column * bin));
        return ticks.ToString();
    }
}
