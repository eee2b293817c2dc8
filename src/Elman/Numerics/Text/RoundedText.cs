using System.Globalization;
using System.Numerics;

namespace Elman.Numerics;

/// <summary>
/// Decimal text as C's printf rounds it: what lies exactly between two texts goes to the even digit, where .NET goes away from zero.
/// </summary>
internal static class RoundedText
{
    // No double has more digits than this behind its point, or in all.
    private const int EveryDigitBehind = 1074, EveryDigit = 766;

    /// <summary>As in <c>0.1250</c>.</summary>
    public static string Fixed<T>(T number, int digits) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Rounded(Text(number, $"F{digits}"), Text(number, $"F{EveryDigitBehind}"), digits);

    /// <summary>As in <c>1.2500e-01</c>; without digits behind the point as in <c>1.e-01</c>.</summary>
    public static string Scientific<T>(T number, int digits, int exponentDigits = 2) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] near = Text(number, $"e{digits}").Split('e'), exact = Text(number, $"e{EveryDigit}").Split('e');
        string mantissa = Rounded(near[0], exact[0], digits);
        string exponent = mantissa == near[0] ? near[1] : exact[1];
        return $"{mantissa}{(digits == 0 ? "." : "")}e{exponent[0]}{exponent[1..].TrimStart('0').PadLeft(exponentDigits, '0')}";
    }

    /// <summary>As C and Python name them.</summary>
    public static string NotFinite<T>(T number) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(number) ? "nan" : T.IsNegative(number) ? "-inf" : "inf";

    private static string Rounded(string near, string exact, int digits)
    {
        int point = exact.IndexOf('.', StringComparison.Ordinal), end = point + 1 + digits;
        bool between = exact[end] == '5' && exact.AsSpan(end + 1).IndexOfAnyExcept('0') < 0;
        string kept = digits == 0 ? exact[..point] : exact[..end];
        return between && (kept[^1] - '0') % 2 == 0 ? kept : near;
    }

    // A double has every digit of a float as well.
    private static string Text<T>(T number, string format) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        double.CreateTruncating(number).ToString(format, CultureInfo.InvariantCulture);
}
