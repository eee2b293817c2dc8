using System.Globalization;

namespace Elman.Models;

/// <summary>Numbers as Python writes them.</summary>
internal static class PythonText
{
    /// <summary><c>repr</c> of a float: <c>0.3</c>, <c>1.0</c>, <c>1e-05</c>.</summary>
    public static string Float(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text.AsSpan().IndexOfAnyExcept("-0123456789") < 0 ? text + ".0" : text;
    }

    public static string Flag(bool value) => value ? "True" : "False";

    /// <summary><c>{:.2f}</c>: a number exactly half way goes to the even digit, unlike .NET's F2. Half way with two digits are only odd eighths.</summary>
    /// <param name="hasCommas">As <c>{:,.2f}</c> has them.</param>
    public static string TwoDigits(double value, bool hasCommas = false)
    {
        double eighths = value * 8;
        bool isHalfWay = double.IsOddInteger(eighths);
        return (isHalfWay ? Math.Round(value, 2, MidpointRounding.ToEven) : value).ToString(hasCommas ? "N2" : "F2", CultureInfo.InvariantCulture);
    }

    /// <summary><c>{:,}</c>.</summary>
    public static string Thousands(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A list of sizes: <c>[1, 10, 2]</c>.</summary>
    public static string List(IEnumerable<int> sizes) => $"[{string.Join(", ", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
