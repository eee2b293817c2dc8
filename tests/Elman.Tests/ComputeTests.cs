using Elman.Numerics;

namespace Elman.Tests;

/// <summary>For tests that change the vector width or the threads: the settings are the process's, so these run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ComputeTests
{
    public const string Name = "Compute";

    /// <summary>The kernels that this machine has.</summary>
    public static IEnumerable<string> Kernels => Elman.Numerics.Kernels.BestFirst.Where(row => row.IsSupported).Select(row => row.Name);

    /// <summary>Every kernel with 1, 2 and 3 threads; the first is the reference.</summary>
    public static IEnumerable<(string Kernel, int Threads)> Settings =>
        from kernel in Kernels.Reverse() from threads in new[] { 1, 2, 3 } select (kernel, threads);

    /// <summary>Runs the computation under every setting and demands the same bits.</summary>
    internal static void SameBits<T>(Func<T[]> compute, string what) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        T[]? reference = null;
        foreach ((string kernel, int threads) in Settings)
        {
            using IDisposable use = Compute.Use(kernel, threads);
            T[] found = compute();
            reference ??= found;
            Bits.AssertEqual<T>(reference, found, $"{what} with kernel {kernel} and {threads} threads");
        }
    }
}
