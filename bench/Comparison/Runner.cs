using System.Globalization;
using Elman.Bench.Peers;

namespace Elman.Bench.Comparison;

/// <summary>Measures all programs on each case in turns, so that whatever else the machine does meets them alike.</summary>
/// <param name="withMemory">Whether the memory of each case is measured too.</param>
internal sealed class Runner(PeerList peers, Effort effort, bool withMemory)
{
    /// <summary>What all of them are left alone for after each turn: threads of a peer may spin a while before they sleep.</summary>
    private static TimeSpan PauseFor(int threads) => TimeSpan.FromMilliseconds(threads == 1 ? 2 : 20);

    public IEnumerable<Row> Run(IReadOnlyList<Case> cases, int threads)
    {
        // A stream is one thread's.
        if (threads > 1) cases = [.. cases.Where(one => one.Mode != "stream" || one.IsMany)];
        var times = cases.ToDictionary(one => one, _ => new Dictionary<string, List<double>>());
        var limits = new Limits(threads);
        var apart = new Dictionary<Case, List<double>>();
        for (int process = 0; process < effort.Processes; process++)
        {
            List<Worker> workers = [.. peers.Rows.Where(peer => peer.Missing is null).Select(peer => new Worker(peer, threads))];
            try
            {
                limits.Measure(workers[0], cases);
                foreach (Case one in cases)
                {
                    Measure(one, workers, times[one], PauseFor(threads));
                    if (one.IsMany)
                    {
                        if (!apart.TryGetValue(one, out List<double>? single)) apart[one] = single = [];
                        single.Add(workers[0].Number(string.Create(CultureInfo.InvariantCulture, $"apart {effort.Milliseconds}")));
                    }
                    if (process == effort.Processes - 1) yield return Row(one);
                }
            }
            finally
            {
                foreach (Worker worker in workers) worker.Dispose();
            }
        }

        Row Row(Case one)
        {
            (string roof, double time) = limits.Of(one);
            return new(one, threads, times[one].ToDictionary(row => row.Key, row => row.Value.ToArray()), roof, time, withMemory ? Memory.Of(peers.Rows[0], one, threads) : null)
            {
                Apart = apart.TryGetValue(one, out List<double>? single) ? Comparison.Row.Median([.. single]) : null,
                Scaled = one.Mode == "stream" && !one.IsMany && peers.Simd is null ? Elsewhere.Of(one, limits) : null,
            };
        }
    }

    private void Measure(Case one, List<Worker> workers, Dictionary<string, List<double>> times, TimeSpan pause)
    {
        List<(Worker Worker, List<double> Rounds)> able = [.. workers.Where(worker => worker.Take(one)).Select(worker => (worker, new List<double>()))];
        for (int round = 0; round < effort.Rounds; round++)
            foreach ((Worker worker, List<double> rounds) in able)
            {
                rounds.Add(worker.Time(effort.Milliseconds));
                Thread.Sleep(pause);
            }
        foreach ((Worker worker, List<double> rounds) in able)
        {
            if (!times.TryGetValue(worker.Name, out List<double>? all)) times[worker.Name] = all = [];
            all.Add(Comparison.Row.Median([.. rounds]));
        }
    }
}
