using CsvHelper;
using Elman.Storage;

namespace Elman.Formats.Csv;

/// <param name="Line">The line of the file on which the row begins, from 1.</param>
internal sealed record CsvRow(long Line, string[] Cells);

/// <summary>Text cut into rows of cells, all of one width.</summary>
internal static class CsvRows
{
    // In order of trust: a comma may be the decimal sign of a table that has semicolons.
    private static readonly char[] _delimiters = ['\t', ';', ','];

    private static readonly Dictionary<CsvMalformedReason, string> _malformed = new()
    {
        [CsvMalformedReason.StrayQuote] = "a quote stands within a cell. Double it, and quote the whole cell",
        [CsvMalformedReason.TextAfterClosingQuote] = "text follows a closing quote. A quote within a quoted cell is doubled",
        [CsvMalformedReason.UnterminatedQuote] = "a quote is opened and never closed",
    };

    public static List<CsvRow> Read(string text, string name, char? delimiter)
    {
        char between = delimiter ?? Detect(text);
        if (between is '"' or '\r' or '\n' or > '\x7f')
            throw new ArgumentException($"A delimiter is an ASCII character, but no quote and no end of a line; found '{BadFileException.Shown(between.ToString())}'.", nameof(delimiter));
        using CsvReader reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = between,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            OnMalformedRecord = found => throw new BadFileException(name,
                $"line {found.LineNumber}: {_malformed.GetValueOrDefault(found.Reason, found.Reason.ToString())}: '{BadFileException.Shown(found.RawRecord)}'."),
        });
        var rows = new List<CsvRow>();
        while (reader.Read())
        {
            rows.Add(new CsvRow(reader.LineNumber, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]));
            (CsvRow first, CsvRow row) = (rows[0], rows[^1]);
            if (row.Cells.Length != first.Cells.Length)
                throw new BadFileException(name, $"line {row.Line}: expected {first.Cells.Length} cells as on line {first.Line}, found {row.Cells.Length}. " +
                    $"The delimiter was '{BadFileException.Shown(between.ToString())}'.");
        }
        return rows.Count > 0 ? rows : throw new BadFileException(name, $"expected a table, found no row.");
    }

    /// <summary>The first of the known delimiters that the first line has outside quotes.</summary>
    private static char Detect(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart("\r\n");
        bool quoted = false;
        int end = 0;
        for (; end < start.Length && (quoted || start[end] is not ('\r' or '\n')); end++) quoted ^= start[end] == '"';
        foreach (char candidate in _delimiters)
        {
            quoted = false;
            foreach (char c in start[..end])
            {
                quoted ^= c == '"';
                if (c == candidate && !quoted) return candidate;
            }
        }
        return ',';
    }
}
