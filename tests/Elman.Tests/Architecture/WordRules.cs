using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elman.Tests.Architecture;

/// <summary>Words that belong to one place or to none.</summary>
internal static partial class WordRules
{
    private const string Numerics = "src/Elman/Numerics";

    // Put together here, so that this file does not break its own rules.
    private static readonly string[] _unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];

    public static readonly Rule[] All =
    [
        Rule.PerFile("Only files in Numerics mention System.Runtime.Intrinsics.",
            source => source.IsIn("src") && !source.IsIn(Numerics) ? source.Identifiers.Where(name => name.Text == "Intrinsics" || IsVector(name)).Select(name => source.At(name, name.Text)) : [],
            new Source("src/Elman/Recurrent/Fast.cs", """
                using System.Runtime.Intrinsics; // broken
                // System.Runtime.Intrinsics in a comment
                System.Numerics.Vector<float> v = default; // broken
                """),
            new Source(Numerics + "/Fast.cs", "using System.Runtime.Intrinsics;")),

        new("One file of Numerics starts threads, and no other.",
            Starters,
            new Source(Numerics + "/Blocks.cs", "new Thread(Work).Start(); ThreadPool.UnsafeQueueUserWorkItem(work, false);"),
            new Source(Numerics + "/Second.cs", "Parallel.For(0, 3, Work); // broken"),
            new Source("src/Elman/Models/Busy.cs", """
                Task.Run(Work); // broken
                Task.Factory.StartNew(Work); // broken
                using var timer = new System.Threading.Timer(Tick); // broken
                int id = Thread.CurrentThread.ManagedThreadId;
                """)),

        Rule.PerFile("The core and the formats write no text to a console.",
            source => source.IsIn("src/Elman", "src/Elman.Formats") ? source.Identifiers.Where(name => name.Text is "Console" or "AnsiConsole").Select(name => source.At(name, name.Text)) : [],
            new Source("src/Elman/Models/Chatty.cs", """
                Console.WriteLine("epoch 1"); // broken
                throw new InvalidOperationException("Console");
                """),
            new Source("src/Elman.Cli/Chatty.cs", "Console.WriteLine();")),

        Rule.PerFile("Nothing is left unfinished.",
            source => source.IsCode || source.Path.StartsWith(".ci/", StringComparison.Ordinal) ? Lines(source, line => _unfinished.FirstOrDefault(word => Regex.IsMatch(line, $@"\b{word}\b"))) : [],
            new Source("src/Elman/Layers/Later.cs", $"// {_unfinished[0]}: the other half // broken\nthrow new {_unfinished[3]}(); // broken\nvar todoList = 1;")),

        Rule.PerFile("No file names a path of one machine or the host of a package registry.",
            source => Lines(source, line => MachinePath.Match(line) is { Success: true } found ? found.Value : null),
            new Source("bench/run.sh", $"cd {"/"}tmp/elman // broken\ncp /usr/share/x .\ncurl https://api.{"nuget"}.org/v3 // broken\nls $HOME/work/x")),
    ];

    private static IEnumerable<Breach> Starters(IReadOnlyList<Source> sources)
    {
        ILookup<Source, SyntaxNode> starts = (from source in sources
                                              where source.IsIn("src")
                                              from node in source.All<SyntaxNode>()
                                              where StartsThread(node)
                                              select (source, node)).ToLookup(row => row.source, row => row.node);
        string? home = starts.Select(group => group.Key.Path).Where(path => path.StartsWith(Numerics + "/", StringComparison.Ordinal)).Order().FirstOrDefault();
        return from places in starts where places.Key.Path != home from node in places select places.Key.At(node, node.ToString());
    }

    private static bool StartsThread(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax made => made.Type.ToString().Split('.')[^1] is "Thread" or "Timer" or "PeriodicTimer",
        MemberAccessExpressionSyntax member => (member.Expression.ToString().Split('.')[^1], member.Name.Identifier.Text) switch
        {
            ("Parallel" or "ParallelEnumerable", _) => true,
            ("Task", "Run" or "Factory") => true,
            ("ThreadPool", "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "RegisterWaitForSingleObject") => true,
            (_, "AsParallel") => true,
            _ => false,
        },
        _ => false,
    };

    private static bool IsVector(SyntaxToken name) => name.Text == "Vector" && name.Parent is GenericNameSyntax;

    private static IEnumerable<Breach> Lines(Source source, Func<string, string?> find) =>
        from line in source.Lines.Index() let found = find(line.Item) where found is not null select source.At(line.Index + 1, found);

    [GeneratedRegex(@"(^|[^A-Za-z0-9_.])/(tmp|work|root|farm|home|Users)/|[a-zA-Z]:\\Users\\|api\.nuget\.org|registry\.npmjs|deb\.debian\.org|pypi\.org")]
    private static partial Regex MachinePath { get; }
}
