using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>The layers that move steps, one plain loop each.</summary>
internal static class StepWitness
{
    public static WitnessSignal Embed(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessArray table = node.Arrays["weight"];
        int width = table.Shape[1];
        int? masked = node.Options["mask"]?.GetValue<int>();
        WitnessSignal x = inputs[0], y = x.Each(width, (n, t) => table.Values[((int)x.Values[n][t][0] * width)..(((int)x.Values[n][t][0] + 1) * width)]);
        return masked is null || !x.HasTime ? y : y with { Mask = Marks(x, (n, t) => (int)x.Values[n][t][0] != masked) };
    }

    public static WitnessSignal Last(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessSignal x = inputs[0];
        double[][][] y = WitnessSignal.Blank(x.Values.Length, 1, x.Features);
        for (int n = 0; n < y.Length; n++)
            if (x.Lengths[n] > 0) y[n][0] = x.Values[n][x.Lengths[n] - 1];
        return new(y, false, Ones(y.Length));
    }

    public static WitnessSignal Flatten(WitnessNode node, WitnessSignal[] inputs) =>
        new([.. inputs[0].Values.Select(steps => (double[][])[[.. steps.SelectMany(step => step)]])], false, Ones(inputs[0].Values.Length));

    public static WitnessSignal Repeat(WitnessNode node, WitnessSignal[] inputs)
    {
        int steps = node.Options["steps"]!.GetValue<int>();
        return new([.. inputs[0].Values.Select(one => Enumerable.Repeat(one[0], steps).ToArray())], true, [.. inputs[0].Values.Select(_ => steps)]);
    }

    public static WitnessSignal Reverse(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessSignal x = inputs[0];
        return x.Each(x.Features, (n, t) => x.Values[n][x.Lengths[n] - 1 - t]);
    }

    public static WitnessSignal Mask(WitnessNode node, WitnessSignal[] inputs)
    {
        double value = Number(node.Options, "value");
        WitnessSignal x = inputs[0];
        bool[][] mask = Marks(x, (n, t) => x.Values[n][t].Any(number => number != value));
        return x.Each(x.Features, (n, t) => mask[n][t] ? x.Values[n][t] : new double[x.Features]) with { Mask = mask };
    }

    public static WitnessSignal Present(WitnessNode node, WitnessSignal[] inputs)
    {
        WitnessSignal x = inputs[0];
        double[][][] y = WitnessSignal.Blank(x.Values.Length, x.Values[0].Length, x.Features);
        var lengths = new int[y.Length];
        for (int n = 0; n < y.Length; n++)
            for (int t = 0; t < x.Lengths[n]; t++)
                if (x.Mask![n][t]) y[n][lengths[n]++] = x.Values[n][t];
        return new(y, true, lengths);
    }

    public static WitnessSignal PutBack(WitnessNode node, WitnessSignal[] inputs)
    {
        bool holds = node.Options["between"]!.GetValue<string>() == "hold";
        WitnessSignal computed = inputs[0], masked = inputs[1];
        double[][][] y = WitnessSignal.Blank(masked.Values.Length, masked.Values[0].Length, computed.Features);
        for (int n = 0; n < y.Length; n++)
        {
            int place = -1;
            for (int t = 0; t < masked.Lengths[n]; t++)
            {
                bool counts = masked.Mask![n][t];
                if (counts) place++;
                if (place >= 0 && (counts || holds)) y[n][t] = computed.Values[n][place];
            }
        }
        return masked with { Values = y };
    }

    private static bool[][] Marks(WitnessSignal x, Func<int, int, bool> of) =>
        [.. x.Values.Select((steps, n) => steps.Select((_, t) => t < x.Lengths[n] && of(n, t)).ToArray())];

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];

    private static double Number(JsonObject options, string name) => double.Parse(options[name]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
