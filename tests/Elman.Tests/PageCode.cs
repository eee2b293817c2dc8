using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Elman.Tests;

/// <summary>A program in a page, and what the page says it prints.</summary>
/// <param name="Line">Of the page, where the program begins.</param>
/// <param name="Expected">The block of text behind it; null where there is none.</param>
internal sealed record PageCode(string Page, int Line, string Program, string? Expected)
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;\n";

    /// <summary>Every block marked <c>csharp</c> of a page.</summary>
    public static IEnumerable<PageCode> Of(string page)
    {
        string[] lines = File.ReadAllLines(Repository.Path(page));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```csharp") continue;
            int end = Array.IndexOf(lines, "```", i + 1), next = end + 1;
            while (next < lines.Length && lines[next].Length == 0) next++;
            bool prints = next < lines.Length && lines[next] == "```text";
            int last = prints ? Array.IndexOf(lines, "```", next + 1) : 0;
            yield return new(page, i + 1, string.Join('\n', lines[(i + 1)..end]), prints ? string.Join('\n', lines[(next + 1)..last]) : null);
        }
    }

    /// <summary>Compiles the program as a file-based one would be, runs it from the root of the clone, and returns what it printed.</summary>
    public string Run()
    {
        IEnumerable<string> trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create($"page{Line}",
            [CSharpSyntaxTree.ParseText(Usings + Program, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview))],
            trusted.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(bytes);
        Assert.True(result.Success, $"{Page}:{Line}: {string.Join("; ", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}");
        MethodInfo main = Assembly.Load(bytes.ToArray()).EntryPoint!;

        TextWriter console = Console.Out;
        string folder = Environment.CurrentDirectory;
        using var printed = new StringWriter();
        try
        {
            Console.SetOut(printed);
            Environment.CurrentDirectory = Repository.Root;
            if (main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]) is Task task) task.GetAwaiter().GetResult();
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = folder;
        }
        return printed.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
