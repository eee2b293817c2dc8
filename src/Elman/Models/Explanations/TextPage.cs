using System.Globalization;
using System.Text;
using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>An explanation as plain text.</summary>
internal static class TextPage
{
    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder();
        text.Append(explanation.Title).Append('\n');
        foreach (string note in explanation.Notes) text.Append(note).Append('\n');
        foreach (ExplainedNode node in explanation.Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{node.Name}: {node.Kind} of {string.Join(", ", node.Inputs)}, gives {node.Shape}\n");
            ExplainedPart? before = null;
            foreach (ExplainedPart part in node.Parts)
            {
                Part(text, part, before);
                before = part;
            }
        }
        text.Append("\nThe whole input, by a plain loop in double precision that shares no code with the engine\n");
        foreach (string missing in explanation.Missing) text.Append("  ").Append(missing).Append('\n');
        foreach ((string name, string line) in Lines(explanation)) text.Append(CultureInfo.InvariantCulture, $"  {name}: {line}\n");
        return text.Append(Verdict(explanation)).ToString();
    }

    /// <summary>One sentence.</summary>
    public static string Verdict(Explanation explanation) =>
        explanation.Missing.Count > 0 ? "Not checked: there is no independent witness for all of the model."
        : explanation.Holds ? string.Create(CultureInfo.InvariantCulture, $"Everything compared is close: {explanation.Comparisons.Sum(comparison => comparison.Count):#,##0} numbers.")
        : $"NOT everything compared is close: {string.Join(", ", explanation.Comparisons.Where(comparison => !comparison.Holds).Select(comparison => comparison.Name).Distinct())}.";

    /// <summary>Outputs and states; the inner nodes too where one of them differs, and then up to the first that does.</summary>
    public static IEnumerable<(string Name, string Line)> Lines(Explanation explanation)
    {
        foreach (AllClose comparison in explanation.Comparisons)
            if (!comparison.IsInner) yield return (comparison.Name, comparison.ToString());
        if (explanation.Comparisons.FirstOrDefault(comparison => comparison.IsInner && !comparison.Holds) is { } first)
            yield return ($"the first node that differs, {first.Name}", first.ToString());
    }

    /// <summary>As in <c>σ = sigmoid, φ = tanh</c>.</summary>
    public static string Functions(ExplainedPart part) => string.Join(", ", part.Functions.Select(row => $"{row.Letter} = {row.Name}"));

    /// <summary>As in <c>Sample 0, step 1, unit 0, in numbers</c>.</summary>
    public static string Heading(WorkedStep worked) => string.Create(CultureInfo.InvariantCulture, $"Sample {worked.Sample}{(worked.Step is int step ? $", step {step}" : "")}, unit {worked.Unit}, in numbers");

    /// <summary>Whether a part says the same as the one before, so that its equations need not be printed again.</summary>
    public static bool IsSame(ExplainedPart part, ExplainedPart? before) =>
        before is not null && part.Title == before.Title && part.Equations.Select(EquationText.Of).SequenceEqual(before.Equations.Select(EquationText.Of)) && part.Functions.SequenceEqual(before.Functions);

    private static void Part(StringBuilder text, ExplainedPart part, ExplainedPart? before)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {(part.Place.Length == 0 ? "" : part.Place + ": ")}{part.Title}\n");
        if (IsSame(part, before))
        {
            text.Append("    equations as before\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"    after {part.Source}\n");
            foreach (Equation equation in part.Equations) text.Append("      ").Append(EquationText.Of(equation)).Append('\n');
            if (part.Functions.Count > 0) text.Append("      ").Append(Functions(part)).Append('\n');
        }
        if (part.Symbols.Count > 0)
            foreach (string line in TextTable.Write([.. part.Symbols.Select(symbol => new[] { symbol.Symbol, symbol.Letters, symbol.Sizes, symbol.Meaning })], [], []).Split('\n'))
                text.Append("      ").Append(line).Append('\n');
        if (part.Worked is not { } worked) return;
        text.Append("    ").Append(Heading(worked)).Append('\n');
        foreach (string line in worked.Lines) text.Append("      ").Append(line).Append('\n');
    }
}
