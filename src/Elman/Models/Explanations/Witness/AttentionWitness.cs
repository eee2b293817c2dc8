using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>Attention, one plain loop over queries and one over keys.</summary>
internal static class AttentionWitness
{
    public static WitnessSignal Attend(WitnessNode node, WitnessSignal[] inputs)
    {
        string kind = node.Options["score"]!.GetValue<string>();
        double[]? scale = node.Arrays.GetValueOrDefault("scale")?.Values;
        double weight = node.Arrays.GetValueOrDefault("score_weight")?.Values[0] ?? 1;
        Func<int, double> s = i => scale is null ? 1 : scale[scale.Length == 1 ? 0 : i];
        return Run(node, inputs, inputs[^1].Values, inputs[1].Values, inputs[1].Features, (q, k) => kind switch
        {
            "dot" => s(0) * q.Zip(k, (a, b) => a * b).Sum(),
            "concat" => weight * q.Zip(k, (a, b) => Math.Tanh(s(0) * (a + b))).Sum(),
            _ => q.Select((a, i) => s(i) * Math.Tanh(a + k[i])).Sum(),
        });
    }

    public static WitnessSignal AttendByHeads(WitnessNode node, WitnessSignal[] inputs)
    {
        int heads = node.Options["heads"]!.GetValue<int>(), size = node.Options["key_size"]!.GetValue<int>(), valueSize = node.Options["value_size"]!.GetValue<int>();
        double[][][] query = Map("query", inputs[0]), key = Map("key", inputs[^1]), value = Map("value", inputs[1]);
        WitnessSignal[] parts = [.. Enumerable.Range(0, heads).Select(head => Run(node, [inputs[0] with { Values = Cut(query, head, size) }, inputs[1]], Cut(key, head, size), Cut(value, head, valueSize), valueSize,
            (q, k) => q.Zip(k, (a, b) => a * b).Sum() / Math.Sqrt(size)))];
        WitnessSignal joined = inputs[0] with { Values = [.. inputs[0].Values.Select((steps, n) => steps.Select((_, t) => parts.SelectMany(part => part.Values[n][t]).ToArray()).ToArray())] };
        double[][][] mapped = Map("output", joined);
        return inputs[0].Each(mapped[0][0].Length, (n, t) => Looks(node, inputs, n, t).Any() ? mapped[n][t] : new double[mapped[0][0].Length]);

        double[][][] Map(string name, WitnessSignal x)
        {
            WitnessArray weight = node.Arrays[$"{name}_weight"];
            double[]? bias = node.Arrays.GetValueOrDefault($"{name}_bias")?.Values;
            return [.. x.Values.Select(steps => steps.Select(step => Enumerable.Range(0, weight.Shape[0]).Select(o =>
            {
                double sum = bias?[o] ?? 0;
                for (int i = 0; i < step.Length; i++) sum += weight.Values[o * step.Length + i] * step[i];
                return sum;
            }).ToArray()).ToArray())];
        }
    }

    public static WitnessSignal Average(WitnessNode node, WitnessSignal[] inputs)
    {
        double[] weight = node.Arrays["weight"].Values;
        double epsilon = node.Options["epsilon"]!.GetValue<double>();
        return new([.. inputs[0].Values.Select((steps, n) => (double[][])[Mean([.. steps.Take(inputs[0].Lengths[n]).Where((_, t) => inputs[0].Mask?[n][t] != false)], steps[0].Length)])], false, [.. inputs[0].Values.Select(_ => 1)]);

        double[] Mean(double[][] steps, int width)
        {
            double[] scores = [.. steps.Select(step => step.Zip(weight, (x, w) => x * w).Sum())], parts = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
            if (steps.Length == 0) return new double[width];
            return [.. Enumerable.Range(0, width).Select(f => steps.Select((step, t) => parts[t] * step[f]).Sum() / (parts.Sum() + epsilon))];
        }
    }

    public static WitnessSignal Dot(WitnessNode node, WitnessSignal[] inputs)
    {
        int axis = node.Options["axis"]!.GetValue<int>(), other = node.Options["other_axis"]!.GetValue<int>();
        WitnessSignal a = inputs[0], b = inputs[1];
        if (!a.HasTime) return a with { Values = [.. a.Values.Select((one, n) => (double[][])[[one[0].Zip(b.Values[n][0], (x, y) => x * y).Sum()]])] };
        double[][][] y = [.. a.Values.Select((steps, n) => Rows(steps, axis).Select(row => Rows(b.Values[n], other).Select(column => row.Zip(column, (x, z) => x * z).Sum()).ToArray()).ToArray())];
        return new(y, true, [.. y.Select(steps => steps.Length)]);
    }

    /// <summary>The vectors along an axis of (steps, features).</summary>
    private static double[][] Rows(double[][] steps, int axis) => axis == 2 ? steps : [.. Enumerable.Range(0, steps[0].Length).Select(f => steps.Select(step => step[f]).ToArray())];

    private static double[][][] Cut(double[][][] x, int head, int size) => [.. x.Select(steps => steps.Select(step => step.Skip(head * size).Take(size).ToArray()).ToArray())];

    private static WitnessSignal Run(WitnessNode node, WitnessSignal[] inputs, double[][][] key, double[][][] value, int width, Func<double[], double[], double> score) => inputs[0].Each(width, (n, t) =>
    {
        int[] places = [.. Looks(node, inputs, n, t)];
        var y = new double[width];
        if (places.Length == 0) return y;
        double[] scores = [.. places.Select(place => score(inputs[0].Values[n][t], key[n][place]))];
        double[] weights = [.. scores.Select(one => Math.Exp(one - scores.Max()))];
        foreach ((int index, int place) in places.Index())
            for (int i = 0; i < width; i++) y[i] += weights[index] / weights.Sum() * value[n][place][i];
        return y;
    });

    /// <summary>The steps that a query looks at.</summary>
    private static IEnumerable<int> Looks(WitnessNode node, WitnessSignal[] inputs, int n, int t)
    {
        bool isCausal = node.Options["causal"]?.GetValue<bool>() == true;
        if (inputs[0].Mask?[n][t] == false) return [];
        return Enumerable.Range(0, inputs[1].Lengths[n]).Where(place => inputs[1].Mask?[n][place] != false && (!isCausal || place <= t));
    }
}
