using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Models;

namespace Elman.Cli.Traces;

/// <summary>A traced value in a few numbers; steps that are not there do not count.</summary>
/// <param name="Count">How many numbers; where there is none, the others say nothing.</param>
/// <param name="Saturated">The share near an end of the activation's range; null where it has no ends.</param>
internal sealed record Figures(long Count, double Least, double Mean, double Most, double? Saturated)
{
    public static Figures Of<T>(Model<T> model, TraceEntry<T> entry) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (double Low, double High)? range = Saturation.RangeOf(model, entry);
        double near = range is { } ends ? Saturation.Near * (ends.High - ends.Low) : 0;
        long count = 0, saturated = 0;
        double least = double.PositiveInfinity, most = double.NegativeInfinity, sum = 0;
        for (int sequence = 0; sequence < entry.Sequences; sequence++)
            for (int step = 0; step < entry.LengthOf(sequence); step++)
                foreach (T value in entry.At(sequence, step))
                {
                    double number = double.CreateChecked(value);
                    (least, most, sum, count) = (Math.Min(least, number), Math.Max(most, number), sum + number, count + 1);
                    if (range is { } r && (number < r.Low + near || number > r.High - near)) saturated++;
                }
        return count == 0
            ? new(0, double.NaN, double.NaN, double.NaN, null)
            : new(count, least, sum / count, most, range is null ? null : (double)saturated / count);
    }

    public static void Write<T>(Page page, Model<T> model, IEnumerable<TraceEntry<T>> entries, string indent = "") where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var table = new Columns(["value", "shape", "min", "mean", "max", "saturated"], 2, 3, 4, 5);
        foreach (TraceEntry<T> entry in entries)
        {
            Figures figures = Of(model, entry);
            string[] numbers = figures.Count == 0 ? ["", "", ""] : [Number(figures.Least), Number(figures.Mean), Number(figures.Most)];
            table.Add([Page.Escape(entry.FullName), entry.Values.Shape.ToString(), .. numbers,
                figures.Saturated is { } share ? Invariant.Text(share, "0 %") : ""]);
        }
        table.Write(page, indent);
    }

    public static JsonObject ToJson<T>(Model<T> model, TraceEntry<T> entry) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Figures figures = Of(model, entry);
        return new()
        {
            ["name"] = entry.FullName, ["node"] = entry.Node, ["layer"] = entry.Layer, ["reverse"] = entry.Reverse, ["value"] = entry.Name, ["kind"] = entry.Kind.ToString(),
            ["shape"] = new JsonArray([.. entry.Values.Shape.Select(size => (JsonNode)size)]), ["count"] = figures.Count,
            ["min"] = Json(figures, figures.Least), ["mean"] = Json(figures, figures.Mean), ["max"] = Json(figures, figures.Most), ["saturated"] = figures.Saturated,
        };
    }

    private static JsonNode? Json(Figures figures, double number) => figures.Count == 0 ? null : Invariant.Json(number);

    private static string Number(double number) => double.IsFinite(number) ? Invariant.Text(number, Math.Abs(number) is 0 or (>= 0.001 and < 1000) ? "0.000" : "0.0e+0") : $"[red]{Invariant.Text(number)}[/]";
}
