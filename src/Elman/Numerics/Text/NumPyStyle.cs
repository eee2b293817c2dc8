using System.Globalization;
using System.Numerics;

namespace Elman.Numerics;

/// <summary>Numbers as short as they can be told apart, points below one another: <c>[[ 0.5  -0.25]]</c>.</summary>
internal sealed class NumPyStyle : TensorStyle
{
    private const int MostDigits = 8, LineWidth = 75;

    internal override string Opening => "";
    internal override string Separator => " ";

    // Each level of brackets costs a sign at either end.
    internal override int Room(int brackets) => LineWidth - 1 - 2 * brackets;

    internal override (string Text, int Taken) Gap(int width) => ("...", 3);

    internal override (string[] Words, int Width) Words<T>(T[] numbers)
    {
        double[] sizes = Sizes(numbers);
        // NumPy rounds the bound to the type of the numbers first.
        bool powers = NeedsPowers(sizes, small: double.CreateTruncating(T.CreateTruncating(1e-4))) || sizes.Any(size => size >= 1e8);
        string[] words = powers ? WithPowers(numbers) : [.. numbers.Select(number => T.IsFinite(number) ? Positional(number) : RoundedText.NotFinite(number))];
        int after = words.Max(Behind);
        words = [.. words.Select(word => Behind(word) == 0 ? word : word + new string(' ', after - Behind(word)))];
        int width = words.Max(word => word.Length);
        return ([.. words.Select(word => word.PadLeft(width))], width);
    }

    internal override string Scalar<T>(T number)
    {
        if (!T.IsFinite(number)) return RoundedText.NotFinite(number);
        if (T.IsZero(number)) return T.IsNegative(number) ? "-0.0" : "0.0";
        if (T.Abs(number) < T.CreateTruncating(1e-4) || T.Abs(number) >= T.CreateTruncating(1e16))
            return RoundedText.Scientific(number, Digits(number) - 1).Replace(".e", "e", StringComparison.Ordinal);
        string text = decimal.Parse(Shortest(number), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return Behind(text) == 0 ? text + ".0" : text;
    }

    internal override string Closing<T>(int lastLine, Shape shape) => "";

    internal override string Of(Shape shape) => shape.Rank == 1 ? FormattableString.Invariant($"({shape.Count},)") : shape.ToString();

    /// <summary>The fewest digits that give back the number, 8 behind the point at most.</summary>
    private static string Positional<T>(T number) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string text = Shortest(number);
        int behind = Behind(text);
        return behind == 0 ? text + "." : behind - 1 > MostDigits ? RoundedText.Fixed(number, MostDigits).TrimEnd('0') : text;
    }

    /// <summary>All with the digits of the one that needs most, 8 at most, and with the exponent of the widest.</summary>
    private static string[] WithPowers<T>(T[] numbers) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int digits = numbers.Where(T.IsFinite).Max(number => Math.Min(Digits(number) - 1, MostDigits));
        int exponent = numbers.Where(T.IsFinite).Max(number => RoundedText.Scientific(number, digits) is var text ? text.Length - text.IndexOf('e', StringComparison.Ordinal) - 2 : 0);
        return [.. numbers.Select(number => T.IsFinite(number) ? RoundedText.Scientific(number, digits, exponent) : RoundedText.NotFinite(number))];
    }

    private static string Shortest<T>(T number) where T : unmanaged, IBinaryFloatingPointIeee754<T> => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The digits of the shortest text.</summary>
    private static int Digits<T>(T number) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Math.Max(1, string.Concat(Shortest(number).Split('E')[0].Where(char.IsAsciiDigit)).Trim('0').Length);

    /// <summary>The signs from the point on; none where there is no point.</summary>
    private static int Behind(string word) => word.Contains('.', StringComparison.Ordinal) ? word.Length - word.IndexOf('.', StringComparison.Ordinal) : 0;
}
