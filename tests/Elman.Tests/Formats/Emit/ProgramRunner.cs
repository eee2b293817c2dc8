using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Elman.Tests.Formats.Emit;

/// <summary>Runs programs that were written, and reads the numbers that they print.</summary>
internal static class ProgramRunner
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;\n";

    /// <summary>Compiled as a file-based program, run here.</summary>
    public static string CSharp(string path)
    {
        CSharpParseOptions options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithFeatures([new("FileBasedProgram", "true")]);
        IEnumerable<string> trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)],
            trusted.Where(file => !Path.GetFileName(file).StartsWith("Elman", StringComparison.Ordinal)).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(bytes);
        Assert.True(result.Success, $"{path}: {string.Join("; ", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5))}");
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Warning);
        TextWriter console = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        using var printed = new StringWriter();
        try
        {
            Console.SetOut(printed);
            Assembly.Load(bytes.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
            CultureInfo.CurrentCulture = culture;
        }
        return printed.ToString();
    }

    /// <summary>All of them in one process, because a library takes a second to start; null where Python or the library is not installed.</summary>
    public static string[]? Python(string library, IEnumerable<string> paths)
    {
        const string Driver = "import sys, runpy\nfor path in sys.argv[1:]:\n    sys.argv = [path]\n    runpy.run_path(path, run_name='__main__')\n    print('-----')";
        if (Started(["-c", $"import {library}"]).Exit != 0) return null;
        (int exit, string printed, string errors) = Started(["-c", Driver.Replace("sys.argv[1:]", "list(sys.argv[1:])", StringComparison.Ordinal), .. paths]);
        Assert.True(exit == 0, errors);
        return printed.Split("-----\n")[..^1];
    }

    /// <summary>Python's own check of the syntax; null where there is no Python.</summary>
    public static string? Syntax(string path)
    {
        (int exit, _, string errors) = Started(["-c", "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())", path]);
        return exit == -1 ? null : errors;
    }

    /// <summary>The numbers of each output, as its name says.</summary>
    public static Dictionary<string, double[]> Numbers(string printed)
    {
        var numbers = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        string name = "";
        foreach (string line in printed.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            int bracket = line.IndexOfAny(['(', '[']);
            if (bracket > 0)
            {
                name = line[..bracket].TrimEnd();
                numbers.TryAdd(name, []);
                // Python prints a shape and rows below; C# the place of each row before it.
                if (line[bracket] == '(') continue;
                words = line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..].Split(' ');
            }
            numbers[name].AddRange(words.Select(word => double.Parse(word, CultureInfo.InvariantCulture)));
        }
        return numbers.ToDictionary(row => row.Key, row => row.Value.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Debian's Python before another, because it is the one that has the libraries; −1 where there is none.</summary>
    private static (int Exit, string Output, string Errors) Started(string[] arguments)
    {
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                Task<string> errors = process.StandardError.ReadToEndAsync();
                string output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return (process.ExitCode, output, errors.GetAwaiter().GetResult());
            }
            catch (System.ComponentModel.Win32Exception)
            {
                continue;
            }
        }
        return (-1, "", "");
    }
}
