namespace Elman.Formats.Csv;

/// <summary>How a table is to be read where its first line does not tell.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between cells; by default tab, semicolon or comma, the first of these that the first line has.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns; by default it does when one of its cells is neither a number nor missing.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Whether a missing value becomes NaN; by default it is refused by row and column.</summary>
    public bool MissingAsNaN { get; init; }
}
