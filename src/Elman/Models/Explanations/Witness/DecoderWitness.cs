using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>Recurrent layers that attend at every step and are fed what they saw, one plain loop over sequences, steps and layers.</summary>
internal static class DecoderWitness
{
    public static WitnessSignal Decode(WitnessNode node, WitnessSignal[] inputs)
    {
        JsonObject[] layers = [.. node.Options["layers"]!.AsArray().Select(layer => layer!.AsObject())];
        CellWitness[] cells = [.. layers.Select((layer, l) => new CellWitness(Equations(layer), layer, name => node.Arrays.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"{l}.forward.{name}"))))];
        FrameWitness[] frames = [.. layers.Select((_, l) => new FrameWitness(node, l))];
        bool isContext = node.Options["feeding"]!.GetValue<string>() == "context";
        WitnessSignal x = inputs[0], memory = inputs[1];
        var outputs = new double[x.Values.Length][][];
        for (int n = 0; n < outputs.Length; n++)
        {
            var given = new Queue<double[]>(inputs.Skip(2).Select(state => state.Values[n][0]));
            double[][][] states = [.. cells.Select((cell, l) => cell.Cell.States.Select((_, s) => given.Count > 0 ? given.Dequeue() : new double[Size(layers[l], s)]).ToArray())];
            double[] fed = new double[isContext ? memory.Features : node.Arrays["attentional_weight"].Shape[0]];
            var steps = new List<double[]>();
            for (int t = 0; t < x.Lengths[n]; t++)
            {
                if (isContext) fed = Context(node, memory, n, states[^1][0]);
                double[] h = [.. x.Values[n][t], .. fed];
                for (int l = 0; l < cells.Length; l++)
                {
                    (double[][][] output, double[][][] after) = cells[l].Run(One(h), false, [.. states[l].Select(state => (double[][])[state])], null);
                    states[l] = [.. after.Select(state => state[0])];
                    h = frames[l].Past(One(h), One(output[0][0])).Values[0][0];
                }
                if (!isContext) fed = Attentional(node, [.. Context(node, memory, n, h), .. h]);
                steps.Add(isContext ? [.. h, .. fed] : fed);
            }
            outputs[n] = [.. steps];
        }
        int width = outputs.SelectMany(steps => steps).Select(step => step.Length).FirstOrDefault(1);
        return x.Each(width, (n, t) => outputs[n][t]);
    }

    private static CellEquations Equations(JsonObject layer)
    {
        string name = layer["cell"]!.GetValue<string>();
        return CellEquationTable.Find(name) ?? throw new FormatException($"there are no equations for the cell '{name}'");
    }

    private static int Size(JsonObject layer, int state) => state == 0 && layer["projection"]?.GetValue<int>() is int outputs ? outputs : layer["hidden"]!.GetValue<int>();

    private static WitnessSignal One(double[] step) => new([[step]], true, [1]);

    private static double[] Context(WitnessNode node, WitnessSignal memory, int n, double[] query)
    {
        int[] places = [.. Enumerable.Range(0, memory.Lengths[n]).Where(s => memory.Mask?[n][s] != false)];
        var context = new double[memory.Features];
        if (places.Length == 0) return context;
        double[] scores = [.. places.Select(s => Score(node, query, memory.Values[n][s]))];
        double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
        foreach ((int index, int s) in places.Index())
            for (int i = 0; i < context.Length; i++) context[i] += weights[index] / weights.Sum() * memory.Values[n][s][i];
        return context;
    }

    private static double Score(WitnessNode node, double[] query, double[] step) => node.Options["score"]!.GetValue<string>() switch
    {
        "dot" => Dot(query, step),
        "general" => Dot(query, Times(node.Arrays["memory_weight"], step)),
        _ => Dot(node.Arrays["score_weight"].Values, [.. Times(node.Arrays["query_weight"], query).Zip(Times(node.Arrays["memory_weight"], step), (a, b) => Math.Tanh(a + b))]),
    };

    private static double[] Attentional(WitnessNode node, double[] both) =>
        [.. Times(node.Arrays["attentional_weight"], both).Zip(node.Arrays["attentional_bias"].Values, (sum, bias) => Math.Tanh(sum + bias))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Times(WitnessArray matrix, double[] vector) =>
        [.. Enumerable.Range(0, matrix.Shape[0]).Select(row => vector.Select((number, column) => matrix.Values[row * matrix.Shape[1] + column] * number).Sum())];
}
