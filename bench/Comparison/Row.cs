namespace Elman.Bench.Comparison;

/// <summary>What came out for one case at one number of threads.</summary>
/// <param name="Times">Of each program that has the case: the medians that each of its processes gave, in microseconds.</param>
/// <param name="Roof">What bounds the case on this machine.</param>
/// <param name="RoofTime">The microseconds that the bound alone would take.</param>
/// <param name="Allocated">Bytes that a call of ours allocates beyond its result.</param>
internal sealed record Row(Case Case, int Threads, IReadOnlyDictionary<string, double[]> Times, string Roof, double RoofTime, double Allocated)
{
    public double Ours => Median(Times[Peers.Peer.Ours]);

    /// <summary>Half the distance between the lowest and the highest median of our processes, as a part of the median.</summary>
    public double Spread => (Times[Peers.Peer.Ours].Max() - Times[Peers.Peer.Ours].Min()) / 2 / Ours;

    /// <summary>The fastest of the others; null where nobody else has the case.</summary>
    public (string Name, double Time)? Best => Times.Where(row => row.Key != Peers.Peer.Ours).Select(row => ((string, double)?)(row.Key, Median(row.Value))).MinBy(row => row!.Value.Item2);

    /// <summary>How many times as fast as the best peer.</summary>
    public double? Ratio => Best is { } best ? best.Time / Ours : null;

    /// <summary>GFLOP/s of products.</summary>
    public double Rate => Case.Operations / Ours / 1e3;

    public double Fraction => RoofTime / Ours;

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
