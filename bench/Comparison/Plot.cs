using System.Globalization;
using System.Text;

namespace Elman.Bench.Comparison;

/// <summary>Lines and points on two logarithmic axes.</summary>
internal sealed record Plot(string Title, string X, string Y)
{
    private const double Left = 60, Top = 34, Width = 460, Height = 300;
    private static readonly string[] _colours = ["#3a7ca5", "#c1554a", "#5b8c5a", "#8e6c8a", "#c49a3a", "#4a4e69", "#2a9d8f", "#b5838d"];

    public IReadOnlyList<(string Name, (double X, double Y)[] Points)> Lines { get; init; } = [];
    public IReadOnlyList<(double X, double Y)> Points { get; init; } = [];

    public string ToSvg()
    {
        (double X, double Y)[] all = [.. Points, .. Lines.SelectMany(line => line.Points)];
        (double fromX, double toX) = Decades(all.Select(point => point.X));
        (double fromY, double toY) = Decades(all.Select(point => point.Y));
        double PlaceX(double x) => Left + Width * (Math.Log10(x) - fromX) / (toX - fromX);
        double PlaceY(double y) => Top + Height * (toY - Math.Log10(y)) / (toY - fromY);

        var svg = new StringBuilder(Pictures.Begin(Left + Width + 190, Top + Height + 40, Title));
        svg.Append(string.Create(CultureInfo.InvariantCulture, $"<rect x='{Left}' y='{Top}' width='{Width}' height='{Height}' class='axis'/>\n"));
        for (double d = fromX; d <= toX; d++) svg.Append(Pictures.Text(PlaceX(Math.Pow(10, d)), Top + Height + 14, Number(d), "middle"));
        for (double d = fromY; d <= toY; d++) svg.Append(Pictures.Text(Left - 6, PlaceY(Math.Pow(10, d)) + 4, Number(d), "end"));
        svg.Append(Pictures.Text(Left + Width / 2, Top + Height + 30, X, "middle")).Append(Pictures.Text(8, Top - 4, Y, "start"));
        foreach ((double x, double y) in Points)
            svg.Append(string.Create(CultureInfo.InvariantCulture, $"<circle cx='{PlaceX(x):F1}' cy='{PlaceY(y):F1}' r='3' class='bar'/>\n"));
        foreach ((int i, (string name, (double X, double Y)[] points)) in Lines.Index())
        {
            string colour = _colours[i % _colours.Length];
            string path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{PlaceX(point.X):F1},{PlaceY(point.Y):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points='{path}' class='line' stroke='{colour}'/>\n").Append(Pictures.Text(Left + Width + 10, Top + 12 + 13 * i, name, "start").Replace("<text", $"<text style='fill:{colour}'", StringComparison.Ordinal));
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The powers of ten around all numbers.</summary>
    private static (double From, double To) Decades(IEnumerable<double> values)
    {
        double[] logarithms = [.. values.Select(Math.Log10)];
        double from = Math.Floor(logarithms.Min()), to = Math.Ceiling(logarithms.Max());
        return (from, to > from ? to : from + 1);
    }

    private static string Number(double decade) => Math.Pow(10, decade).ToString("#,##0.###", CultureInfo.InvariantCulture);
}
