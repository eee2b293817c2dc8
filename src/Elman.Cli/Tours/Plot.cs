using System.Text;

namespace Elman.Cli.Tours;

/// <summary>Bars and, before them, points: one column for each year, so that both can be told apart without colours.</summary>
internal static class Plot
{
    private const int Rows = 16;
    private const int LabelWidth = 5;
    private const int YearsPerTick = 10;
    private const string Eighths = " ▁▂▃▄▅▆▇█";
    private const char Point = '●';
    private const string BarColour = "blue", PointColour = "yellow";

    /// <param name="top">The value at the upper end; one tick of the scale is a quarter of it.</param>
    public static void Draw(Page page, string indent, int firstYear, double[] bars, double[] points, double top)
    {
        page.Line($"{indent}{Invariant.Text(top),LabelWidth}");
        for (int row = Rows - 1; row >= 0; row--)
        {
            double low = top * row / Rows, high = top * (row + 1) / Rows;
            bool isTick = row > 0 && row % (Rows / 4) == 0;
            string label = isTick ? Invariant.Text(low) : "";
            page.Line($"{indent}{label,LabelWidth} {(isTick ? '┤' : '│')}{Cells(bars, points, low, high)}".TrimEnd());
        }
        (string ticks, string years) = Axis(firstYear, bars.Length);
        page.Line($"{indent}{0,LabelWidth} └{ticks}");
        page.Line($"{indent}{"",LabelWidth}  {years}");
    }

    /// <summary>What bars and points look like.</summary>
    public static string Legend(string bars, string points) => $"[{BarColour}]{Eighths[^1]}[/] {bars}   [{PointColour}]{Point}[/] {points}";

    /// <summary>The cells of one row: a bar fills the eighths that it reaches, and a point covers it.</summary>
    private static string Cells(double[] bars, double[] points, double low, double high)
    {
        var cells = new StringBuilder();
        for (int i = 0; i < bars.Length; i++)
        {
            double filled = Math.Clamp((bars[i] - low) / (high - low), 0, 1);
            bool isBottom = low == 0, isPoint = (points[i] >= low || isBottom) && points[i] < high;
            cells.Append(
                isPoint ? filled > 0.5 ? $"[{PointColour} on {BarColour}]{Point}[/]" : $"[{PointColour}]{Point}[/]"
                : filled > 0 ? $"[{BarColour}]{Eighths[(int)Math.Ceiling(filled * 8)]}[/]"
                : " ");
        }
        return cells.ToString();
    }

    private static (string Ticks, string Years) Axis(int firstYear, int count)
    {
        var ticks = new StringBuilder();
        var years = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            bool isTick = (firstYear + i) % YearsPerTick == 0;
            ticks.Append(isTick ? '┬' : '─');
            if (isTick) years.Append(' ', Math.Max(0, i - years.Length)).Append(Invariant.Text(firstYear + i));
        }
        return (ticks.ToString(), years.ToString());
    }
}
