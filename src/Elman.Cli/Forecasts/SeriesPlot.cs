using System.Text;
using Elman.Training;

namespace Elman.Cli.Forecasts;

/// <summary>The end of a series and what is forecast behind it, a column for each step; told apart without colours.</summary>
internal static class SeriesPlot
{
    private const int Rows = 12, Widest = 72, MostForecast = 48;
    private const char Known = '•', Expected = '●', Between = '░';

    public static void Draw(Page page, Forecast forecast, int target, double[] series)
    {
        int ahead = Math.Min(forecast.Steps, MostForecast), shown = Math.Min(series.Length, Widest - ahead), first = series.Length - shown;
        double[] points = [.. series[first..], .. Enumerable.Range(0, ahead).Select(step => forecast[step, target])];
        double Low(int i) => i < shown || forecast.Intervals is null ? points[i] : forecast.Intervals.Low[(i - shown) * forecast.Targets.Count + target];
        double High(int i) => i < shown || forecast.Intervals is null ? points[i] : forecast.Intervals.High[(i - shown) * forecast.Targets.Count + target];
        double bottom = Enumerable.Range(0, points.Length).Min(i => Math.Min(points[i], Low(i))), top = Enumerable.Range(0, points.Length).Max(i => Math.Max(points[i], High(i)));
        if (!(top > bottom)) (bottom, top) = (bottom - 1, top + 1);
        int Row(double value) => Math.Clamp((int)((value - bottom) / (top - bottom) * Rows), 0, Rows - 1);
        string[] labels = [.. Enumerable.Range(0, Rows).Select(row => row == Rows - 1 ? Invariant.Text(top, "G4") : row == 0 ? Invariant.Text(bottom, "G4") : row == Rows / 2 ? Invariant.Text((top + bottom) / 2, "G4") : "")];
        int width = labels.Max(label => label.Length);

        page.Line($"[bold]{Page.Escape(forecast.Targets[target])}[/]   {Known} known   [yellow]{Expected}[/] forecast{(forecast.Intervals is null ? "" : $"   [grey]{Between}[/] {Invariant.Short(100 * forecast.Intervals.Level)} %")}");
        for (int row = Rows - 1; row >= 0; row--)
        {
            var cells = new StringBuilder();
            for (int i = 0; i < points.Length; i++)
                cells.Append(
                    Row(points[i]) == row ? i < shown ? Known.ToString() : $"[yellow]{Expected}[/]"
                    : i >= shown && row >= Row(Low(i)) && row <= Row(High(i)) ? $"[grey]{Between}[/]"
                    : " ");
            page.Line($"{labels[row].PadLeft(width)} {(labels[row].Length > 0 ? '┤' : '│')}{cells}".TrimEnd());
        }
        page.Line($"{new string(' ', width)} └{new string('─', shown)}┬{new string('─', Math.Max(0, ahead - 1))}");
        page.Line($"{new string(' ', width)}  {Invariant.Text(first + 1)}{Invariant.Text(forecast.First + 1).PadLeft(Math.Max(1, shown - Invariant.Text(first + 1).Length + 1))}");
        page.Line();
    }
}
