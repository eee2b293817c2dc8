using System.Globalization;
using System.Text;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>The losses of all epochs as a picture: <c>loss.svg</c>, and with characters in a terminal.</summary>
internal sealed class LossPlot
{
    public const string Name = "loss.svg";

    private const int Width = 640, Height = 360, Left = 64, Right = 16, Top = 40, Bottom = 44;
    private const int Rows = 10, Columns = 60;
    private const double LongRange = 20;

    private readonly double[] _trained, _measured;
    private readonly double _low, _high;
    private readonly bool _isLogarithmic;

    public LossPlot(IReadOnlyList<EpochResult> history)
    {
        _trained = [.. history.Select(row => row.Loss)];
        _measured = history.Any(row => row.ValidationLoss is not null) ? [.. history.Select(row => row.ValidationLoss ?? double.NaN)] : [];
        double[] finite = [.. _trained.Concat(_measured).Where(double.IsFinite)];
        (_low, _high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        if (_high == _low) _high = _low + (_low == 0 ? 1 : Math.Abs(_low));
        // Losses that fall by far more than tenfold would lie on the ground for most of the time.
        _isLogarithmic = _low > 0 && _high / _low > LongRange;
    }

    /// <summary>From 0 at the lowest loss to 1 at the highest.</summary>
    private double Share(double loss) => _isLogarithmic ? Math.Log(loss / _low) / Math.Log(_high / _low) : (loss - _low) / (_high - _low);

    private double AtShare(double share) => _isLogarithmic ? _low * Math.Pow(_high / _low, share) : _low + (_high - _low) * share;

    public string ToSvg(string title)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n<text x=\"{Left}\" y=\"22\" font-size=\"14\">{System.Net.WebUtility.HtmlEncode(title)}</text>\n");
        for (int tick = 0; tick <= 4; tick++)
        {
            double y = Y(tick / 4.0);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{AtShare(tick / 4.0):G3}</text>\n");
        }
        foreach (int epoch in new[] { 1, _trained.Length }.Distinct())
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(epoch - 1):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{epoch}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">epoch{(_isLogarithmic ? " (losses on a logarithmic scale)" : "")}</text>\n");
        Line(svg, _trained, "#1f6fb2", "training", 0);
        if (_measured.Length > 0) Line(svg, _measured, "#d9730d", "validation", 1);
        return svg.Append("</svg>\n").ToString();
    }

    private void Line(StringBuilder svg, double[] losses, string colour, string name, int number)
    {
        string points = string.Join(' ', losses.Index().Where(row => double.IsFinite(row.Item)).Select(row => string.Create(CultureInfo.InvariantCulture, $"{X(row.Index):0.#},{Y(Share(row.Item)):0.#}")));
        if (losses.Length == 1) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(0):0.#}\" cy=\"{Y(Share(losses[0])):0.#}\" r=\"3\" fill=\"{colour}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right - 90}\" y=\"{Top + 14 + 16 * number}\" fill=\"{colour}\">{name}</text>\n");
    }

    private double X(int epoch) => Left + (_trained.Length < 2 ? 0.5 : (double)epoch / (_trained.Length - 1)) * (Width - Left - Right);

    private static double Y(double share) => Height - Bottom - share * (Height - Top - Bottom);

    /// <summary>The same with characters: a column for each epoch, or for the mean of several.</summary>
    public void Draw(Page page, string indent)
    {
        int columns = Math.Min(Columns, _trained.Length);
        double[] trained = Thinned(_trained, columns), measured = Thinned(_measured, columns);
        page.Line($"{indent}[blue]●[/] training{(measured.Length > 0 ? "   [yellow]○[/] validation" : "")}{(_isLogarithmic ? "   (logarithmic)" : "")}");
        for (int row = Rows - 1; row >= 0; row--)
        {
            var cells = new StringBuilder();
            for (int i = 0; i < columns; i++)
                cells.Append(IsIn(trained[i], row) ? "[blue]●[/]" : measured.Length > 0 && IsIn(measured[i], row) ? "[yellow]○[/]" : " ");
            string label = row is Rows - 1 or 0 or Rows / 2 ? Invariant.Text(AtShare(row / (Rows - 1.0)), "G3") : "";
            page.Line($"{indent}{label,8} │{cells}".TrimEnd());
        }
        page.Line($"{indent}{"",8} └{new string('─', columns)} epoch {Invariant.Text(_trained.Length)}");
    }

    private bool IsIn(double loss, int row) => double.IsFinite(loss) && (int)Math.Round(Share(loss) * (Rows - 1)) == row;

    private static double[] Thinned(double[] losses, int columns) => losses.Length == 0 ? [] :
        [.. Enumerable.Range(0, columns).Select(i => losses[(losses.Length * i / columns)..Math.Max(losses.Length * i / columns + 1, losses.Length * (i + 1) / columns)].Average())];
}
