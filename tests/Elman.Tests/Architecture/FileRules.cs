using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>How long a file is, what it is called, and what kinds of type are in it.</summary>
internal static class FileRules
{
    private const int Longest = 250;
    private static readonly string[] _written = ["src", "tests", "bench", "tools", "samples"];
    private static readonly string[] _emptyNames = ["Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Manager", "Base", "Impl"];

    public static readonly Rule[] All =
    [
        Rule.PerFile("No file has more than 250 lines; what the generator writes is exempt.",
            source => IsWritten(source) && Count(source) > Longest ? [source.At(Count(source), $"{Count(source)} lines")] : [],
            new Source("src/Elman/Layers/Long.cs", string.Concat(Enumerable.Repeat("//\n", Longest)) + "// broken"),
            new Source("src/Elman/Layers/Fits.cs", string.Concat(Enumerable.Repeat("//\n", Longest))),
            new Source(Generated, string.Concat(Enumerable.Repeat("//\n", 2 * Longest)))),

        Rule.PerFile("No file or type is named Helper, Util, Common, Manager, Base or Impl: a name says what the thing is.",
            source => IsWritten(source) ? Named(source) : [],
            new Source("src/Elman/Layers/TensorHelpers.cs", "// broken"),
            new Source("src/Elman/Layers/Several.cs", """
                internal abstract class LayerBase; // broken
                internal sealed class ScanImpl; // broken
                internal sealed class Baseline;
                internal enum UtilKind { A } // broken
                """)),

        Rule.PerFile("A class is abstract, sealed or static, nothing between.",
            source => IsWritten(source) ? source.Types.Where(IsBetween).Select(type => source.At(type.Identifier, $"{type.Keyword.Text} {type.Identifier.Text}")) : [],
            new Source("src/Elman/Layers/Between.cs", """
                public class Open; // broken
                public record Loose(int A); // broken
                public sealed record Closed(int A);
                public readonly record struct Small(int A);
                internal static class Functions;
                public abstract class Shape
                {
                    private class Inner; // broken
                }
                file sealed class Local;
                """)),
    ];

    private const string Generated = "src/Elman/Numerics/Generated/Long.g.cs";

    private static bool IsWritten(Source source) => source.IsCode && source.IsIn(_written) && !source.IsGenerated;

    private static int Count(Source source) => source.Lines.Length - (source.Lines[^1].Length == 0 ? 1 : 0);

    private static IEnumerable<Breach> Named(Source source)
    {
        if (IsEmpty(source.Name)) yield return source.At(1, $"file '{source.Name}'");
        foreach (BaseTypeDeclarationSyntax type in source.All<BaseTypeDeclarationSyntax>())
            if (IsEmpty(type.Identifier.Text)) yield return source.At(type.Identifier, $"type '{type.Identifier.Text}'");
    }

    private static bool IsEmpty(string name) => Words.Of(name).Any(word => _emptyNames.Contains(word));

    private static bool IsBetween(TypeDeclarationSyntax type)
    {
        bool isClass = type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword));
        return isClass && !type.Modifiers.Any(word => word.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword);
    }
}
