using System.Globalization;
using System.Text;
using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>An explanation as Markdown, its equations in LaTeX between dollars.</summary>
internal static class MarkdownPage
{
    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Escape(explanation.Title)}\n");
        foreach (string note in explanation.Notes) text.Append(CultureInfo.InvariantCulture, $"\n{Escape(note)}\n");
        foreach (ExplainedNode node in explanation.Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {Escape(node.Name)}: {Escape(node.Kind)} of {Escape(string.Join(", ", node.Inputs))}, gives {node.Shape}\n");
            ExplainedPart? before = null;
            foreach (ExplainedPart part in node.Parts)
            {
                Part(text, part, before);
                before = part;
            }
        }
        text.Append("\n## The whole input\n\nBy a plain loop in double precision that shares no code with the engine:\n\n");
        foreach (string missing in explanation.Missing) text.Append(CultureInfo.InvariantCulture, $"- {Escape(missing)}\n");
        foreach ((string name, string line) in TextPage.Lines(explanation)) text.Append(CultureInfo.InvariantCulture, $"- `{name}`: {Escape(line)}\n");
        return text.Append('\n').Append(Escape(TextPage.Verdict(explanation))).ToString();
    }

    private static void Part(StringBuilder text, ExplainedPart part, ExplainedPart? before)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {(part.Place.Length == 0 ? "" : part.Place + ": ")}{Escape(part.Title)}\n");
        if (TextPage.IsSame(part, before)) text.Append("\nEquations as before.\n");
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"\nAfter {Escape(part.Source)}:\n");
            if (part.Equations.Count > 0)
                text.Append("\n$$\n\\begin{aligned}\n")
                    .AppendJoin(" \\\\\n", part.Equations.Select(equation => $"{EquationText.Symbol(equation.Name)} &= {EquationText.LatexOf(equation.Value)}")).Append("\n\\end{aligned}\n$$\n");
            if (part.Functions.Count > 0) text.Append('\n').AppendJoin(", ", part.Functions.Select(row => $"${EquationText.Symbol(row.Letter)}$ is `{row.Name}`")).Append(".\n");
        }
        if (part.Symbols.Count > 0)
        {
            text.Append("\n| Symbol | Shape | Here | Meaning |\n|---|---|---|---|\n");
            foreach (ExplainedSymbol symbol in part.Symbols)
                text.Append(CultureInfo.InvariantCulture, $"| ${string.Join(", ", symbol.Symbol.Split(", ").Select(EquationText.Symbol))}$ | {symbol.Letters} | {symbol.Sizes} | {Escape(symbol.Meaning)} |\n");
        }
        if (part.Worked is { } worked) text.Append(CultureInfo.InvariantCulture, $"\n{TextPage.Heading(worked)}:\n\n```text\n{string.Join('\n', worked.Lines)}\n```\n");
    }

    /// <summary>What means something in Markdown is taken literally.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text) (@"\`*_[]<>#|$".Contains(c, StringComparison.Ordinal) ? escaped.Append('\\') : escaped).Append(c);
        return escaped.ToString();
    }
}
