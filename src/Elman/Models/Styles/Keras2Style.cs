using System.Globalization;
using System.Text;

namespace Elman.Models;

/// <summary>The table of Keras 2: sizes in bytes as from 2.13 on, or without.</summary>
internal sealed class Keras2Style : SummaryStyle
{
    private const int Blanks = 2;

    /// <summary>Where a cell is broken if one of these ends in its line.</summary>
    private static readonly string[] _breaks = ["),", "},", "],", "',"];

    // Where each column ends.
    private static readonly int[] _plain = [29, 55, 65], _connected = [29, 58, 68, 98];
    private static readonly string[] _titles = ["Layer (type)", "Output Shape", "Param #", "Connected to"];

    public override string Name => "keras2";
    public override string Framework => "Keras";
    public override IReadOnlyList<string> Takes => [nameof(StyleOptions.Sequences), nameof(StyleOptions.Steps), nameof(StyleOptions.Name), nameof(StyleOptions.Sizes)];

    internal override StyledSummary Write(StyledModel model, StyleOptions options)
    {
        KerasModel keras = KerasModel.Of(model, options, this, KerasNames.Version2);
        int[] ends = keras.IsPlain ? _plain : _connected;
        (string thin, string thick, string blank) = (new('_', ends[^1]), new('=', ends[^1]), new(' ', ends[^1]));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Model: \"{keras.Name}\"\n{thin}\n");
        Row(text, ends, _titles);
        text.Append(thick).Append('\n');
        foreach (KerasRow row in keras.Rows)
        {
            Row(text, ends, [row.Title, Shapes(row), row.Parameters.ToString(CultureInfo.InvariantCulture), Connections(row)]);
            text.Append(blank).Append('\n');
        }
        text.Append(thick).Append('\n');
        (string, long)[] totals = [("Total", keras.Parameters), ("Trainable", keras.Parameters - keras.NotTrained), ("Non-trainable", keras.NotTrained)];
        foreach ((string what, long count) in totals) text.Append(CultureInfo.InvariantCulture, $"{what} params: {Total(keras, count, options.Sizes ?? true)}\n");
        return new(Name, text.Append(thin).ToString(), keras.Remarks);
    }

    /// <summary>2.13 and later write sizes and no commas; earlier versions commas and no sizes.</summary>
    private static string Total(KerasModel keras, long count, bool hasSizes) =>
        hasSizes ? string.Create(CultureInfo.InvariantCulture, $"{count} ({keras.Size(count, "Byte")})") : PythonText.Thousands(count);

    private static string Shapes(KerasRow row)
    {
        string[] shapes = [.. row.Outputs.Select(Tuple)];
        return shapes.Length == 1 && !row.IsInput ? shapes[0] : $"[{string.Join(", ", shapes)}]";
    }

    /// <summary>Python writes a tuple of one with a comma.</summary>
    private static string Tuple(IReadOnlyList<int?> sizes) => sizes.Count == 1 ? KerasModel.Shape(sizes)[..^1] + ",)" : KerasModel.Shape(sizes);

    private static string Connections(KerasRow row) =>
        $"[{string.Join(", ", row.Inputs.Select(input => string.Create(CultureInfo.InvariantCulture, $"'{input.Layer}[{input.Call}][{input.Result}]'")))}]";

    /// <summary>Cells too long for their column go on in the next lines.</summary>
    private static void Row(StringBuilder text, int[] ends, IReadOnlyList<string> cells)
    {
        string[] left = [.. cells.Take(ends.Length)];
        while (left.Any(cell => cell.Length > 0))
        {
            var line = new StringBuilder(" ");
            for (int column = 0; column < ends.Length; column++)
            {
                bool isLast = column == ends.Length - 1;
                int room = ends[column] - (column == 0 ? 0 : ends[column - 1]) - (isLast ? 0 : Blanks + 1);
                string part = left[column][..Math.Min(room, left[column].Length)];
                int end = _breaks.Select(mark => part.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : part.Length).Min();
                (part, left[column]) = (part[..end], left[column][end..]);
                line.Append(part).Append(' ', isLast ? 0 : Blanks);
                line.Append(' ', Math.Max(0, ends[column] - line.Length));
            }
            text.Append(line).Append('\n');
        }
    }
}
