using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>One text file of the repository; C# is parsed, so that comments and strings are not taken for code.</summary>
/// <param name="path">From the root, with forward slashes.</param>
internal sealed class Source(string path, string text)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(text).GetRoot());

    public string Path { get; } = path;
    public string[] Lines { get; } = text.Split('\n');
    public SyntaxNode Syntax => _syntax.Value;

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);
    public bool IsGenerated => Path.Contains("/Generated/", StringComparison.Ordinal);

    /// <summary>The file's name without its folder and its last extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsIn(params ReadOnlySpan<string> folders)
    {
        foreach (string folder in folders)
            if (Path.StartsWith(folder + "/", StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>The parts of the code of one kind.</summary>
    public IEnumerable<TNode> All<TNode>() where TNode : SyntaxNode => IsCode ? Syntax.DescendantNodes().OfType<TNode>() : [];

    /// <summary>Every identifier: names of types and members that are used or declared, outside comments and strings.</summary>
    public IEnumerable<SyntaxToken> Identifiers => IsCode ? Syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)) : [];

    public IEnumerable<TypeDeclarationSyntax> Types => All<TypeDeclarationSyntax>();

    public Breach At(SyntaxNode node, string found) => At(node.GetLocation(), found);
    public Breach At(SyntaxToken token, string found) => At(token.GetLocation(), found);
    public Breach At(int line, string found) => new(Path, line, found);

    private Breach At(Location place, string found) => At(place.GetLineSpan().StartLinePosition.Line + 1, found);

    private static readonly Lazy<Source[]> _repository = new(() =>
        [.. from path in Repository.Files
            let bytes = File.ReadAllBytes(Repository.Path(path))
            where !bytes.AsSpan().Contains((byte)0)
            select new Source(path, System.Text.Encoding.UTF8.GetString(bytes))]);

    /// <summary>Every text file of the repository.</summary>
    public static IReadOnlyList<Source> InRepository => _repository.Value;
}

/// <summary>Where a sentence was broken, and by what.</summary>
internal sealed record Breach(string Path, int Line, string Found)
{
    public override string ToString() => $"{Path}:{Line.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {Found}";
}

/// <summary>One sentence about the sources, how to find what breaks it, and sources that break it.</summary>
/// <param name="Broken">Small files; the lines that must be found end in <c>// broken</c>, and no other line may be.</param>
internal sealed record Rule(string Sentence, Func<IReadOnlyList<Source>, IEnumerable<Breach>> Find, params Source[] Broken)
{
    public override string ToString() => Sentence;

    /// <summary>A rule that can be told from one file alone.</summary>
    public static Rule PerFile(string sentence, Func<Source, IEnumerable<Breach>> find, params Source[] broken) =>
        new(sentence, sources => sources.SelectMany(find), broken);
}
