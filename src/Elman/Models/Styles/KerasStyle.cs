using System.Globalization;
using System.Text;

namespace Elman.Models;

/// <summary>The table of Keras 3, as it goes to a terminal of 80 columns.</summary>
internal sealed class KerasStyle : SummaryStyle
{
    /// <summary>The terminal's columns.</summary>
    private const int Width = 80;

    // Keras asks for parts of 76 columns; the boxes and blanks around them are too many, and each column gives off the same. What is left within:
    private static readonly Column[] _plain = [new("Layer (type)", 31), new("Output Shape", 22), new("Param #", 13, IsRight: true)];
    private static readonly Column[] _connected = [new("Layer (type)", 19), new("Output Shape", 17), new("Param #", 10, IsRight: true), new("Connected to", 17)];

    public override string Name => "keras";
    public override string Framework => "Keras";
    public override IReadOnlyList<string> Takes => [nameof(StyleOptions.Sequences), nameof(StyleOptions.Steps), nameof(StyleOptions.Name)];

    internal override StyledSummary Write(StyledModel model, StyleOptions options)
    {
        KerasModel keras = KerasModel.Of(model, options, this, KerasNames.Version3);
        bool isPlain = keras.IsPlain;
        Column[] columns = isPlain ? _plain : _connected;
        var text = new StringBuilder();
        foreach (string line in WrappedText.Fold($"Model: \"{keras.Name}\"", Width)) text.Append(line).Append('\n');
        Rule(text, columns, "┏━┳┓");
        Row(text, columns, [.. columns.Select(column => column.Title)], '┃');
        Rule(text, columns, "┡━╇┩");
        foreach ((int index, KerasRow row) in keras.Rows.Index())
        {
            if (index > 0) Rule(text, columns, "├─┼┤");
            string[] cells = [row.Title, Shapes(row), PythonText.Thousands(row.Parameters), Connections(row)];
            Row(text, columns, cells[..columns.Length], '│');
        }
        Rule(text, columns, "└─┴┘");
        (string, long)[] totals = [("Total", keras.Parameters), ("Trainable", keras.Parameters - keras.NotTrained), ("Non-trainable", keras.NotTrained)];
        foreach ((string what, long count) in totals)
            text.Append(CultureInfo.InvariantCulture, $" {what} params: {PythonText.Thousands(count)} ({keras.Size(count, "B")})\n");
        return new(Name, text.ToString().TrimEnd('\n'), keras.Remarks);
    }

    private static string Shapes(KerasRow row) => row.Outputs.Count == 1 ? KerasModel.Shape(row.Outputs[0]) : $"[{string.Join(", ", row.Outputs.Select(KerasModel.Shape))}]";

    private static string Connections(KerasRow row) => row.Inputs.Count == 0 ? "-"
        : string.Join(", ", row.Inputs.Select(input => string.Create(CultureInfo.InvariantCulture, $"{input.Layer}[{input.Call}][{input.Result}]")));

    /// <param name="marks">Left end, line, crossing, right end.</param>
    private static void Rule(StringBuilder text, Column[] columns, string marks) =>
        text.Append(marks[0]).AppendJoin(marks[2], columns.Select(column => new string(marks[1], column.Width + 2))).Append(marks[3]).Append('\n');

    private static void Row(StringBuilder text, Column[] columns, string[] cells, char bar)
    {
        List<string>[] wrapped = [.. cells.Zip(columns, (cell, column) => WrappedText.Cut(cell, column.Width))];
        for (int line = 0; line < wrapped.Max(cell => cell.Count); line++)
        {
            IEnumerable<string> parts = columns.Zip(wrapped, (column, cell) => column.Place(line < cell.Count ? cell[line] : ""));
            text.Append(bar).AppendJoin(bar, parts.Select(part => $" {part} ")).Append(bar).Append('\n');
        }
    }

    private sealed record Column(string Title, int Width, bool IsRight = false)
    {
        public string Place(string text) => IsRight ? text.TrimEnd().PadLeft(Width) : text.PadRight(Width);
    }
}
