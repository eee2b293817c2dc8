using System.Diagnostics;
using Elman.Cli;
using Elman.Numerics;

namespace Elman.Tests;

/// <summary>
/// The same bits in other processes: with <c>ELMAN_SIMD</c> and <c>ELMAN_THREADS</c>, and with the runtime's own switches, which take away
/// vector widths and at last the fused multiply-add, so that it is done in software.
/// </summary>
[Collection(ComputeTests.Name)]
public sealed class IdentityTests
{
    public static TheoryData<string, string> Environments =>
    [
        .. Kernels.BestFirst.Where(row => row.IsSupported).Select(row => ("ELMAN_SIMD", row.Name)),
        ("ELMAN_THREADS", "1"),
        ("ELMAN_THREADS", "3"),
        ("DOTNET_EnableAVX512", "0"),
        ("DOTNET_EnableAVX2", "0"),
        ("DOTNET_EnableHWIntrinsic", "0"),
        ("DOTNET_PreferredVectorBitWidth", "256"),
        ("DOTNET_TieredCompilation", "0"),
        ("DOTNET_TieredPGO", "0"),
    ];

    private static readonly Lazy<string> _here = new(BitsOfThisMachine.Compute);

    [Theory, MemberData(nameof(Environments))]
    public async Task Another_process_computes_the_same_bits(string variable, string value)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Elman.Cli.dll"), "info", "--bits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{variable}={value}: exit code {process.ExitCode}, {await errors}");
        Assert.Equal(_here.Value, printed);
    }

    [Fact]
    public void The_bits_are_those_of_every_other_machine() =>
        // Computed once, on x64 with AVX-512; a machine that disagrees breaks the promise.
        Assert.Equal("39184574433dcd3f5fa42b0cbc795199", _here.Value);
}
