using Elman.Models.Explanations;
using Elman.Models.Explanations.Witness;

namespace Elman.Cli.Tours;

/// <summary>The part of the tour in which the network is written out.</summary>
internal static class ExplainSection
{
    public static readonly string[] Introduction =
    [
        "No layer is a black box. Here is one step with its numbers; all windows are computed a second time by a plain",
        "loop in double precision that reads the equations as they stand here and shares no code with the engine.",
    ];

    public static Check CheckOf(Explanation explanation) =>
        new("a plain loop over the equations gives the same", $"{Invariant.Text(explanation.Comparisons.Count(comparison => !comparison.Holds))} of {Invariant.Text(explanation.Comparisons.Count)} results differ", explanation.Holds);

    public static void Write(Page page, string indent, Explanation explanation)
    {
        ExplainedPart part = explanation.Nodes[0].Parts[0];
        page.Line($"{indent}after {Page.Escape(part.Source)}");
        foreach (Equation equation in part.Equations) page.Line($"{indent}  [bold]{Page.Escape(EquationText.Of(equation))}[/]");
        page.Line($"{indent}  {Page.Escape(string.Join(", ", part.Functions.Select(row => $"{row.Letter} = {row.Name}")))}");
        if (part.Worked is { } worked)
        {
            page.Line($"{indent}unit {Invariant.Text(worked.Unit)} after the second year of the first window:");
            foreach (string line in worked.Lines) page.Line($"{indent}  {Page.Escape(line)}");
        }
        page.Line();
        foreach (AllClose comparison in explanation.Comparisons)
            if (!comparison.IsInner) page.Line($"{indent}{Page.Escape(comparison.Name)}: {Page.Escape(comparison.ToString())}");
        page.Line($"{indent}[grey](elman explain MODEL does this for every layer; --format html draws it)[/]");
    }
}
