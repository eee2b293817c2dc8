using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Elman.Storage;

/// <summary>Interpolated text whose numbers are the same in every culture: what an error takes instead of a string.</summary>
[InterpolatedStringHandler]
public readonly struct InvariantText(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 8 * formattedCount);

    public void AppendLiteral(string text) => _text.Append(text);
    public void AppendFormatted<T>(T value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");
    public void AppendFormatted<T>(T value, string format) =>
        _text.Append(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    public override string ToString() => _text.ToString();
}
