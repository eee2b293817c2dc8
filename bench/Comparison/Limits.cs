using System.Globalization;
using Elman.Bench.Peers;

namespace Elman.Bench.Comparison;

/// <summary>What this machine can do at most, measured by our own process in the same run: multiply-adds from registers, and plain reads of as many bytes as a step of the case reads.</summary>
internal sealed class Limits(int threads)
{
    public const string MultiplyAdds = "multiply-adds";

    private readonly Dictionary<long, double> _reads = [];

    /// <summary>GFLOP/s of all threads.</summary>
    public double Peak { get; private set; }

    /// <summary>The best of every process counts: a limit is what was reached once.</summary>
    public void Measure(Worker ours, IEnumerable<Case> cases)
    {
        Peak = Math.Max(Peak, ours.Number("peak"));
        foreach (long bytes in cases.Select(one => one.BytesOfStep(threads)).Where(bytes => bytes > 0).Distinct())
            _reads[bytes] = Math.Max(_reads.GetValueOrDefault(bytes), ours.Number(string.Create(CultureInfo.InvariantCulture, $"read {bytes}")));
    }

    /// <summary>GB/s of one core over so many bytes, where a case asked for it.</summary>
    public double? RateOf(long bytes) => _reads.TryGetValue(bytes, out double rate) ? rate / threads : null;

    /// <summary>The binding roof, and the microseconds that it takes.</summary>
    public (string Name, double Time) Of(Case one)
    {
        double compute = one.Operations / Peak / 1e3;
        long bytes = one.BytesOfStep(threads);
        if (bytes == 0) return (MultiplyAdds, compute);
        // A stream is one thread's; elsewhere the threads read their parts at the same time.
        // What does not wait for the step before is a product of matrices, and comes beside the reads.
        double rate = _reads[bytes] / threads, read = bytes * one.Reads / rate / 1e3 + (one.Operations - one.OperationsInSteps) / Peak / 1e3;
        return compute >= read ? (MultiplyAdds, compute) : (string.Create(CultureInfo.InvariantCulture, $"reads of {bytes / 1024.0:0.#} KB at {rate:F0} GB/s a core"), read);
    }
}
