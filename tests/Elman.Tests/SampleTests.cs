using System.Diagnostics;

namespace Elman.Tests;

/// <summary>The samples as processes, against the text beside them.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("minimal-gated-unit")]
    public async Task A_sample_prints_what_the_file_beside_it_says(string sample)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{sample}.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {await errors}");
        string expected = await File.ReadAllTextAsync(Repository.Path("samples", sample, "expected.txt"));
        Assert.Equal(expected.ReplaceLineEndings("\n"), printed.ReplaceLineEndings("\n"));
    }
}
