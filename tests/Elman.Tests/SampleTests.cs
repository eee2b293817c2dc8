using System.Diagnostics;
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
        Same(Repository.Path("samples", sample, "expected.txt"), await Printed(Path.Combine(AppContext.BaseDirectory, $"{sample}.dll")));

    /// <summary>As a user starts it, from the root of the clone; but with the library that these tests were built with, which is not built again beneath them.</summary>
    [Theory, MemberData(nameof(SingleFiles))]
    public async Task A_sample_of_one_file_prints_what_the_file_beside_it_says(string sample) =>
        Same(Repository.Path("samples", $"{sample}.expected.txt"), await Printed(Start(sample)));

    [Fact]
    public async Task The_fourth_sample_refuses_a_device_that_is_not_there_in_one_line()
    {
        (int exit, string printed, string errors) = await Run([.. Start("4-pytorch-scratch"), "--", "cuda"]);
        Assert.Equal((2, "", "There is no device 'cuda' here. Known: cpu. Every model runs on these.\n"), (exit, printed, errors));
    }

    private static string[] Start(string sample) => ["run", "--configuration", Configuration, "--property:BuildProjectReferences=false", Path.Combine("samples", $"{sample}.cs")];

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    private static async Task<string> Printed(params string[] arguments)
    {
        (int exit, string printed, string errors) = await Run(arguments);
        Assert.True(exit == 0, $"exit code {exit}: {printed}{errors}");
        return printed;
    }

    private static async Task<(int Exit, string Printed, string Errors)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Repository.Root,
        };
        // A server of builds would hold the pipes open after the program's end.
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"]) = ("1", "0");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, printed.ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
    }

    private static void Same(string path, string printed)
    {
        if (_writes) File.WriteAllText(path, printed);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), printed);
    }
}
