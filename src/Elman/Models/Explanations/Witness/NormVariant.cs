using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>What a layer norm inside a cell makes of its equations: γ∘norm(W x) for W x, and a normalised inner state.</summary>
internal static class NormVariant
{
    /// <summary>(v − mean(v))/√(var(v) + ε), over the units of one gate.</summary>
    public const string Function = "norm";

    private const string State = "c", Made = "c_sum", Gain = "γ_c", Shift = "β_c";

    /// <param name="letters">Of the gates.</param>
    public static IReadOnlyList<Equation> Of(IReadOnlyList<Equation> equations, IEnumerable<string> letters, JsonObject layer)
    {
        if (layer["layer_norm"] is not JsonObject rule) return equations;
        Dictionary<string, string> gains = [];
        foreach (string letter in letters)
        {
            (string w, string u, _, _) = CellEquations.Symbols(letter);
            if (Flag(rule, "input")) gains[w] = InputGain(letter);
            if (Flag(rule, "recurrent")) gains[u] = RecurrentGain(letter);
        }
        IEnumerable<Equation> result = equations.Select(equation => equation with
        {
            Value = equation.Value.Rewritten(part => part is MatrixTimes product && gains.TryGetValue(product.Matrix, out string? gain) ? new Times(new Quantity(gain), new Applied(Function, product)) : part),
        });
        string next = State + "'";
        Expression normalised = new Sum([(false, new Times(new Quantity(Gain), new Applied(Function, new Quantity(Text(rule) == "carried" ? Made : next)))), (false, new Quantity(Shift))]);
        return Text(rule) switch
        {
            "carried" => [.. result.SelectMany<Equation, Equation>(equation => equation.Name == next ? [equation with { Name = Made }, new(next, normalised)] : [equation])],
            "read" => [.. result.Select(equation => equation with { Value = equation.Value.Rewritten(part => part is Quantity quantity && quantity.Name == next ? normalised : part) })],
            _ => [.. result],
        };
    }

    /// <summary>The numbers that the equations ask for.</summary>
    /// <param name="array">A parameter by its name within the direction.</param>
    public static IEnumerable<(string Letter, string Meaning, double[] Values)> Vectors(IReadOnlyList<(string Letter, string Meaning)> gates, JsonObject layer, Func<string, WitnessArray?> array)
    {
        if (layer["layer_norm"] is not JsonObject rule) yield break;
        int hidden = layer["hidden"]!.GetValue<int>();
        foreach ((int place, (string letter, string meaning)) in gates.Index())
        {
            if (array("input_gain") is { } input) yield return (InputGain(letter), $"gain of the input product, {meaning}", input.Values[(place * hidden)..((place + 1) * hidden)]);
            if (array("recurrent_gain") is { } recurrent && (place + 1) * hidden <= recurrent.Values.Length)
                yield return (RecurrentGain(letter), $"gain of the recurrent product, {meaning}", recurrent.Values[(place * hidden)..((place + 1) * hidden)]);
        }
        if (array("state_gain") is not { } gain) yield break;
        yield return (Gain, "gain of the inner state", gain.Values);
        yield return (Shift, "shift of the inner state", array("state_bias")!.Values);
    }

    /// <summary>What the function is here.</summary>
    public static IEnumerable<(string Letter, string Name)> Functions(JsonObject layer)
    {
        if (layer["layer_norm"] is JsonObject rule) yield return (Function, string.Create(CultureInfo.InvariantCulture, $"norm(epsilon={double.Parse(rule["epsilon"]!.ToJsonString(), CultureInfo.InvariantCulture):R})"));
    }

    private static string InputGain(string letter) => $"γ_i{letter}";
    private static string RecurrentGain(string letter) => $"γ_h{letter}";
    private static string Text(JsonObject rule) => rule["state"]!.GetValue<string>();
    private static bool Flag(JsonObject rule, string part) => rule[part]!.GetValue<bool>();
}
