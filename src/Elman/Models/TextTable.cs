using System.Text;

namespace Elman.Models;

/// <summary>Rows of text in columns that line up, without a blank at any end.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="ruledAfter">The numbers of the rows that a rule follows.</param>
    public static string Write(IReadOnlyList<string[]> rows, int[] rightAligned, int[] ruledAfter)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('-', widths.Sum() + Gap.Length * (widths.Length - 1));
        var text = new StringBuilder();
        for (int i = 0; i < rows.Count; i++)
        {
            string[] cells = [.. rows[i].Select((cell, column) => rightAligned.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))];
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
            if (ruledAfter.Contains(i)) text.Append(rule).Append('\n');
        }
        return text.ToString(0, text.Length - 1);
    }
}
