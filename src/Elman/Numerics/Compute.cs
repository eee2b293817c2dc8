using System.Globalization;

namespace Elman.Numerics;

/// <summary>
/// Which vector width and how many threads computations use. Neither ever changes a bit of a result.
/// <c>ELMAN_SIMD</c> (512, 256, 128, scalar) and <c>ELMAN_THREADS</c> set them from outside.
/// </summary>
public static class Compute
{
    private static int _kernel = FromName(Environment.GetEnvironmentVariable("ELMAN_SIMD"), "ELMAN_SIMD");
    private static int _threads = FromText(Environment.GetEnvironmentVariable("ELMAN_THREADS"));

    /// <summary>The name of the kernel in force, as <see cref="Kernels.BestFirst"/> lists it.</summary>
    public static string Kernel
    {
        get => Kernels.BestFirst[_kernel].Name;
        set => _kernel = FromName(value, nameof(Kernel));
    }

    /// <summary>How many threads a call may use, its own among them; 1 to 1024.</summary>
    public static int Threads
    {
        get => _threads;
        set => _threads = value is >= 1 and <= 1024 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Threads are 1 to 1024.");
    }

    internal static int KernelIndex => _kernel;

    /// <summary>Sets both until the result is disposed; for programs that compare widths, such as a test.</summary>
    public static IDisposable Use(string kernel, int threads)
    {
        var before = new Restore(_kernel, _threads);
        Kernel = kernel;
        Threads = threads;
        return before;
    }

    private static int FromName(string? name, string where)
    {
        int best = Kernels.BestFirst.Index().First(row => row.Item.IsSupported).Index;
        if (string.IsNullOrWhiteSpace(name)) return best;
        foreach ((int index, KernelRow row) in Kernels.BestFirst.Index())
        {
            if (!string.Equals(row.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)) continue;
            return row.IsSupported
                ? index
                : throw new PlatformNotSupportedException($"{where} asks for kernel '{row.Name}', which this machine does not have. It has: {Known(row => row.IsSupported)}.");
        }
        throw new ArgumentException($"{where} asks for kernel '{name}'. Known: {Known(_ => true)}.");
    }

    private static string Known(Func<KernelRow, bool> which) => string.Join(", ", Kernels.BestFirst.Where(which).Select(row => row.Name));

    private static int FromText(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Math.Min(Environment.ProcessorCount, 1024);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads is >= 1 and <= 1024
            ? threads
            : throw new ArgumentException($"ELMAN_THREADS is '{text}'; it must be a whole number from 1 to 1024.");
    }

    private sealed class Restore(int kernel, int threads) : IDisposable
    {
        public void Dispose() => (_kernel, _threads) = (kernel, threads);
    }
}
