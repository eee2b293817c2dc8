using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>Who may use whom.</summary>
internal static class FolderRules
{
    /// <summary>The folders of the core and what each may use beside itself.</summary>
    private static readonly Dictionary<string, string[]> _mayUse = new()
    {
        ["Numerics"] = [],
        ["Storage"] = ["Numerics"],
        ["Autograd"] = ["Numerics"],
        ["Layers"] = ["Numerics", "Autograd"],
        ["Recurrent"] = ["Numerics", "Autograd", "Layers"],
        ["Models"] = ["Numerics", "Autograd", "Layers", "Recurrent", "Storage"],
        ["Training"] = ["Numerics", "Autograd", "Layers", "Recurrent", "Models", "Storage"],
    };

    public static readonly Rule[] All =
    [
        new("The core is built in the order Numerics → Autograd → Layers → Recurrent → Models → Training, each using only those before; Storage uses Numerics only.",
            Forbidden,
            new Source("src/Elman/Autograd/Early.cs", """
                using Elman.Layers; // broken
                using Elman.Numerics;
                namespace Elman.Autograd;
                internal static class Early
                {
                    // Elman.Models.Model in a comment is no use of it.
                    private static readonly Models.Model? _model; // broken
                    private static readonly int _count = Elman.Recurrent.Cells.Count; // broken
                    private static readonly object _early = Training.Trainer.Create(); // broken
                    private static readonly string _text = "Elman.Training.Trainer";
                    private static int Depth(List<int> Layers) => Layers.Count;
                }
                """),
            new Source("src/Elman/Storage/Early.cs", "using static Elman.Autograd.Operations; // broken"),
            new Source("src/Elman/Numerics/Early.cs", "using Model = Elman.Models.Model<float>; // broken"),
            new Source("src/Elman/Training/Trainer.cs", """
                using Elman.Formats; // broken
                namespace Elman.Training;
                internal static class Trainer;
                """)),

        Rule.PerFile("Namespaces follow folders.",
            source => source.IsIn("src") ? Misplaced(source) : [],
            new Source("src/Elman/Layers/Lost.cs", "namespace Elman.Autograd; // broken"),
            new Source("src/Elman.Formats/Dialects/Lost.cs", "namespace Elman.Dialects; // broken"),
            new Source("src/Elman/Recurrent/Cells/Found.cs", "namespace Elman.Recurrent;")),

        Rule.PerFile("Every folder of the core is one of Numerics, Autograd, Layers, Recurrent, Models, Training, Storage.",
            source => source.IsCode && source.IsIn("src/Elman") && !_mayUse.ContainsKey(Folder(source)) ? [source.At(1, $"folder '{Folder(source)}'")] : [],
            new Source("src/Elman/Extras/Lost.cs", "namespace Elman.Extras; // broken")),

        Rule.PerFile("The core needs no package: a package that only checks the build is private.",
            source => source.Path == "src/Elman/Elman.csproj"
                ? source.Lines.Index().Where(line => line.Item.Contains("<PackageReference", StringComparison.Ordinal) && !line.Item.Contains("PrivateAssets=\"all\"", StringComparison.Ordinal))
                    .Select(line => source.At(line.Index + 1, line.Item.Trim()))
                : [],
            new Source("src/Elman/Elman.csproj", """
                <PackageReference Include="Analyzer" PrivateAssets="all" />
                <PackageReference Include="Numbers" /> // broken
                """)),
    ];

    private static IEnumerable<Breach> Forbidden(IReadOnlyList<Source> sources)
    {
        Source[] core = [.. sources.Where(source => source.IsIn("src/Elman"))];
        ILookup<string, string> types = core.SelectMany(source => source.Types.Select(type => (Folder: Folder(source), Type: type.Identifier.Text)))
            .ToLookup(row => row.Folder, row => row.Type);
        return from source in core
               let folder = Folder(source)
               from place in source.All<SyntaxNode>()
               let used = Used(place, types)
               where used is not null && used != folder && !_mayUse.GetValueOrDefault(folder, []).Contains(used)
               select source.At(place, $"{folder} uses {used}");
    }

    /// <summary>
    /// The folder that a chain of names names, as in <c>using Elman.Layers</c>, <c>Elman.Layers.Dense</c> or, from a neighbouring
    /// namespace, <c>Layers.Dense</c>. A member that happens to be called like a folder (<c>Layers.Count</c>) names none.
    /// </summary>
    private static string? Used(SyntaxNode chain, ILookup<string, string> types)
    {
        if (chain is not (QualifiedNameSyntax or MemberAccessExpressionSyntax)) return null;
        if (chain.Parent is QualifiedNameSyntax or MemberAccessExpressionSyntax or BaseNamespaceDeclarationSyntax) return null;
        string[] parts = chain.ToString().Split('.', '<');
        if (parts[0] is "Elman" or "global::Elman") return parts[1];
        return _mayUse.ContainsKey(parts[0]) && (chain is QualifiedNameSyntax || types[parts[0]].Contains(parts[1])) ? parts[0] : null;
    }

    private static IEnumerable<Breach> Misplaced(Source source)
    {
        string[] folders = source.Path.Split('/')[1..^1];
        string wanted = string.Join('.', folders), top = string.Join('.', folders.Take(2));
        foreach (BaseNamespaceDeclarationSyntax found in source.All<BaseNamespaceDeclarationSyntax>())
        {
            string name = found.Name.ToString();
            // A folder within a folder may share the namespace of the one around it.
            if (!(name + ".").StartsWith(top + ".", StringComparison.Ordinal) || !(wanted + ".").StartsWith(name + ".", StringComparison.Ordinal)) yield return source.At(found, $"namespace {name}, expected {wanted}");
        }
    }

    private static string Folder(Source source) => source.Path.Split('/')[2];
}
