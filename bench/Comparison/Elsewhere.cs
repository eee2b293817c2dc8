using System.Globalization;

namespace Elman.Bench.Comparison;

/// <summary>
/// RTNeural, which is compiled for each model and so is not among the programs that are measured: its figures from another machine, scaled by what the two machines
/// can do, multiply-adds where the weights lie in the first cache (H ≤ 64), reads where they do not.
/// </summary>
internal static class Elsewhere
{
    public const string Name = "rtneural";

    private static readonly string[][] _lines = Read();

    /// <summary>The time that it would take here; null where it has no such case.</summary>
    public static (string Name, double Time)? Of(Case one, Limits here)
    {
        string[]? step = _lines.FirstOrDefault(words => words[0] == "step" && words[1] == one.Cell && Number(words[2]) == one.D && Number(words[3]) == one.H);
        if (step is null) return null;
        long bytes = one.BytesOfStep(1);
        double scale = one.H <= 64 || here.RateOf(bytes) is not { } rate ? Number(_lines.First(words => words[0] == "peak")[1]) / here.Peak : RateThere(bytes) / rate;
        return (Name, Number(step[4]) * scale);
    }

    /// <summary>GB/s there, between the two sizes that were measured.</summary>
    private static double RateThere(long bytes)
    {
        (double Bytes, double Rate)[] reads = [.. _lines.Where(words => words[0] == "read").Select(words => (Number(words[1]), Number(words[2])))];
        int above = Array.FindIndex(reads, read => read.Bytes >= bytes);
        if (above <= 0) return above == 0 ? reads[0].Rate : reads[^1].Rate;
        ((double from, double low), (double to, double high)) = (reads[above - 1], reads[above]);
        return low + (high - low) * Math.Log(bytes / from) / Math.Log(to / from);
    }

    private static string[][] Read()
    {
        using var reader = new StreamReader(typeof(Elsewhere).Assembly.GetManifestResourceStream("rtneural.csv")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(','))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
