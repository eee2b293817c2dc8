using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Elman.Tests;

/// <summary>
/// The samples as processes, one after another, against the text beside them. After a change that is meant, run these tests once with
/// ELMAN_WRITE_EXPECTED=1, and look at the difference before you commit it.
/// </summary>
public sealed class SampleTests
{
    private static readonly bool _writes = Environment.GetEnvironmentVariable("ELMAN_WRITE_EXPECTED") == "1";

    public static TheoryData<string> SingleFiles => [.. Directory.EnumerateFiles(Repository.Path("samples"), "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("minimal-gated-unit")]
    public async Task A_sample_prints_what_the_file_beside_it_says(string sample) =>
        Same(Repository.Path("samples", sample, "expected.txt"), await Run(Path.Combine(AppContext.BaseDirectory, $"{sample}.dll")));

    /// <summary>As a user starts it, from the root of the clone; in the configuration of the tests, so that the library need not be built again.</summary>
    [Theory, MemberData(nameof(SingleFiles))]
    public async Task A_sample_of_one_file_prints_what_the_file_beside_it_says(string sample) =>
        Same(Repository.Path("samples", $"{sample}.expected.txt"), await Run("run", "--configuration", Configuration, Path.Combine("samples", $"{sample}.cs")));

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    private static async Task<string> Run(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Repository.Root,
        };
        // The culture of these tests, with a decimal comma, as a system says it.
        start.Environment["LC_ALL"] = $"{CultureInfo.CurrentCulture.Name.Replace('-', '_')}.UTF-8";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {printed}{await errors}");
        return printed.ReplaceLineEndings("\n");
    }

    private static void Same(string path, string printed)
    {
        if (_writes) File.WriteAllText(path, printed);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), printed);
    }
}
