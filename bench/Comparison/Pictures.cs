using System.Globalization;
using System.Security;
using System.Text;

namespace Elman.Bench.Comparison;

/// <summary>The rows as pictures: ratio by case, roofline, and cost against N, T and H.</summary>
internal static class Pictures
{
    public static void Write(IReadOnlyList<Row> rows, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var group in rows.GroupBy(row => (row.Case.Mode, row.Threads)))
        {
            Row[] compared = [.. group.Where(row => row.Ratio is not null)];
            if (compared.Length > 0) Save(folder, $"ratio-{group.Key.Mode}-{group.Key.Threads}", Ratios(compared));
        }
        foreach (var group in rows.Where(row => row.Case.Mode != "stream").GroupBy(row => row.Threads)) Save(folder, $"roofline-{group.Key}", Roofline([.. group]));
        foreach ((string name, Func<Case, int> size, Func<Case, object> rest) in _sizes)
        {
            // A line for each set of cases that differ in this size alone.
            var lines = rows.GroupBy(row => (row.Threads, rest(row.Case))).Where(group => group.Select(row => size(row.Case)).Distinct().Count() > 2)
                .Select(group => (Name: $"{group.First().Case.Mode} {group.First().Case.Cell}, {group.Key.Threads}", Points: group.OrderBy(row => size(row.Case)).Select(row => ((double)size(row.Case), row.Ours)).ToArray())).ToArray();
            if (lines.Length > 0) Save(folder, $"cost-{name}", new Plot($"µs a call against {name}", name, "µs") { Lines = lines }.ToSvg());
        }
    }

    private static readonly (string Name, Func<Case, int> Size, Func<Case, object> Others)[] _sizes =
    [
        ("N", one => one.N, one => one with { N = 0 }),
        ("T", one => one.T, one => one with { T = 0 }),
        ("H", one => one.H, one => one with { H = 0, D = one.D == one.H ? 0 : one.D }),
    ];

    private static string Roofline(Row[] rows)
    {
        // Operations for each byte of weights of a step, a byte of them at least being read once.
        (double, double)[] points = [.. rows.Select(row => (Intensity(row), row.Rate))];
        double peak = rows.Max(row => row.IsComputed ? row.Case.Operations / row.RoofTime / 1e3 : 0);
        return new Plot($"GFLOP/s against operations for each byte of weights, {rows[0].Threads} thread(s); the line is the peak", "operations a byte", "GFLOP/s")
        {
            Points = points,
            Lines = peak > 0 ? [("peak", [(points.Min(point => point.Item1), peak), (points.Max(point => point.Item1), peak)])] : [],
        }.ToSvg();
    }

    private static double Intensity(Row row) => row.Case.Operations / Math.Max(1, (double)(row.Case with { N = 1 }).BytesOfStep(1) * row.Case.Reads);

    private static string Ratios(Row[] rows)
    {
        const int Line = 16, Left = 260, Wide = 420;
        double most = Math.Max(2, rows.Max(row => row.Ratio!.Value));
        double Place(double ratio) => Left + Wide * ratio / most;
        var svg = new StringBuilder(Begin(Left + Wide + 60, rows.Length * Line + 40, $"{rows[0].Case.Mode}, {rows[0].Threads} thread(s): times as fast as the best peer"));
        foreach ((int i, Row row) in rows.Index())
        {
            double y = 34 + i * Line;
            svg.Append(Text(Left - 6, y + 9, row.Case.ToString()[(row.Case.Mode.Length + 1)..], "end"))
                .Append(string.Create(CultureInfo.InvariantCulture, $"<rect x='{Left}' y='{y:F1}' width='{Place(row.Ratio!.Value) - Left:F1}' height='{Line - 5}' class='{(row.Ratio < 1 ? "low" : "bar")}'/>"))
                .Append(Text(Place(row.Ratio.Value) + 4, y + 9, string.Create(CultureInfo.InvariantCulture, $"{row.Ratio:F2} {row.Best!.Value.Name}"), "start"));
        }
        svg.Append(string.Create(CultureInfo.InvariantCulture, $"<line x1='{Place(1):F1}' x2='{Place(1):F1}' y1='28' y2='{34 + rows.Length * Line}' class='axis'/>"));
        return svg.Append("</svg>\n").ToString();
    }

    internal static string Begin(double width, double height, string title) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:F0} {height:F0}' width='{width:F0}' height='{height:F0}' font-family='sans-serif' font-size='10'>
        <style>text{"{"}fill:#333{"}"}.bar{"{"}fill:#3a7ca5{"}"}.low{"{"}fill:#c1554a{"}"}.axis{"{"}stroke:#777;fill:none{"}"}.line{"{"}fill:none;stroke-width:1.5{"}"}@media(prefers-color-scheme:dark){"{"}text{"{"}fill:#ddd{"}"}{"}"}</style>
        {Text(8, 18, title, "start", 12)}
        """);

    internal static string Text(double x, double y, string text, string anchor, int size = 10) =>
        string.Create(CultureInfo.InvariantCulture, $"<text x='{x:F1}' y='{y:F1}' text-anchor='{anchor}' font-size='{size}'>{SecurityElement.Escape(text)}</text>\n");

    private static void Save(string folder, string name, string svg) => File.WriteAllText(Path.Combine(folder, name + ".svg"), svg);
}
