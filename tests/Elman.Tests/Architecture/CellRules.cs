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

    /// <summary>What moves a scan on.</summary>
    private static readonly string[] _stages = ["ForwardStage", "BackwardStage", "ProductBackward"];

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

        new("Under Recurrent time passes in one place forwards and in one backwards: the scan runs the stages of steps, and nothing else runs a kernel in a loop.",
            sources => InLoops(sources).Concat(_stages.SelectMany(stage => StagesOfTime(sources, stage).Skip(1))),
            new Source(Recurrent + "/Scan.cs", """
                void Forward() { kernel.ForwardStage(frame, weights); }
                void Backward() { kernel.ProductBackward(frame, weights); kernel.BackwardStage(frame, weights); }
                """),
            new Source(Recurrent + "/Stream.cs", """
                void Step() { _kernel.Forward(frame, weights); }
                void Run()
                {
                    foreach (var x in sequence) _kernel.Forward(frame, weights); // broken
                    cell.Kernel.BackwardStage(frame, weights); // broken
                }
                """)),
    ];

    /// <summary>The calls of a stage of a kernel.</summary>
    public static IEnumerable<Breach> StagesOfTime(IReadOnlyList<Source> sources, string stage) =>
        KernelCalls(sources, stage).Select(call => call.Source.At(call.Call, $"calls {call.Call.Expression}"));

    private static IEnumerable<Breach> InLoops(IReadOnlyList<Source> sources) =>
        from call in KernelCalls(sources, "Forward")
        where call.Call.Ancestors().TakeWhile(node => node is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax)).Any(IsLoop)
        select call.Source.At(call.Call, $"a loop calls {call.Call.Expression}");

    private static IEnumerable<(Source Source, InvocationExpressionSyntax Call)> KernelCalls(IReadOnlyList<Source> sources, string name) =>
        from source in sources
        where source.IsIn(Recurrent)
        orderby source.Path
        from call in source.All<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax member && member.Name.Identifier.Text == name
            && Words.Of(member.Expression.ToString()).LastOrDefault() is "kernel" or "Kernel"
        select (source, call);

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
