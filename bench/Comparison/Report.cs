using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Bench.Peers;

namespace Elman.Bench.Comparison;

/// <summary>Prints rows as they come, and what they come to.</summary>
internal sealed class Report(TextWriter output, IReadOnlyList<Peer> peers)
{
    private readonly List<Row> _rows = [];
    private int _threads;

    public IReadOnlyList<Row> Rows => _rows;

    private IEnumerable<Peer> Others => peers.Skip(1);

    public void Head()
    {
        Line($"{Machine}");
        foreach (Peer peer in Others.Where(peer => peer.Missing is not null)) Line($"missing: {peer.Name}: {peer.Missing}");
    }

    public void Add(Row row)
    {
        if (row.Threads != _threads)
        {
            _threads = row.Threads;
            Line($"");
            Line($"{_threads} thread{(_threads == 1 ? "" : "s")}; microseconds a call");
            Line($"{"case (mode cell N T D H L)",-42}{Peer.Ours,10}{"±",6}{string.Concat(Others.Select(peer => peer.Name.PadLeft(15)))}{"ratio",8}{"GFLOP/s",9}{"of roof",9}  roof");
        }
        _rows.Add(row);
        string others = string.Concat(Others.Select(peer => (row.Times.TryGetValue(peer.Name, out double[]? times) ? Time(Row.Median(times)) : "–").PadLeft(15)));
        Line($"{row.Case,-42}{Time(row.Ours),10}{row.Spread,6:P0}{others}{(row.Ratio is { } ratio ? ratio.ToString("F2", CultureInfo.InvariantCulture) : "–"),8}{row.Rate,9:F1}{row.Fraction,9:P0}  {row.Roof}{Beside(row)}");
    }

    /// <summary>What only some rows have.</summary>
    private static string Beside(Row row)
    {
        string text = "";
        if (row.Apart is { } apart) text += $"; one by one {Time(apart)}";
        if (row.Scaled is { } scaled) text += string.Create(CultureInfo.InvariantCulture, $"; {scaled.Name}, scaled and not measured here, {Time(scaled.Time)}: {row.ScaledRatio:F2}");
        if (row.Memory is { } memory) text += string.Create(CultureInfo.InvariantCulture, $"; memory {memory.First / 1024:#,##0} KB, later calls {memory.Later:#,##0} bytes");
        return text;
    }

    /// <summary>The ratios of each mode and number of threads: geometric mean, the lowest, and how many lie under 1.</summary>
    public void End()
    {
        Line($"");
        foreach (var group in _rows.Where(row => row.Ratio is not null).GroupBy(row => (row.Case.Mode, row.Threads)))
        {
            Row worst = group.MinBy(row => row.Ratio)!;
            Line($"{group.Key.Mode}, {group.Key.Threads} thread{(group.Key.Threads == 1 ? "" : "s")}: {Math.Exp(group.Average(row => Math.Log(row.Ratio!.Value))):F2} × the best peer in the geometric mean of {group.Count()} cases; lowest {worst.Ratio:F2} at '{worst.Case}'; {group.Count(row => row.Ratio < 1)} below 1");
        }
    }

    public JsonObject ToJson() => new()
    {
        ["machine"] = Machine,
        ["cells"] = new JsonArray([.. _rows.Select(row => new JsonObject
        {
            ["case"] = row.Case.ToString(),
            ["threads"] = row.Threads,
            ["ours_us"] = row.Ours,
            ["spread"] = row.Spread,
            ["peer"] = row.Best?.Name,
            ["peer_us"] = row.Best?.Time,
            ["ratio"] = row.Ratio,
            ["roof"] = row.Roof,
            ["fraction"] = row.Fraction,
            ["gflops"] = row.Rate,
            ["first_call_bytes"] = row.Memory?.First,
            ["later_call_bytes"] = row.Memory?.Later,
            ["apart_us"] = row.Apart,
            ["rtneural_scaled_us"] = row.Scaled?.Time,
            ["peers_us"] = new JsonObject(row.Times.Where(times => times.Key != Peer.Ours).Select(times => KeyValuePair.Create(times.Key, (JsonNode?)Row.Median(times.Value)))),
        })]),
    };

    public static string Machine { get; } = string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd}");

    private static string Processor()
    {
        string? line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }

    public static string Time(double microseconds) => microseconds.ToString(microseconds < 10 ? "F3" : microseconds < 1000 ? "F1" : "F0", CultureInfo.InvariantCulture);

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
