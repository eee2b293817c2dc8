using Spectre.Console;

namespace Elman.Cli;

/// <summary>Rows in columns that line up, under a head with a rule.</summary>
/// <param name="rightAligned">The columns whose cells end at the same place, such as numbers.</param>
internal sealed class Columns(string[] head, params int[] rightAligned)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <param name="cells">In the markup of a <see cref="Page"/>.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(Page page, string indent = "")
    {
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(column => _rows.Prepend(head).Max(row => Width(row[column])))];
        page.Line(indent + Join(head, widths, cell => $"[bold]{cell}[/]"));
        page.Line($"{indent}[grey]{new string('─', widths.Sum() + Gap.Length * (widths.Length - 1))}[/]");
        foreach (string[] row in _rows) page.Line(indent + Join(row, widths, cell => cell));
    }

    private string Join(string[] row, int[] widths, Func<string, string> style)
    {
        var cells = new List<string>();
        for (int i = 0; i < row.Length; i++)
        {
            var fill = new string(' ', widths[i] - Width(row[i]));
            bool isLast = i == row.Length - 1;
            cells.Add(rightAligned.Contains(i) ? fill + style(row[i]) : style(row[i]) + (isLast ? "" : fill));
        }
        return string.Join(Gap, cells).TrimEnd();
    }

    private static int Width(string cell) => Markup.Remove(cell).Length;
}
