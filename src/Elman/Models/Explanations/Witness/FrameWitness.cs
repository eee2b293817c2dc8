using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>What stands around the cells of a recurrent layer: the merge of its directions, and what goes past it.</summary>
internal sealed class FrameWitness
{
    private readonly string _merge, _connection, _direction, _padding;
    private readonly WitnessArray? _across, _gate, _gateBias;

    public FrameWitness(WitnessNode node, int layer)
    {
        JsonNode options = node.Options["layers"]![layer]!;
        _merge = options["merge"]?.GetValue<string>() ?? "concatenate";
        _connection = options["connection"]?.GetValue<string>() ?? "none";
        _padding = options["padding"]?.GetValue<string>() ?? "zero";
        _direction = options["direction"]!.GetValue<string>();
        string before = string.Create(CultureInfo.InvariantCulture, $"{layer}.connection.");
        (_across, _gate, _gateBias) = (node.Arrays.GetValueOrDefault(before + "weight"), node.Arrays.GetValueOrDefault(before + "gate_weight"), node.Arrays.GetValueOrDefault(before + "gate_bias"));
    }

    /// <summary>Whether nothing goes past the layer.</summary>
    public bool IsPlain => _connection == "none";

    /// <summary>The outputs of the directions at one step.</summary>
    public double[] Merge(double[][] sides)
    {
        if (sides.Length == 1) return sides[0];
        (double[] f, double[] b) = (sides[0], sides[1]);
        return _merge switch
        {
            "sum" => [.. f.Zip(b, (x, y) => x + y)],
            "multiply" => [.. f.Zip(b, (x, y) => x * y)],
            "average" => [.. f.Zip(b, (x, y) => (x + y) / 2)],
            _ => [.. f, .. b],
        };
    }

    /// <summary>The layer's output with what goes past it.</summary>
    public WitnessSignal Past(WitnessSignal x, WitnessSignal y)
    {
        if (IsPlain) return y;
        return y.Each(y.Features + (_connection == "dense" ? x.Features : 0), (n, t) =>
        {
            double[] below = x.Values[n][t], made = y.Values[n][t], past = _across is null ? below : Times(_across, below);
            if (_connection == "residual") return [.. made.Zip(past, (a, b) => a + b)];
            if (_connection == "dense") return [.. made, .. past];
            double[] gate = [.. Times(_gate!, below).Zip(_gateBias!.Values, (sum, bias) => 1 / (1 + Math.Exp(-(sum + bias))))];
            return [.. gate.Select((g, unit) => g * made[unit] + (1 - g) * past[unit])];
        });
    }

    /// <summary>The output behind the end of each sequence: zero, or what it was at the last step that is there.</summary>
    public WitnessSignal Padded(WitnessSignal y)
    {
        if (_padding != "hold") return y;
        double[][][] values = [.. y.Values.Select((steps, n) => (double[][])[.. steps.Select((step, t) => t < y.Lengths[n] || y.Lengths[n] == 0 ? step : steps[y.Lengths[n] - 1])])];
        return y with { Values = values };
    }

    /// <summary>The output at the last step, of a reversed layer at the first.</summary>
    public double[][] AtEnd(WitnessSignal y) =>
        [.. y.Values.Select((steps, n) => y.Lengths[n] == 0 ? new double[y.Features] : steps[_direction == "reverse" ? 0 : y.Lengths[n] - 1])];

    private static double[] Times(WitnessArray matrix, double[] vector) =>
        [.. Enumerable.Range(0, matrix.Shape[0]).Select(row => vector.Select((number, column) => matrix.Values[row * matrix.Shape[1] + column] * number).Sum())];
}
