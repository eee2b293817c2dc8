using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models;

/// <summary>One row of a summary.</summary>
/// <param name="Node">The name of the input or node; within a recurrent node, of its layer.</param>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Output">The shape of its result, such as (N, T, 16).</param>
/// <param name="MultiplyAdds">Multiply-adds of matrix products, for one step of one sequence where there are steps.</param>
/// <param name="HasSteps">Whether it computes at every step; if not, once for a sequence.</param>
/// <param name="Parts">The layers of a recurrent node; empty elsewhere. Their numbers are part of the node's.</param>
public sealed record SummaryRow(string Node, string Kind, string Output, long Parameters, long MultiplyAdds, bool HasSteps, IReadOnlyList<SummaryRow> Parts)
{
    /// <summary>The steps of its result, where the model is given so many: windows and padding change their number.</summary>
    internal Func<int, int?> Steps { get; init; } = steps => steps;

    public JsonObject ToJson() => new()
    {
        ["node"] = Node,
        ["kind"] = Kind,
        ["output"] = Output,
        ["parameters"] = Parameters,
        ["multiplyAdds"] = MultiplyAdds,
        ["per"] = HasSteps ? "step" : "sequence",
        ["parts"] = new JsonArray([.. Parts.Select(part => part.ToJson())]),
    };
}

/// <summary>What a model is made of: a value, which prints as a table.</summary>
/// <param name="Element">The type of its numbers: float32 or float64.</param>
/// <param name="Inputs">A row for each input.</param>
/// <param name="Rows">A row for each node, in the order in which they run.</param>
/// <param name="Outputs">Name and shape of each output.</param>
public sealed record ModelSummary(string Element, IReadOnlyList<SummaryRow> Inputs, IReadOnlyList<SummaryRow> Rows, IReadOnlyList<(string Name, string Shape)> Outputs, IReadOnlyList<string> Assumptions)
{
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>Of all nodes that compute at every step, for one step of one sequence; behind a layer that changes the number of steps, one of those.</summary>
    public long MultiplyAddsPerStep => Rows.Where(row => row.HasSteps).Sum(row => row.MultiplyAdds);

    /// <summary>Of all nodes that compute once for a sequence, such as a head on the last step.</summary>
    public long MultiplyAddsPerSequence => Rows.Where(row => !row.HasSteps).Sum(row => row.MultiplyAdds);

    /// <summary>The multiply-adds of so many sequences of so many steps.</summary>
    public long MultiplyAdds(long sequences, long steps) => checked(sequences * (Rows.Where(row => row.HasSteps).Sum(row => row.MultiplyAdds * (row.Steps((int)steps) ?? steps)) + MultiplyAddsPerSequence));

    public JsonObject ToJson() => new()
    {
        ["element"] = Element,
        ["inputs"] = new JsonArray([.. Inputs.Select(row => new JsonObject { ["name"] = row.Node, ["kind"] = row.Kind, ["shape"] = row.Output })]),
        ["nodes"] = new JsonArray([.. Rows.Select(row => row.ToJson())]),
        ["outputs"] = new JsonArray([.. Outputs.Select(output => new JsonObject { ["name"] = output.Name, ["shape"] = output.Shape })]),
        ["parameters"] = Parameters,
        ["multiplyAddsPerStep"] = MultiplyAddsPerStep,
        ["multiplyAddsPerSequence"] = MultiplyAddsPerSequence,
        ["assumptions"] = new JsonArray([.. Assumptions.Select(assumption => (JsonNode)assumption)]),
    };

    /// <summary>A table of plain text.</summary>
    public override string ToString()
    {
        List<string[]> lines = [["node", "layer", "output", "parameters", "multiply-adds"]];
        lines.AddRange(Inputs.Select(row => new[] { row.Node, row.Kind, row.Output, "", "" }));
        foreach (SummaryRow row in Rows)
        {
            lines.Add(Line(row, ""));
            lines.AddRange(row.Parts.Select(part => Line(part, "  ")));
        }
        lines.Add(["total", "", "", Number(Parameters), Total()]);
        string table = TextTable.Write(lines, rightAligned: [3, 4], ruledAfter: [0, lines.Count - 2]);
        string outputs = string.Join(", ", Outputs.Select(output => $"{output.Name} {output.Shape}"));
        return string.Join('\n', [table, $"{Element}; {(Outputs.Count == 1 ? "output" : "outputs")} {outputs}", .. Assumptions.Select(assumption => $"assumed: {assumption}")]);
    }

    private static string[] Line(SummaryRow row, string indent) => [indent + row.Node, indent + row.Kind, row.Output, Number(row.Parameters), Work(row.MultiplyAdds, row.HasSteps)];

    private string Total() => MultiplyAddsPerSequence == 0 ? Work(MultiplyAddsPerStep, true)
        : MultiplyAddsPerStep == 0 ? Work(MultiplyAddsPerSequence, false)
        : $"{Work(MultiplyAddsPerStep, true)} + {Work(MultiplyAddsPerSequence, false)}";

    private static string Work(long count, bool hasSteps) => count == 0 ? "0" : $"{Number(count)} / {(hasSteps ? "step" : "sequence")}";

    private static string Number(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);
}
