using System.Globalization;
using System.Net;
using System.Text;
using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>A box of a picture.</summary>
internal sealed record FlowBox(string Id, string Title, string Under, string Kind);

/// <summary>Boxes and arrows as SVG, from left to right by how much must come before.</summary>
internal static class FlowPicture
{
    private const int High = 46, GapX = 48, GapY = 16, Margin = 8;
    private const double PerLetter = 7.4;

    /// <summary>Inputs, nodes and outputs of a model.</summary>
    public static string OfModel(Explanation explanation)
    {
        List<FlowBox> boxes =
        [
            .. explanation.Inputs.Select(input => new FlowBox(input.Name, input.Name, input.Shape, "given")),
            .. explanation.Nodes.Select(node => new FlowBox(node.Name, node.Name, $"{node.Kind} {node.Shape}", "made")),
            .. explanation.Outputs.Select(output => new FlowBox("→ " + output.Name, output.Name, output.Source, "result")),
        ];
        IEnumerable<(string, string)> edges = explanation.Nodes.SelectMany(node => node.Inputs.Select(input => (Box(input), node.Name))).Concat(explanation.Outputs.Select(output => (Box(output.Source), "→ " + output.Name)));
        return Draw(boxes, [.. edges.Distinct()], "How the numbers flow through the model");

        // A further result such as rnn.last comes out of the box of its node.
        string Box(string name) => boxes.Exists(box => box.Id == name) ? name : explanation.Nodes.Select(node => node.Name).Where(node => name.StartsWith(node + ".", StringComparison.Ordinal)).MaxBy(node => node.Length) ?? name;
    }

    /// <summary>What each equation of a cell takes from the others.</summary>
    public static string OfCell(ExplainedPart part)
    {
        List<FlowBox> boxes =
        [
            new("x", "x", "the step", "given"),
            .. part.States.Select(state => new FlowBox(state, state, "before", "given")),
            .. part.Equations.Select(equation => new FlowBox(equation.Name, equation.Name, Under(equation), equation.Name.EndsWith('\'') ? "result" : "made")),
        ];
        IEnumerable<(string, string)> edges = part.Equations.SelectMany(equation => equation.Value.All.OfType<Quantity>().Select(symbol => (symbol.Name, equation.Name)).Where(edge => boxes.Exists(box => box.Id == edge.Item1)));
        return Draw(boxes, [.. edges.Distinct()], $"How the numbers flow through one step of the {part.Title}");
    }

    private static string Under(Equation equation) => equation.Value is Applied applied ? $"{applied.Function}(…)" : EquationText.Of(equation.Value) is { Length: <= 18 } text ? text : "…";

    private static string Draw(List<FlowBox> boxes, List<(string From, string To)> edges, string label)
    {
        Dictionary<string, int> depth = boxes.ToDictionary(box => box.Id, _ => 0, StringComparer.Ordinal);
        // As often as there are boxes is enough for the longest way; nothing runs in a circle.
        for (int pass = 0; pass < boxes.Count; pass++)
            foreach ((string from, string to) in edges) depth[to] = Math.Max(depth[to], depth[from] + 1);
        var places = new Dictionary<string, (double X, double Y, double Wide)>(StringComparer.Ordinal);
        (double x, double bottom) = (Margin, 0);
        foreach (IGrouping<int, FlowBox> column in boxes.GroupBy(box => depth[box.Id]).OrderBy(group => group.Key))
        {
            double wide = 24 + PerLetter * column.Max(box => Math.Max(box.Title.Length, box.Under.Length));
            foreach ((int row, FlowBox box) in column.Index()) places[box.Id] = (x, Margin + row * (High + GapY), wide);
            bottom = Math.Max(bottom, Margin + column.Count() * (High + GapY) - GapY);
            x += wide + GapX;
        }
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{Text(label)}\" width=\"{x - GapX + Margin:0.#}\" height=\"{bottom + Margin:0.#}\" viewBox=\"0 0 {x - GapX + Margin:0.#} {bottom + Margin:0.#}\">\n");
        foreach ((string from, string to) in edges) Arrow(svg, places[from], places[to]);
        foreach (FlowBox box in boxes)
        {
            (double left, double top, double wide) = places[box.Id];
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{box.Kind}\" x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{wide:0.#}\" height=\"{High}\" rx=\"6\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{left + wide / 2:0.#}\" y=\"{top + 19:0.#}\">{Text(box.Title)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + wide / 2:0.#}\" y=\"{top + 36:0.#}\">{Text(box.Under)}</text>\n");
        }
        return svg.Append("</svg>").ToString();
    }

    private static void Arrow(StringBuilder svg, (double X, double Y, double Wide) from, (double X, double Y, double Wide) to)
    {
        (double x1, double y1, double x2, double y2) = (from.X + from.Wide, from.Y + High / 2.0, to.X, to.Y + High / 2.0);
        double half = (x2 - x1) / 2;
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x1:0.#} {y1:0.#} C{x1 + half:0.#} {y1:0.#} {x2 - half:0.#} {y2:0.#} {x2 - 5:0.#} {y2:0.#}\"/><polygon points=\"{x2:0.#},{y2:0.#} {x2 - 7:0.#},{y2 - 4:0.#} {x2 - 7:0.#},{y2 + 4:0.#}\"/>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
