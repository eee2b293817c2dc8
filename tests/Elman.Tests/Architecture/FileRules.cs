using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>How long a file is, what it is called, and what kinds of type are in it.</summary>
internal static partial class FileRules
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

        Rule.PerFile("A link in a page leads to a file that is there.",
            source => source.Path.EndsWith(".md", StringComparison.Ordinal) ? DeadLinks(source) : [],
            new Source("docs/page.md", """
                See [the licence](../LICENSE) and [a place within](#here) and [elsewhere](https://example.org/x).
                See [nothing](nothing.md#part). // broken
                """)),

        new("Every page of docs is in the table of docs/README.md.",
            sources => sources.Where(page => page.IsIn("docs") && page.Path.EndsWith(".md", StringComparison.Ordinal) && page.Path != Contents
                && !sources.Any(contents => contents.Path == Contents && Links(contents).Any(link => Target(contents, link.To) == page.Path)))
                .Select(page => page.At(1, "not in the table")),
            new Source(Contents, "[here](listed.md)"),
            new Source("docs/listed.md", ""),
            new Source("docs/notebooks/lost.md", "// broken")),
    ];

    private const string Contents = "docs/README.md";
    private const string Generated = "src/Elman/Numerics/Generated/Long.g.cs";

    private static bool IsWritten(Source source) => source.IsCode && source.IsIn(_written) && !source.IsGenerated;

    private static int Count(Source source) => source.Lines.Length - (source.Lines[^1].Length == 0 ? 1 : 0);

    private static IEnumerable<Breach> Named(Source source)
    {
        if (IsEmpty(source.Name)) yield return source.At(1, $"file '{source.Name}'");
        foreach (BaseTypeDeclarationSyntax type in source.All<BaseTypeDeclarationSyntax>())
            if (IsEmpty(type.Identifier.Text)) yield return source.At(type.Identifier, $"type '{type.Identifier.Text}'");
    }

    private static IEnumerable<Breach> DeadLinks(Source source) =>
        from link in Links(source)
        where !Path.Exists(Repository.Path(Target(source, link.To)))
        select source.At(link.Line, link.To);

    private static IEnumerable<(int Line, string To)> Links(Source source) =>
        from line in source.Lines.Index()
        from match in Link.Matches(line.Item)
        let to = match.Groups[1].Value
        where !to.Contains(':', StringComparison.Ordinal)
        select (line.Index + 1, to);

    /// <summary>From the root, as paths of sources are.</summary>
    private static string Target(Source source, string link) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(link, Path.GetDirectoryName(Repository.Path(source.Path))!)).Replace('\\', '/');

    // The target without its place within the page; a place within the same page has none.
    [GeneratedRegex(@"\]\(([^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link { get; }

    private static bool IsEmpty(string name) => Words.Of(name).Any(word => _emptyNames.Contains(word));

    private static bool IsBetween(TypeDeclarationSyntax type)
    {
        bool isClass = type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword));
        return isClass && !type.Modifiers.Any(word => word.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword);
    }
}
