using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>The layers that lay steps and features out anew, one plain loop each.</summary>
internal static class ShapeWitness
{
    public static WitnessSignal Reshape(WitnessNode node, WitnessSignal[] inputs)
    {
        int features = node.Options["to_features"]!.GetValue<int>();
        double[][][] y = [.. inputs[0].Values.Select(steps => steps.SelectMany(step => step).Chunk(features).ToArray())];
        return Whole(y, node.Options["to_steps"] is not null);
    }

    public static WitnessSignal Permute(WitnessNode node, WitnessSignal[] inputs) =>
        Whole([.. inputs[0].Values.Select(steps => Enumerable.Range(0, inputs[0].Features).Select(f => steps.Select(step => step[f]).ToArray()).ToArray())], true);

    public static WitnessSignal Pad(WitnessNode node, WitnessSignal[] inputs)
    {
        (int before, int after) = Ends(node.Options);
        return Each(inputs[0], length => length + before + after, (steps, length, t) => t >= before && t < before + length ? steps[t - before] : new double[inputs[0].Features]);
    }

    public static WitnessSignal Crop(WitnessNode node, WitnessSignal[] inputs)
    {
        (int before, int after) = Ends(node.Options);
        return Each(inputs[0], length => Math.Max(0, length - before - after), (steps, _, t) => steps[t + before]);
    }

    public static WitnessSignal UpSample(WitnessNode node, WitnessSignal[] inputs)
    {
        int size = node.Options["size"]!.GetValue<int>();
        return Each(inputs[0], length => length * size, (steps, _, t) => steps[t / size]);
    }

    public static WitnessSignal PRelu(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessArray alpha = node.Arrays["weight"];
        int features = alpha.Shape[^1];
        return inputs[0].Each(inputs[0].Features, (n, t) => [.. inputs[0].Values[n][t].Select((x, f) => x > 0 ? x : x * alpha.Values[(alpha.Shape.Length == 2 ? t * features : 0) + (features == 1 ? 0 : f)])]);
    }

    private static WitnessSignal Each(WitnessSignal x, Func<int, int> count, Func<double[][], int, int, double[]> of)
    {
        double[][][] y = WitnessSignal.Blank(x.Values.Length, count(x.Values[0].Length), x.Features);
        int[] lengths = [.. x.Lengths.Select(count)];
        for (int n = 0; n < y.Length; n++)
            for (int t = 0; t < lengths[n]; t++) y[n][t] = of(x.Values[n], x.Lengths[n], t);
        return new(y, true, lengths);
    }

    private static WitnessSignal Whole(double[][][] values, bool hasTime) => new(values, hasTime, [.. values.Select(steps => steps.Length)]);

    private static (int, int) Ends(JsonObject options) => (options["before"]!.GetValue<int>(), options["after"]!.GetValue<int>());
}
