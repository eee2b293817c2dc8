using System.Globalization;
using System.Numerics;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Csv;

/// <summary>A table of a <c>.csv</c>: cells by row and by the name of their column. Numbers are invariant of the culture.</summary>
/// <remarks>Columns without a name are named by their number, from 1. Whatever is wrong is a <see cref="BadFileException"/>.</remarks>
public sealed class CsvTable
{
    private static readonly string[] _missing = ["", "NA", "N/A", "NaN", "null"];

    private readonly IReadOnlyList<CsvRow> _rows;
    private readonly bool _missingAsNaN;

    private CsvTable(string source, IReadOnlyList<string> names, IReadOnlyList<CsvRow> rows, bool missingAsNaN) =>
        (Source, Names, _rows, _missingAsNaN) = (source, names, rows, missingAsNaN);

    /// <summary>The path or name it was read from.</summary>
    public string Source { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of rows, the header not among them.</summary>
    public int Count => _rows.Count;

    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using FileStream stream = DiskFile.Open(path);
        return Read(stream, path, options);
    }

    /// <param name="name">Stands for the path in errors.</param>
    public static CsvTable Read(Stream stream, string name, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        List<CsvRow> rows = CsvRows.Read(CsvText.Read(stream, name), name, options.Delimiter);
        bool header = options.HasHeader ?? rows[0].Cells.Any(cell => !IsMissing(cell) && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        string[] names = [.. rows[0].Cells.Select((cell, column) => header && cell.Length > 0 ? cell : (column + 1).ToString(CultureInfo.InvariantCulture))];
        if (names.CountBy(text => text).FirstOrDefault(pair => pair.Value > 1).Key is string twice)
            throw new BadFileException(name, $"line {rows[0].Line}: two columns are named '{BadFileException.Shown(twice)}'. Rename one.");
        return new CsvTable(name, names, header ? rows[1..] : rows, options.MissingAsNaN);
    }

    /// <summary>The cells of a column as text.</summary>
    public IReadOnlyList<string> Text(string name)
    {
        int column = Index(name);
        return [.. _rows.Select(row => row.Cells[column])];
    }

    /// <summary>The numbers of a column: shape (rows).</summary>
    public Tensor<T> Column<T>(string name) where T : unmanaged, INumber<T> => new(new Shape(Count), Values<T>([Index(name)]));

    /// <summary>The numbers of some columns in the order asked for: shape (rows, columns).</summary>
    public Tensor<T> Columns<T>(params IReadOnlyList<string> names) where T : unmanaged, INumber<T> =>
        new(new Shape(Count, names.Count), Values<T>([.. names.Select(Index)]));

    /// <summary>All columns as numbers: shape (rows, columns).</summary>
    public Tensor<T> Numbers<T>() where T : unmanaged, INumber<T> => Columns<T>(Names);

    private T[] Values<T>(int[] columns) where T : unmanaged, INumber<T>
    {
        var values = new T[checked(Count * columns.Length)];
        int next = 0;
        foreach (CsvRow row in _rows)
            foreach (int column in columns) values[next++] = Value<T>(row, column);
        return values;
    }

    private T Value<T>(CsvRow row, int column) where T : unmanaged, INumber<T>
    {
        string cell = row.Cells[column];
        bool floating = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (IsMissing(cell))
            return _missingAsNaN && floating
                ? T.CreateChecked(double.NaN)
                : throw Wrong(row, column, "expected a number, found none", floating ? "Fill it in, leave out the row, or ask for missing values as NaN." : "A whole number cannot be missing.");
        if (!T.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out T value))
            throw Wrong(row, column, $"expected a {(floating ? "" : "whole ")}number, found '{BadFileException.Shown(cell)}'", "The decimal sign is a point, and thousands are not separated.");
        return T.IsFinite(value) ? value : throw Wrong(row, column, $"expected a finite number, found '{BadFileException.Shown(cell)}'", $"It is beyond what {typeof(T).Name} holds.");
    }

    private int Index(string name)
    {
        for (int column = 0; column < Names.Count; column++)
            if (Names[column] == name) return column;
        throw new BadFileException(Source, $"there is no column '{BadFileException.Shown(name)}'. Columns: {string.Join(", ", Names.Select(known => $"'{BadFileException.Shown(known)}'"))}.");
    }

    private BadFileException Wrong(CsvRow row, int column, string problem, string next) =>
        new(Source, $"line {row.Line}, column '{BadFileException.Shown(Names[column])}': {problem}. {next}");

    private static bool IsMissing(string cell) => _missing.Contains(cell, StringComparer.OrdinalIgnoreCase);
}
