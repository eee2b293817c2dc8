using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>What the witness of an explanation may not know: the engine whose results it confirms.</summary>
internal static class WitnessRules
{
    private const string Witness = "src/Elman/Models/Explanations/Witness";

    public static readonly Rule[] All =
    [
        new("The witness of an explanation shares no code with the engine: it uses System and its own types, and nothing else.",
            Shared,
            new Source("src/Elman/Numerics/Tensor.cs", "namespace Elman.Numerics; public sealed class Tensor<T>; internal static class Product; internal readonly record struct Shape;"),
            new Source(Witness + "/Own.cs", "namespace Elman.Models.Explanations.Witness; internal sealed record Own(int[] Shape) { private int First => Shape[0]; private Own? _next; }"),
            new Source(Witness + "/Curious.cs", """
                using System.Text.Json.Nodes;
                using Elman.Numerics; // broken
                using static Elman.Numerics.Product; // broken
                namespace Elman.Models.Explanations.Witness;
                internal static class Curious
                {
                    // A Tensor in a comment.
                    private static Tensor<float>? _tensor; // broken
                    private static readonly double _sum = Product.Multiply(1, 2); // broken
                    private static readonly object _far = Elman.Recurrent.Scan.All; // broken
                    private static readonly object _near = Recurrent.Scan.All; // broken
                    private static readonly string _text = "Tensor";
                    private static readonly System.Collections.Generic.List<Own> _own = [];
                }
                """)),
    ];

    private static readonly string[] _folders = ["Elman", "Numerics", "Autograd", "Layers", "Recurrent", "Models", "Storage", "Training", "Formats"];

    private static IEnumerable<Breach> Shared(IReadOnlyList<Source> sources)
    {
        HashSet<string> own = [.. Declared(sources.Where(source => source.IsIn(Witness)))];
        HashSet<string> engine = [.. Declared(sources.Where(source => source.IsIn("src") && !source.IsIn(Witness))).Where(name => !own.Contains(name)), .. _folders];
        foreach (Source source in sources.Where(source => source.IsIn(Witness)))
        {
            foreach (UsingDirectiveSyntax use in source.All<UsingDirectiveSyntax>())
                if (use.Name?.ToString().Split('.')[0] != "System") yield return source.At(use, $"{use}");
            HashSet<string> members = [.. source.All<PropertyDeclarationSyntax>().Select(member => member.Identifier.Text), .. source.All<ParameterSyntax>().Select(parameter => parameter.Identifier.Text),
                .. source.All<MethodDeclarationSyntax>().Select(member => member.Identifier.Text), .. source.All<VariableDeclaratorSyntax>().Select(member => member.Identifier.Text)];
            foreach (SimpleNameSyntax name in source.All<SimpleNameSyntax>())
                if (engine.Contains(name.Identifier.Text) && IsFirst(name) && !members.Contains(name.Identifier.Text)) yield return source.At(name, $"names {name}");
        }
    }

    private static IEnumerable<string> Declared(IEnumerable<Source> sources) =>
        sources.SelectMany(source => source.All<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text).Concat(source.All<DelegateDeclarationSyntax>().Select(type => type.Identifier.Text)));

    /// <summary>Not what stands behind a dot, nor the name of an argument or of a member that an initializer sets, nor the namespace itself.</summary>
    private static bool IsFirst(SimpleNameSyntax name) =>
        !(name.Parent is MemberAccessExpressionSyntax member && member.Name == name) && !(name.Parent is QualifiedNameSyntax qualified && qualified.Right == name)
        && !(name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name)
        && name.Parent is not (NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax or ExpressionColonSyntax)
        && !name.Ancestors().Any(node => node is UsingDirectiveSyntax || (node is BaseNamespaceDeclarationSyntax space && space.Name.Contains(name)));
}
