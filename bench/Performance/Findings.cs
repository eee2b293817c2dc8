using Elman.Bench.Comparison;
using Elman.Bench.Peers;
using Elman.Bench.Startup;

namespace Elman.Bench.Performance;

/// <summary>All that one run has measured.</summary>
/// <param name="Command">What was typed.</param>
/// <param name="Narrow">The same with vectors of 256 bits for everybody; of the quick cases.</param>
/// <param name="Tiers">How far the early calls of a process are from the later ones.</param>
/// <param name="Start">Null where it was not asked for.</param>
internal sealed record Findings(string Machine, string Command, IReadOnlyList<Peer> Peers, IReadOnlyList<Row> Rows, IReadOnlyList<Row> Narrow, IReadOnlyList<(Case Case, double Spread)> Tiers, StartTimes? Start)
{
    public IEnumerable<int> Threads => Rows.Select(row => row.Threads).Distinct();

    public Row? Find(Case one, int threads) => Rows.FirstOrDefault(row => row.Case == one && row.Threads == threads);

    /// <summary>Those of one mode and number of threads that somebody else has too.</summary>
    public Row[] Compared(string mode, int threads) => [.. Rows.Where(row => row.Case.Mode == mode && row.Threads == threads && row.Ratio is not null)];

    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
