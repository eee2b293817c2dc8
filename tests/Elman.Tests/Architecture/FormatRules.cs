using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>Formats carry descriptions and named arrays; they neither run nor build anything.</summary>
internal static class FormatRules
{
    private const string Formats = "src/Elman.Formats";

    /// <summary>What runs a model, a layer or a product.</summary>
    private static readonly string[] _computing = ["Predict", "Forward", "Backward", "Step", "OpenSession", "OpenStream", "MatMul"];

    /// <summary>The folders of the formats and the namespaces that each may use beside the system's, its own and numbers.</summary>
    private static readonly Dictionary<string, string[]> _mayUse = new()
    {
        ["Containers"] = ["Elman.Numerics", "Elman.Storage"],
        ["Csv"] = ["Elman.Numerics", "Elman.Storage"],
        // Of Recurrent the data: names of gates, and stacks as descriptions.
        ["Dialects"] = ["Elman.Numerics", "Elman.Storage", "Elman.Layers", "Elman.Recurrent", "Elman.Models", "Elman.Formats.Containers"],
    };

    public static readonly Rule[] All =
    [
        Rule.PerFile("Containers know bytes and arrays, dialects know names and order: each folder of the formats uses only what its job needs.",
            source => Uses(source),
            new Source(Formats + "/Containers/Clever.cs", """
                using Elman.Models; // broken
                using Elman.Numerics;
                using Elman.Formats.Dialects; // broken
                """),
            new Source(Formats + "/Dialects/Clever.cs", """
                using Elman.Layers;
                using Elman.Autograd; // broken
                using Elman.Formats.Proof; // broken
                """)),

        Rule.PerFile("Formats never compute; Proof is the only folder there that may run a model.",
            source => source.IsIn(Formats) && !source.IsIn(Formats + "/Proof")
                ? source.All<InvocationExpressionSyntax>().Where(call => _computing.Contains(Called(call))).Select(call => source.At(call, $"calls {Called(call)}"))
                : [],
            new Source(Formats + "/Dialects/Running.cs", """
                var y = model.Predict(x); // broken
                var z = Forward(x, Pass.Inference); // broken
                string text = model.Summary();
                """),
            new Source(Formats + "/Proof/Running.cs", "var y = model.Predict(x);")),

        new("Formats never build layers: they produce a description.",
            sources => Built(sources),
            new Source("src/Elman/Layers/Dense.cs", "public sealed class Dense<T> : Layer<T>;"),
            new Source(Formats + "/Dialects/Building.cs", """
                var layer = new Dense<float>(3, 4); // broken
                var description = new LayerDescription("dense", []);
                """)),
    ];

    private static IEnumerable<Breach> Uses(Source source)
    {
        if (!source.IsIn(Formats) || !_mayUse.TryGetValue(source.Path.Split('/')[2], out string[]? may)) return [];
        string own = "Elman.Formats." + source.Path.Split('/')[2];
        return from use in source.All<UsingDirectiveSyntax>()
               let name = use.NamespaceOrType.ToString()
               where name.StartsWith("Elman.", StringComparison.Ordinal) && !Within(name, own) && !may.Any(allowed => Within(name, allowed))
               select source.At(use, $"uses {name}");
    }

    private static IEnumerable<Breach> Built(IReadOnlyList<Source> sources)
    {
        HashSet<string> layers = [.. from source in sources
                                     where source.IsIn("src/Elman")
                                     from type in source.Types
                                     where type.BaseList?.Types.Any(parent => parent.Type is GenericNameSyntax { Identifier.Text: "Layer" }) == true
                                     select type.Identifier.Text];
        return from source in sources
               where source.IsIn(Formats) && !source.IsIn(Formats + "/Proof")
               from made in source.All<ObjectCreationExpressionSyntax>()
               where made.Type is SimpleNameSyntax name && layers.Contains(name.Identifier.Text)
               select source.At(made, $"builds {made.Type}");
    }

    private static bool Within(string name, string allowed) => (name + ".").StartsWith(allowed + ".", StringComparison.Ordinal);

    private static string Called(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };
}
