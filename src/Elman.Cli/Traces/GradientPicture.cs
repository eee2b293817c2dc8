using System.Text;
using Elman.Models;

namespace Elman.Cli.Traces;

/// <summary>‖∂L/∂h_t‖ as rows of layers over columns of steps; heights and colours are decades, so that a straight slope is a constant factor a step.</summary>
internal static class GradientPicture
{
    private const int MostSteps = 96;

    /// <summary>Decades below the largest norm that can be told apart.</summary>
    private const double Depth = 16;

    public static void Draw(Page page, IReadOnlyList<LayerGradients> layers)
    {
        int steps = layers.Max(layer => layer.Steps), bin = Math.Max(1, (steps + MostSteps - 1) / MostSteps), columns = (steps + bin - 1) / bin;
        int label = layers.Max(layer => layer.FullName.Length);
        double[][] rows = [.. layers.Select(layer => Binned(layer.ByStep, bin, columns))];
        double[] sizes = [.. rows.SelectMany(row => row).Where(norm => norm > 0 && double.IsFinite(norm)).Select(Math.Log10)];
        double high = sizes.Length == 0 ? 0 : sizes.Max(), low = sizes.Length == 0 ? 0 : Math.Max(sizes.Min(), high - Depth);
        if (high - low < 1) low = high - 1;         // less than a decade is flat to the eye
        var scale = new HeatScale(0, high - low);
        page.Line($"{new string(' ', label)}   ‖∂L/∂h_t‖ by decades, {(steps == 1 ? "1 step" : $"{Invariant.Grouped(steps)} steps")} across");
        foreach ((LayerGradients layer, double[] row) in layers.Zip(rows))
        {
            var line = new StringBuilder();
            foreach (double norm in row) line.Append(norm == 0 ? " " : scale.Cell(double.IsFinite(norm) ? Math.Max(0, Math.Log10(norm) - low) : norm));
            page.Line($"{Page.Escape(layer.FullName.PadRight(label))} │{line}");
        }
        string indent = new(' ', label);
        page.Line($"{indent} └{HeatMap.Axis(columns)}");
        page.Line($"{indent}  {HeatMap.Ticks(columns, bin)}");
        page.Line($"{indent}  {Invariant.Text(Math.Pow(10, low), "0.0e-0")} {scale.Ramp} {Invariant.Text(Math.Pow(10, high), "0.0e-0")}, nothing where it is 0");
        if (bin > 1) page.Line($"{indent}  [grey]each column is the largest of {Invariant.Grouped(bin)} steps[/]");
    }

    private static double[] Binned(IReadOnlyList<double> norms, int bin, int columns)
    {
        var cells = new double[columns];
        for (int step = 0; step < norms.Count; step++) cells[step / bin] = double.IsNaN(norms[step]) ? double.NaN : Math.Max(cells[step / bin], norms[step]);
        return cells;
    }
}
