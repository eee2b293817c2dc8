using System.Globalization;
using Elman.Bench.Comparison;
using Elman.Bench.Peers;
using Elman.Bench.Performance;
using Elman.Bench.Startup;

namespace Elman.Bench;

/// <summary>What one call of the bench does.</summary>
internal static class Session
{
    /// <summary>Kernels whose early calls are looked at: each small enough for a thousand of them.</summary>
    private static readonly string[] _tiered =
        ["inference lstm 1 100 16 16 1", "inference gru 1 100 64 64 1", "inference rnn-tanh 32 50 64 64 1", "training lstm 1 100 16 16 1", "training gru 1 100 64 64 1", "stream lstm 1 1 16 16 1", "stream gru 1 1 64 64 1", "stream lstm 8 1 64 64 1 many"];

    /// <summary>The folder of the sources, from which all programs are started.</summary>
    private static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private static string PeerFolder => Path.Combine(Root, "bench", "peers");

    public static void Compare(Options options, string[] arguments, TextWriter output)
    {
        var peers = new PeerList(PeerFolder, options.Simd);
        var report = new Report(output, peers.Rows);
        report.Head();
        Measure(peers, options.Effort, options.Cases, options.Threads, report);
        report.End();
        if (options.Json is { } json) File.WriteAllText(json, report.ToJson().ToJsonString(new() { WriteIndented = true }) + "\n");
        if (options.Pictures is { } folder) Pictures.Write(report.Rows, folder);
        if (options.Page is null) return;

        var narrow = new Report(output, peers.Rows);
        if (options.Simd is null)
        {
            output.WriteLine("\n256 bits");
            Measure(new(PeerFolder, "256"), Effort.Named("quick"), Grid.Read(quick: true), [1], narrow);
        }
        (Case Case, double Spread)[] tiers = [.. Tiers()];
        Print(tiers, output);
        StartTimes? start = Try(() => Start(output), output);
        if (start is not null) Print(start, output);
        string command = $"dotnet run -c Release --project bench -- {string.Join(' ', arguments.Select(argument => argument.Contains(' ') ? $"'{argument}'" : argument))}";
        Page.Write(new(Report.Machine, command, peers.Rows, report.Rows, narrow.Rows, tiers, start), options.Page);
    }

    private static void Measure(PeerList peers, Effort effort, IReadOnlyList<Case> cases, IReadOnlyList<int> threads, Report report)
    {
        peers.Prepare(cases.Select(one => one.ToString()));
        foreach ((int i, int count) in threads.Index())
            foreach (Row row in new Runner(peers, effort, withMemory: i == 0 && peers.Simd is null).Run(cases, count)) report.Add(row);
    }

    public static IEnumerable<(Case Case, double Spread)> Tiers()
    {
        Peer ours = new PeerList(PeerFolder, null).Rows[0];
        foreach (Case one in _tiered.Select(Case.Parse))
        {
            using var worker = new Worker(ours, 1);
            worker.Take(one);
            yield return (one, worker.Number("tiers"));
        }
    }

    public static StartTimes Start(TextWriter log) => Publishing.Measure(Root, log);

    public static void Print(IEnumerable<(Case Case, double Spread)> tiers, TextWriter output)
    {
        output.WriteLine("\nthe slowest of the 2nd, 10th and 1,000th call of a fresh process beside the fastest");
        foreach ((Case one, double spread) in tiers) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one,-42}{spread,8:F2}"));
    }

    public static void Print(StartTimes start, TextWriter output)
    {
        output.WriteLine($"\n{start.Published}; milliseconds");
        output.WriteLine($"{"",-50}{"from Main",10}{"process",10}");
        foreach (StartRow row in start.Rows) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name,-50}{row.Answer,10:F1}{row.Whole,10:F1}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"an empty program",-50}{"–",10}{start.Empty,10:F1}"));
    }

    /// <summary>What cannot be measured on this machine is named and left out.</summary>
    private static TResult? Try<TResult>(Func<TResult> measure, TextWriter output) where TResult : class
    {
        try
        {
            return measure();
        }
        catch (InvalidOperationException error)
        {
            output.WriteLine($"missing: {error.Message}");
            return null;
        }
    }
}
