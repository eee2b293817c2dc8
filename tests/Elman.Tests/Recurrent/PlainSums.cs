using Elman.Autograd;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Tests.Recurrent;

/// <summary>The pre-activations of the cells of the tests by a plain loop in double, from weights, inputs and traced gates and states.</summary>
/// <param name="h">(N, T, hidden)</param>
internal sealed class PlainSums(DirectedCell<double> cell, Tensor<double> x, Tensor<double> h)
{
    /// <summary>The gate that multiplies h of all units before the late products, by cell.</summary>
    private static readonly Dictionary<string, string> _between = new() { ["gru_reset_before"] = "reset", ["minimal_gated"] = "forget", ["two stages"] = "r", ["all early"] = "r" };

    public double Of(DirectionTrace<double> shown, int gate, int row, int step, int unit, int length)
    {
        CellSpec spec = cell.Cell.Spec;
        double input = Input(gate, row, step, unit);
        if (spec.Name == "indrnn") return input + Own("recurrent_vector", unit) * Before("h", row, step, unit, length);
        if (gate >= spec.Products.Length) return input;
        double recurrent = Recurrent(shown, gate, row, step, unit, length, gate >= cell.Cell.Shape.EarlyProducts ? _between.GetValueOrDefault(spec.Name) : null);
        if (spec.Name == "elman_residual") return input + recurrent + Before("h", row, step, unit, length);
        if (spec.Vectors.Contains("peephole_" + spec.Gates[gate]))
            return input + recurrent + Own("peephole_" + spec.Gates[gate], unit) * (spec.Gates[gate] == "output" ? shown["c"][row, step, unit] : Before("c", row, step, unit, length));
        if (spec.Name == "mgu" && gate == 1) return input + shown["forget"][row, step, unit] * recurrent;
        if (spec.Name == "gru" && gate == 2) return input + shown["reset"][row, step, unit] * recurrent;
        return input + recurrent + (spec.Name == "two stages" && gate == 1 ? 0.5 * Input(2, row, step, unit) : 0);

        double Before(string state, int n, int t, int at, int end) => (cell.Reverse ? t + 1 : t - 1) is var before && before >= 0 && before < end ? shown[state][n, before, at] : 0;
    }

    /// <summary>b_h + U h, or b_h + U (gate∘h)</summary>
    public double Recurrent(DirectionTrace<double> shown, int gate, int row, int step, int unit, int length, string? between)
    {
        int hidden = cell.Hidden, before = cell.Reverse ? step + 1 : step - 1, place = gate * hidden + unit;
        double bias = cell.Parameters.RecurrentBias!.Value[place];
        if (before < 0 || before >= length) return bias;
        return bias + Normalised(cell.Parameters.RecurrentGain, gate, unit, at =>
        {
            double sum = 0;
            for (int k = 0; k < cell.Outputs; k++) sum += cell.Parameters.RecurrentWeight.Value[gate * hidden + at, k] * h[row, before, k] * (between is null ? 1 : shown[between][row, step, k]);
            return sum;
        });
    }

    /// <summary>γ∘(v − mean(v))/√(var(v) + ε) of one unit, over the units of its gate; v itself without a gain.</summary>
    private double Normalised(Parameter<double>? gain, int gate, int unit, Func<int, double> v)
    {
        if (gain is null) return v(unit);
        double[] all = [.. Enumerable.Range(0, cell.Hidden).Select(v)];
        double mean = all.Average(), variance = all.Average(one => (one - mean) * (one - mean));
        return gain.Value[gate * cell.Hidden + unit] * (all[unit] - mean) / Math.Sqrt(variance + cell.Spec.LayerNorm!.Epsilon);
    }

    /// <summary>A number of one of the cell's own vectors.</summary>
    private double Own(string vector, int unit) => cell.Parameters.Vectors[cell.Cell.Spec.Vectors.IndexOf(vector)].Value[unit];

    /// <summary>b_i + W x</summary>
    private double Input(int gate, int row, int step, int unit)
    {
        int place = gate * cell.Hidden + unit;
        return cell.Parameters.InputBias!.Value[place] + Normalised(cell.Parameters.InputGain, gate, unit, at =>
        {
            double sum = 0;
            for (int k = 0; k < x.Shape[2]; k++) sum += cell.Parameters.InputWeight.Value[gate * cell.Hidden + at, k] * x[row, step, k];
            return sum;
        });
    }
}
