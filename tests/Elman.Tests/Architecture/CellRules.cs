using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>What a cell may not know, and where time passes.</summary>
internal static class CellRules
{
    private const string Recurrent = "src/Elman/Recurrent";

    /// <summary>Words that, as part of any name, tell that an equation knows more than its step.</summary>
    private static readonly string[] _unknownToCells =
        ["Tensor", "Span", "Memory", "Parameter", "Weight", "Weights", "Batch", "Row", "Rows", "Sequence", "Time", "Steps", "Lengths", "Direction", "Layer", "Scan", "Unsafe"];

    /// <summary>The four parts of a cell's equations.</summary>
    private static readonly string[] _equations = ["Forward", "ForwardEarly", "Backward", "BackwardEarly"];

    public static readonly Rule[] All =
    [
        Rule.PerFile("Cells never see tensors, weights, batches or time.",
            source => source.Types.Where(IsCell).SelectMany(cell => Knowledge(source, cell)),
            new Source(Recurrent + "/Cells/CuriousCell.cs", """
                namespace Elman.Recurrent.Cells;
                /// <summary>A batch of tensors over time may be talked about.</summary>
                internal readonly struct CuriousCell<TGate> : ICell
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
                internal static class Catalog
                {
                    private static readonly string[] _rows = [];
                }
                """)),

        new("One type evaluates the equations of cells; whoever else does has begun a second engine.",
            sources => Evaluations(sources),
            new Source(Recurrent + "/CellKernel.cs", "cell.Forward(ref u); cell.Backward(u, ref d);"),
            new Source(Recurrent + "/CellKernel.Row.cs", "cell.Forward(ref u);"),
            new Source(Recurrent + "/Second.cs", """
                cell.ForwardEarly(ref u); // broken
                layer.Forward(inputs, pass);
                """)),

        new("Under Recurrent there is one loop over time forwards and one backwards: nothing else runs a kernel in a loop.",
            sources => LoopsOverTime(sources, "Forward").Skip(1).Concat(LoopsOverTime(sources, "Backward").Skip(1)),
            new Source(Recurrent + "/Scan.cs", """
                void Forward() { for (int visited = 0; visited < steps; visited++) kernel.Forward(frame, weights); }
                void Backward() { for (int visited = steps - 1; visited >= 0; visited--) kernel.Backward(frame, weights); }
                """),
            new Source(Recurrent + "/Stream.cs", """
                void Step() { _kernel.Forward(frame, weights); }
                void Run()
                {
                    foreach (var x in sequence) _kernel.Forward(frame, weights); // broken
                    while (more)
                    {
                        cell.Kernel.Backward(frame, weights); // broken
                    }
                }
                """)),
    ];

    /// <summary>The calls of a kernel that stand in a loop.</summary>
    public static IEnumerable<Breach> LoopsOverTime(IReadOnlyList<Source> sources, string part) =>
        from source in sources
        where source.IsIn(Recurrent)
        orderby source.Path
        from call in source.All<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax member && member.Name.Identifier.Text == part
            && Words.Of(member.Expression.ToString()).LastOrDefault() is "kernel" or "Kernel"
        where call.Ancestors().TakeWhile(node => node is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax)).Any(IsLoop)
        select source.At(call, $"a loop calls {call.Expression}");

    private static IEnumerable<Breach> Evaluations(IReadOnlyList<Source> sources)
    {
        // The parts of a type are Name.cs, Name.Part.cs, ….
        ILookup<string, Breach> calls = (from source in sources
                                         where source.IsIn("src")
                                         orderby source.Path
                                         from call in source.All<InvocationExpressionSyntax>()
                                         where call.Expression is MemberAccessExpressionSyntax member && _equations.Contains(member.Name.Identifier.Text)
                                         where call.ArgumentList.Arguments.Any(argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword))
                                         select (Type: source.Path.Split('/')[^1].Split('.')[0], Breach: source.At(call, $"calls {call.Expression}"))).ToLookup(row => row.Type, row => row.Breach);
        return from type in calls.Skip(1) from call in type select call;
    }

    private static IEnumerable<Breach> Knowledge(Source source, TypeDeclarationSyntax cell)
    {
        foreach (SyntaxToken name in cell.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
            if (Words.Of(name.Text).FirstOrDefault(word => _unknownToCells.Contains(word, StringComparer.OrdinalIgnoreCase)) is string word)
                yield return source.At(name, $"'{name.Text}' speaks of {word}");
        foreach (SyntaxNode node in cell.DescendantNodes())
            if (IsLoop(node) || node is ArrayTypeSyntax or PointerTypeSyntax or ArrayCreationExpressionSyntax or StackAllocArrayCreationExpressionSyntax)
                yield return source.At(node, $"'{node.ToString().Split('\n')[0].Trim()}'");
    }

    public static bool IsCell(TypeDeclarationSyntax type) => type.BaseList?.Types.Any(parent => parent.Type.ToString() == "ICell") == true;

    private static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
