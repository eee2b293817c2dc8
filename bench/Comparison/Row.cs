namespace Elman.Bench.Comparison;

/// <summary>What came out for one case at one number of threads.</summary>
/// <param name="Times">Of each program that has the case: the medians that each of its processes gave, in microseconds.</param>
/// <param name="Roof">What bounds the case on this machine.</param>
/// <param name="RoofTime">The microseconds that the bound alone would take.</param>
/// <param name="Memory">What our call takes beyond its result; null for another number of threads than the first, where it is as much.</param>
internal sealed record Row(Case Case, int Threads, IReadOnlyDictionary<string, double[]> Times, string Roof, double RoofTime, Memory? Memory)
{
    /// <summary>Of a step of many: the microseconds of the same sessions stepped one by one.</summary>
    public double? Apart { get; init; }

    /// <summary>Who is not measured here but was elsewhere, and the microseconds that it would take here.</summary>
    public (string Name, double Time)? Scaled { get; init; }

    /// <summary>How many times as fast as that.</summary>
    public double? ScaledRatio => Scaled is { } scaled ? scaled.Time / Ours : null;

    /// <summary>Whether multiply-adds bound it.</summary>
    public bool IsComputed => Roof == Limits.MultiplyAdds;

    public double Ours => Median(Times[Peers.Peer.Ours]);

    /// <summary>Half the distance between the lowest and the highest median of our processes, as a part of the median.</summary>
    public double Spread => (Times[Peers.Peer.Ours].Max() - Times[Peers.Peer.Ours].Min()) / 2 / Ours;

    /// <summary>The fastest of the others; null where nobody else has the case.</summary>
    public (string Name, double Time)? Best => Times.Where(row => row.Key != Peers.Peer.Ours).Select(row => ((string, double)?)(row.Key, Median(row.Value))).MinBy(row => row!.Value.Item2);

    /// <summary>How many times as fast as the best peer.</summary>
    public double? Ratio => Best is { } best ? best.Time / Ours : null;

    /// <summary>GFLOP/s of products.</summary>
    public double Rate => Case.Operations / Ours / 1e3;

    /// <summary>The part of what the roof allows.</summary>
    public double Fraction => RoofTime / Ours;

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
