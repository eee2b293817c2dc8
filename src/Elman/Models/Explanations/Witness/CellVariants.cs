using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>What options of a cell make of its equations: an activation for each gate, and bounds.</summary>
internal static class CellVariants
{
    private const string Gate = "σ", Candidate = "φ", SumBound = "κ", StateBound = "κ_c", OutputBound = "κ_h";

    /// <summary>What the equations call the matrix of a projection.</summary>
    public const string Projection = "W_r";

    /// <summary>The gates that may have an activation of their own, and the option that names it.</summary>
    private static readonly (string Letter, string Option)[] _gates = [("i", "input_gate"), ("f", "forget_gate"), ("o", "output_gate")];

    /// <summary>The equations with the functions that the options ask for.</summary>
    public static IReadOnlyList<Equation> Of(IReadOnlyList<Equation> equations, JsonObject options) => [.. equations.Select(equation => Of(equation, options))];

    /// <summary>The letters for functions that <see cref="Of(IReadOnlyList{Equation}, JsonObject)"/> brings in, and what they are.</summary>
    public static IEnumerable<(string Letter, string Name)> Functions(JsonObject options)
    {
        foreach ((string letter, string option) in _gates)
            if (options[option] is { } own) yield return ($"{Gate}_{letter}", own.GetValue<string>());
        if (options["pre_activation_clip"] is { } limit) yield return (SumBound, Bounds("clip", -Number(limit), Number(limit)));
        if (options["cell_clip"] is JsonObject clip)
            yield return (StateBound, Bounds(clip["stops_nan"] is null ? "clip" : "clip_number", Number(clip["min"]!), Number(clip["max"]!)));
    }

    /// <summary>The equations with what the layer does to the states that the cell has made, the output last.</summary>
    /// <param name="states">The first is the output.</param>
    /// <param name="layer">As files carry it.</param>
    public static IReadOnlyList<Equation> OfLayer(IReadOnlyList<Equation> equations, IReadOnlyList<string> states, JsonObject layer)
    {
        List<Equation> result = [.. equations], after = [];
        foreach (string state in states.Reverse())
        {
            bool isOutput = state == states[0];
            string made = state + "_new";
            Expression value = new Quantity(made);
            if (isOutput && layer["projection"] is not null) value = new MatrixTimes(Projection, value);
            if (isOutput && layer["hidden_clip"] is not null) value = new Applied(OutputBound, value);
            if (layer["zoneout"] is JsonObject zone && zone["expectation"]!.GetValue<bool>() && Number(zone[isOutput ? "hidden" : "cell"]!) is > 0 and var rate)
                value = new Sum([(false, new Times(new Constant(rate), new Quantity(state), Dot: true)), (false, new Times(new Constant(1 - rate), value, Dot: true))]);
            if (value is Quantity) continue;
            result = [.. result.Select(equation => new Equation(equation.Name == state + "'" ? made : equation.Name, equation.Value.Rewritten(part => part is Quantity quantity && quantity.Name == state + "'" ? new Quantity(made) : part)))];
            after.Add(new(state + "'", value));
        }
        // The output last, as it is made of the others.
        return [.. result, .. after];
    }

    /// <summary>The bounds of the output and the norm, if the layer has any.</summary>
    public static IEnumerable<(string Letter, string Name)> FunctionsOfLayer(JsonObject layer)
    {
        if (layer["hidden_clip"] is JsonObject clip) yield return (OutputBound, Bounds(clip["stops_nan"] is null ? "clip" : "clip_number", Number(clip["min"]!), Number(clip["max"]!)));
        foreach ((string, string) row in NormVariant.Functions(layer)) yield return row;
    }

    private static Equation Of(Equation equation, JsonObject options)
    {
        Expression value = equation.Value;
        if (options["pre_activation_clip"] is not null)
            value = value.Rewritten(part => part is Applied { Function: Gate or Candidate } applied ? applied with { Argument = new Applied(SumBound, applied.Argument) } : part);
        foreach ((string letter, string option) in _gates)
            if (equation.Name == letter && options[option] is not null)
                value = value.Rewritten(part => part is Applied { Function: Gate } applied ? applied with { Function = $"{Gate}_{letter}" } : part);
        if (equation.Name == "c'" && options["cell_clip"] is not null) value = new Applied(StateBound, value);
        return equation with { Value = value };
    }

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Bounds(string name, double min, double max) => string.Create(CultureInfo.InvariantCulture, $"{name}(min={min:R}, max={max:R})");
}
