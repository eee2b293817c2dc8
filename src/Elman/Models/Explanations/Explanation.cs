using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>
/// What a model computes, written out: equations and sources, shapes, one step in numbers, and the whole input compared with a plain loop that shares no code with
/// the engine. Data; <see cref="ToString"/>, <see cref="ToMarkdown"/> and <see cref="ToHtml"/> are ways to read it.
/// </summary>
public sealed record Explanation
{
    internal Explanation() { }

    /// <summary>As in <c>x (2, 10, 3) → y (2, 10, 2)</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What was assumed, left out or cut, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<(string Name, string Shape)> Inputs { get; init; }

    /// <summary>In the order in which they run.</summary>
    public required IReadOnlyList<ExplainedNode> Nodes { get; init; }

    public required IReadOnlyList<(string Name, string Source)> Outputs { get; init; }

    /// <summary>Outputs and final states first, then the other nodes.</summary>
    public required IReadOnlyList<AllClose> Comparisons { get; init; }

    /// <summary>Why there is no witness; empty where there is one.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Whether everything was compared, and everything is close.</summary>
    public bool Holds => Missing.Count == 0 && Comparisons.Count > 0 && Comparisons.All(comparison => comparison.Holds);

    /// <summary>Plain text for a terminal.</summary>
    public override string ToString() => TextPage.Write(this);

    /// <summary>Markdown, its equations in LaTeX.</summary>
    public string ToMarkdown() => MarkdownPage.Write(this);

    /// <summary>One page that needs nothing else: pictures as inline SVG, no script, light and dark.</summary>
    public string ToHtml() => HtmlPage.Write(this);
}

/// <summary>A node of the model.</summary>
/// <param name="Shape">Of its result, as in <c>(N, T, 5)</c>.</param>
/// <param name="Parts">One; of a recurrent node one for each layer and direction.</param>
public sealed record ExplainedNode(string Name, string Kind, IReadOnlyList<string> Inputs, string Shape, IReadOnlyList<ExplainedPart> Parts);

/// <summary>A layer, or one direction of a layer.</summary>
/// <param name="Place">As in <c>layer 0, forward</c>; empty for a layer that is not recurrent.</param>
/// <param name="States">The letters of what is carried from step to step; empty where nothing is.</param>
/// <param name="Functions">The letters for functions, and what they are here.</param>
/// <param name="Worked">Null where the layer moves steps and computes nothing, or the step is not there.</param>
public sealed record ExplainedPart(
    string Place, string Title, string Source, IReadOnlyList<Equation> Equations, IReadOnlyList<string> States,
    IReadOnlyList<(string Letter, string Name)> Functions, IReadOnlyList<ExplainedSymbol> Symbols, WorkedStep? Worked);

/// <summary>A symbol of the equations.</summary>
/// <param name="Letters">Its shape in letters, as in <c>(H, D)</c>.</param>
/// <param name="Sizes">The same in numbers.</param>
public sealed record ExplainedSymbol(string Symbol, string Meaning, string Letters, string Sizes);

/// <summary>One step of one sequence for one unit, with its numbers, a line for each product and each equation.</summary>
/// <param name="Step">Null where there is no time.</param>
public sealed record WorkedStep(int Sample, int? Step, int Unit, IReadOnlyList<string> Lines);
