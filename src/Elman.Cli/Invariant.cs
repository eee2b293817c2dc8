using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Cli;

/// <summary>Numbers as text and as JSON, the same in every culture.</summary>
internal static class Invariant
{
    public static string Text(IFormattable number, string? format = null) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A number with thousands separated.</summary>
    public static string Grouped(long number) => Text(number, "#,##0");

    /// <summary>A number with a few digits, for a person.</summary>
    public static string Short(double number) => Text(number, "G6");

    /// <summary>All digits that it has; a number that was a float has those of a float.</summary>
    public static string Shortest(double number) => number == (float)number ? Text((float)number) : Text(number);

    /// <summary>A difference, as in 3.0e-08 where it is small.</summary>
    public static string Difference(double number) => number == 0 ? "0" : !double.IsFinite(number) ? Text(number) : Text(number, number < 0.001 ? "0.0e-00" : "G4");

    /// <summary>A number; what JSON has no number for becomes text (NaN, Infinity, -Infinity).</summary>
    public static JsonNode Json(double number) => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(Text(number));

    /// <summary>A number of either type, as short as it can be written without loss.</summary>
    public static JsonNode Json<T>(T number) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        !T.IsFinite(number) ? JsonValue.Create(number.ToString(null, CultureInfo.InvariantCulture))
        : number is float single ? JsonValue.Create(single) : JsonValue.Create(double.CreateChecked(number));
}
