using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>What states that decay with time make of the equations of a cell, at a step that comes one unit of time after the one before.</summary>
internal static class DecayVariant
{
    /// <param name="states">The first is the output.</param>
    public static IReadOnlyList<Equation> Of(IReadOnlyList<Equation> equations, IReadOnlyList<string> states, JsonObject layer)
    {
        if (layer["decay"] is not JsonObject) return equations;
        IEnumerable<Equation> before = states.Select(state => new Equation(Seen(state), new Times(new Applied("exp", new Sum([(true, new Applied("max", new Several([new Constant(0), new Sum([(false, new Quantity(Weight(state))), (false, new Quantity(Bias(state)))])])))])), new Quantity(state))));
        return [.. before, .. equations.Select(equation => equation with { Value = equation.Value.Rewritten(part => part is Quantity quantity && states.Contains(quantity.Name) ? new Quantity(Seen(quantity.Name)) : part) })];
    }

    /// <summary>w and b of each state.</summary>
    /// <param name="outputs">Numbers of the first state; the others have the rest in equal parts.</param>
    public static IEnumerable<(string Letter, string Meaning, double[] Values)> Vectors(IReadOnlyList<string> states, JsonObject layer, Func<string, WitnessArray?> array, int outputs)
    {
        if (layer["decay"] is not JsonObject rule) yield break;
        int hidden = layer["hidden"]!.GetValue<int>(), at = 0;
        foreach ((int place, string state) in states.Index())
        {
            int size = place == 0 ? outputs : hidden;
            double[] fixedRate = rule["rate"] is { } rate ? [double.Parse(rate.ToJsonString(), CultureInfo.InvariantCulture)] : [];
            yield return (Weight(state), $"rate at which {state} decays with time", fixedRate.Length > 0 ? fixedRate : array("decay_weight")!.Values[at..(at + size)]);
            yield return (Bias(state), $"shift of that rate of {state}", fixedRate.Length > 0 ? [0] : array("decay_bias")!.Values[at..(at + size)]);
            at += size;
        }
    }

    private static string Seen(string state) => state + "_seen";
    private static string Weight(string state) => "ω_" + state;
    private static string Bias(string state) => "δ_" + state;
}
