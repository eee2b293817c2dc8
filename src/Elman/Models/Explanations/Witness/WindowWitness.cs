using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>The layers whose windows go along time, and those that take a mean over it, one plain loop each.</summary>
internal static class WindowWitness
{
    public static WitnessSignal Convolve(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessArray weight = node.Arrays["weight"];
        int taps = weight.Shape[1], seen = weight.Shape[2], outputs = weight.Shape[0], perGroup = outputs / Whole(node.Options, "groups", 1);
        double[]? bias = node.Arrays.GetValueOrDefault("bias")?.Values;
        return Slide(node.Options, inputs[0], outputs, (x, places) =>
        {
            var y = new double[outputs];
            for (int o = 0; o < outputs; o++)
            {
                y[o] = bias?[o] ?? 0;
                for (int k = 0; k < taps; k++)
                    for (int i = 0; i < seen; i++)
                        if (places[k] is int t) y[o] += weight.Values[(o * taps + k) * seen + i] * x[t][o / perGroup * seen + i];
            }
            return y;
        });
    }

    public static WitnessSignal Largest(WitnessNode node, WitnessSignal[] inputs) =>
        Slide(node.Options, inputs[0], inputs[0].Features, (x, places) => Features(inputs[0], f => places.OfType<int>().Max(t => x[t][f])));

    public static WitnessSignal Mean(WitnessNode node, WitnessSignal[] inputs)
    {
        bool all = node.Options["counts_padding"]?.GetValue<bool>() == true;
        return Slide(node.Options, inputs[0], inputs[0].Features, (x, places) => Features(inputs[0], f => places.OfType<int>().Sum(t => x[t][f]) / (all ? places.Length : places.OfType<int>().Count())));
    }

    public static WitnessSignal LargestOfAll(WitnessNode node, WitnessSignal[] inputs) => OfAll(inputs[0], steps => steps.Max());

    public static WitnessSignal MeanOfAll(WitnessNode node, WitnessSignal[] inputs) => OfAll(inputs[0], steps => steps.Average());

    public static WitnessSignal GroupNorm(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessSignal x = inputs[0];
        int groups = Whole(node.Options, "groups", 1), width = x.Features / groups;
        double epsilon = node.Options["epsilon"]!.GetValue<double>();
        double[]? scale = node.Arrays.GetValueOrDefault("weight")?.Values, shift = node.Arrays.GetValueOrDefault("bias")?.Values;
        (double Mean, double Root)[][] found = [.. x.Values.Select((steps, n) => Enumerable.Range(0, groups).Select(group =>
        {
            double[] all = [.. steps.Take(x.Lengths[n]).SelectMany(step => step.Skip(group * width).Take(width)).DefaultIfEmpty()];
            double mean = all.Average();
            return (mean, Math.Sqrt(all.Average(value => (value - mean) * (value - mean)) + epsilon));
        }).ToArray())];
        return x.Each(x.Features, (n, t) => Features(x, f =>
        {
            (double mean, double root) = found[n][f / width];
            return (x.Values[n][t][f] - mean) / root * (scale?[f] ?? 1) + (shift?[f] ?? 0);
        }));
    }

    public static WitnessSignal EndMask(WitnessNode node, WitnessSignal[] inputs) => inputs[0] with { Mask = null };

    /// <summary>Each window in turn: the step that each tap sees, null outside of the sequence.</summary>
    private static WitnessSignal Slide(JsonObject options, WitnessSignal x, int features, Func<double[][], int?[], double[]> of)
    {
        int size = Whole(options, "size", 1), stride = Whole(options, "stride", 1), dilation = Whole(options, "dilation", 1), span = (size - 1) * dilation + 1;
        string padding = options["padding"]!.GetValue<string>();
        double[][][] y = WitnessSignal.Blank(x.Values.Length, Places(x.Values[0].Length).Count, features);
        for (int n = 0; n < y.Length; n++)
            foreach ((int window, int?[] places) in Places(x.Lengths[n]).Index()) y[n][window] = of(x.Values[n], places);
        return new(y, true, [.. x.Lengths.Select(length => Places(length).Count)]);

        List<int?[]> Places(int length)
        {
            int same = padding == "same" ? Math.Max(0, ((length + stride - 1) / stride - 1) * stride + span - length) : 0;
            (int before, int after) = padding switch
            {
                "same" => (same / 2, same - same / 2),
                "causal" => (span - 1, 0),
                "explicit" => (Whole(options, "before", 0), Whole(options, "after", 0)),
                _ => (0, 0),
            };
            var places = new List<int?[]>();
            for (int first = -before; length > 0 && first + span <= length + after; first += stride)
                places.Add([.. Enumerable.Range(0, size).Select(tap => first + tap * dilation is >= 0 and var t && t < length ? t : (int?)null)]);
            return places;
        }
    }

    private static WitnessSignal OfAll(WitnessSignal x, Func<IEnumerable<double>, double> of)
    {
        double[][][] y = WitnessSignal.Blank(x.Values.Length, 1, x.Features);
        for (int n = 0; n < y.Length; n++)
        {
            double[][] steps = [.. x.Values[n].Take(x.Lengths[n]).Where((_, t) => x.Mask?[n][t] != false)];
            if (steps.Length > 0) y[n][0] = Features(x, f => of(steps.Select(step => step[f])));
        }
        return new(y, false, [.. y.Select(_ => 1)]);
    }

    private static double[] Features(WitnessSignal x, Func<int, double> of) => [.. Enumerable.Range(0, x.Features).Select(of)];

    private static int Whole(JsonObject options, string name, int otherwise) => options[name]?.GetValue<int>() ?? otherwise;
}
