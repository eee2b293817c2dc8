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
        if (gate >= spec.Products.Length) return input;
        double recurrent = Recurrent(shown, gate, row, step, unit, length, gate >= cell.Cell.Shape.EarlyProducts ? _between.GetValueOrDefault(spec.Name) : null);
        if (spec.Name == "gru" && gate == 2) return input + shown["reset"][row, step, unit] * recurrent;
        return input + recurrent + (spec.Name == "two stages" && gate == 1 ? 0.5 * Input(2, row, step, unit) : 0);
    }

    /// <summary>b_h + U h, or b_h + U (gate∘h)</summary>
    public double Recurrent(DirectionTrace<double> shown, int gate, int row, int step, int unit, int length, string? between)
    {
        int hidden = cell.Hidden, before = cell.Reverse ? step + 1 : step - 1, place = gate * hidden + unit;
        double sum = cell.Parameters.RecurrentBias!.Value[place];
        if (before < 0 || before >= length) return sum;
        for (int k = 0; k < hidden; k++) sum += cell.Parameters.RecurrentWeight.Value[place, k] * h[row, before, k] * (between is null ? 1 : shown[between][row, step, k]);
        return sum;
    }

    /// <summary>b_i + W x</summary>
    private double Input(int gate, int row, int step, int unit)
    {
        int place = gate * cell.Hidden + unit;
        double sum = cell.Parameters.InputBias!.Value[place];
        for (int k = 0; k < x.Shape[2]; k++) sum += cell.Parameters.InputWeight.Value[place, k] * x[row, step, k];
        return sum;
    }
}
