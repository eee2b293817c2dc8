using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>What a cell may not know, and where time passes.</summary>
internal static class CellRules
{
    private const string Cells = "src/Elman/Recurrent/Cells";

    /// <summary>Words that, as part of any name, tell that an equation knows more than its step.</summary>
    private static readonly string[] _unknownToCells =
        ["Tensor", "Span", "Memory", "Parameter", "Weight", "Weights", "Batch", "Row", "Rows", "Sequence", "Time", "Steps", "Lengths", "Direction", "Layer", "Scan", "Unsafe"];

    /// <summary>Loops over time that are no scan: each is a witness of its own or visits something else than a cell.</summary>
    private static readonly string[] _otherClocks = ["src/Elman/Recurrent/Explain", "src/Elman/Recurrent/Decoding"];

    public static readonly Rule[] All =
    [
        Rule.PerFile("Cells never see tensors, weights, batches or time.",
            source => source.IsIn(Cells) ? Knowledge(source) : [],
            new Source(Cells + "/CuriousCell.cs", """
                namespace Elman.Recurrent.Cells;
                /// <summary>A batch of tensors over time may be talked about.</summary>
                internal readonly struct CuriousCell
                {
                    private static readonly double _timeless = 1;
                    public static void Forward(Parameter<float> U) { } // broken
                    public static void Forward(ReadOnlySpan<float> h) { } // broken
                    public static void Forward(float[] h, int i) { } // broken
                    public static TLane Forward<TLane>(TLane h, int batchSize) => h; // broken
                    public static void Loop()
                    {
                        for (int i = 0; i < 3; i++) { } // broken
                        while (true) { } // broken
                    }
                    public static unsafe float First(float* h) => *h; // broken
                }
                """)),

        Rule.PerFile("Under Recurrent a loop over time counts a variable named 'step' (or 't'), and no other loop has the steps in its header.",
            source => source.IsIn("src/Elman/Recurrent") && !source.IsIn(_otherClocks) ? source.All<StatementSyntax>().Where(loop => IsOverTime(loop) && !CountsSteps(loop)).Select(loop => source.At(loop, Header(loop))) : [],
            new Source("src/Elman/Recurrent/Hidden.cs", """
                for (int i = 0; i < plan.Steps; i++) { } // broken
                for (int step = 0; step < plan.Steps; step++) { }
                foreach (var x in sequence.Steps) { } // broken
                while (i < steps) { } // broken
                for (int row = 0; row < rows; row++) { }
                """)),

        new("Under Recurrent there is one loop over time forwards and one backwards.",
            sources => Surplus(sources, forwards: true).Concat(Surplus(sources, forwards: false)),
            new Source("src/Elman/Recurrent/Scan.cs", """
                for (int step = 0; step < steps; step++) { }
                for (int step = steps - 1; step >= 0; step--) { }
                """),
            new Source("src/Elman/Recurrent/Second.cs", """
                for (int t = 0; t < T; t++) { } // broken
                for (int step = steps; step-- > 0;) { } // broken
                for (int i = 0; i < 3; i++) { }
                """),
            new Source("src/Elman/Models/Batches.cs", "for (int step = 0; step < steps; step++) { }")),
    ];

    private static IEnumerable<Breach> Knowledge(Source source)
    {
        foreach (SyntaxToken name in source.Identifiers)
            if (Words.Of(name.Text).FirstOrDefault(word => _unknownToCells.Contains(word, StringComparer.OrdinalIgnoreCase)) is string word)
                yield return source.At(name, $"'{name.Text}' speaks of {word}");
        foreach (SyntaxNode node in source.All<SyntaxNode>())
            if (node is ArrayTypeSyntax or PointerTypeSyntax or ArrayCreationExpressionSyntax or StackAllocArrayCreationExpressionSyntax
                or ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                yield return source.At(node, $"'{node.ToString().Split('\n')[0].Trim()}'");
    }

    /// <summary>All loops of one sense but the first file's first: which one is 'the' scan is for the reader to say.</summary>
    private static IEnumerable<Breach> Surplus(IReadOnlyList<Source> sources, bool forwards) =>
        (from source in sources
         where source.IsIn("src/Elman/Recurrent") && !source.IsIn(_otherClocks)
         orderby source.Path
         from loop in source.All<ForStatementSyntax>()
         where CountsSteps(loop) && Ascends(loop) == forwards
         select source.At(loop, Header(loop))).Skip(1);

    private static bool IsOverTime(StatementSyntax loop) => loop is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax
        && HeaderTokens(loop).Any(token => token.Text is "Steps" or "steps" or "T");

    private static bool CountsSteps(StatementSyntax loop) =>
        loop is ForStatementSyntax { Declaration: { } declared } && declared.Variables.Any(variable => variable.Identifier.Text is "step" or "t");

    private static bool Ascends(ForStatementSyntax loop) => !HeaderTokens(loop).Any(token => token.IsKind(SyntaxKind.MinusMinusToken) || token.IsKind(SyntaxKind.MinusEqualsToken));

    private static IEnumerable<SyntaxToken> HeaderTokens(StatementSyntax loop) =>
        loop.DescendantTokens().TakeWhile(token => token.SpanStart < Body(loop).SpanStart);

    private static string Header(StatementSyntax loop) => string.Concat(HeaderTokens(loop).Select(token => token.ToFullString())).Trim();

    private static StatementSyntax Body(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax it => it.Statement,
        CommonForEachStatementSyntax it => it.Statement,
        WhileStatementSyntax it => it.Statement,
        DoStatementSyntax it => it.Statement,
        _ => loop,
    };
}
