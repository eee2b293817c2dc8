using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>One node of a model as plain data.</summary>
/// <param name="Options">As the description has them.</param>
/// <param name="Arrays">The parameters by their names within the node.</param>
public sealed record WitnessNode(string Name, string Kind, JsonObject Options, IReadOnlyList<string> Inputs, IReadOnlyDictionary<string, WitnessArray> Arrays);

/// <summary>The equations of a kind of layer, and its witness.</summary>
/// <param name="Kind">As descriptions call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Source">Which definition it follows.</param>
/// <param name="Text">One equation a line, from x (or x_1, x_2, … where there are several inputs) to y. <c>{+}</c> stands for all inputs with what is within between them.</param>
public sealed record LayerEquations(string Kind, string Title, string Source, string Text)
{
    /// <summary>For a layer that moves steps, whose equations are about order; null where the equations are evaluated at every step.</summary>
    public Func<WitnessNode, WitnessSignal[], WitnessSignal>? Compute { get; init; }

    /// <summary>What the symbols are: in the equations, the parameter's or the option's name in the layer, and in words.</summary>
    public IReadOnlyList<(string Symbol, string Name, string Meaning)> Symbols { get; init; } = [];

    /// <summary>The letter for a function, and the option that says which.</summary>
    public (string Letter, string Option)? Function { get; init; }

    /// <summary>The equations of a node: for its number of inputs, and without the parameters that it does not have.</summary>
    public IReadOnlyList<Equation> Of(WitnessNode node)
    {
        string text = Text;
        foreach (string between in (string[])[" + ", " − ", "∘", ", "])
            text = text.Replace($"{{{between}}}", string.Join(between, node.Inputs.Select((_, index) => Input(index, node.Inputs.Count))), StringComparison.Ordinal);
        text = text.Replace("{count}", node.Inputs.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var absent = Symbols.Where(row => !node.Arrays.ContainsKey(row.Name) && !IsNumber(node.Options[row.Name])).Select(row => row.Symbol).ToHashSet(StringComparer.Ordinal);
        return [.. EquationReader.Read(text).Select(equation => equation with { Value = equation.Value.Without(absent) })];
    }

    /// <summary>What the equations call an input.</summary>
    public static string Input(int index, int count) => count == 1 ? "x" : $"x_{index + 1}";

    /// <summary>The scope of a node without its inputs.</summary>
    public Scope ScopeOf(WitnessNode node)
    {
        var scope = new Scope();
        foreach ((string symbol, string name, _) in Symbols)
        {
            if (node.Arrays.TryGetValue(name, out WitnessArray? array))
            {
                if (array.Shape.Length == 2) scope.Set(symbol, array.Rows(0, array.Shape[0]));
                else scope.Set(symbol, array.Values);
            }
            else if (IsNumber(node.Options[name]))
            {
                scope.Set(symbol, [double.Parse(node.Options[name]!.ToJsonString(), CultureInfo.InvariantCulture)]);
            }
        }
        if (Function is (string letter, string option))
            scope.Set(letter, Curve.Find(node.Options[option]!.GetValue<string>()) ?? throw new FormatException($"there is no function '{node.Options[option]}' beside the engine's"));
        return scope;
    }

    private static bool IsNumber(JsonNode? option) => option is JsonValue value && value.GetValueKind() == JsonValueKind.Number;
}
