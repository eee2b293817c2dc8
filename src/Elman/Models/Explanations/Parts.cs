using System.Globalization;
using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>Makes the parts of a node: equations, symbols with their shapes, and the step in numbers.</summary>
internal sealed class Parts(WitnessModel witness, IReadOnlyDictionary<string, WitnessSignal>? signals, IReadOnlyList<WitnessMoment> moments, ExplainOptions options)
{
    public IReadOnlyList<ExplainedPart> Of(WitnessNode node) =>
        node.Kind == WitnessModel.Recurrent ? [.. witness.DirectionsOf(node.Name).Select(direction => Of(node, direction))]
        : LayerEquationTable.Find(node.Kind) is { } layer ? [Of(node, layer)]
        : [new("", $"a layer of kind '{node.Kind}'", "nothing that is known here", [], [], [], [], null)];

    private ExplainedPart Of(WitnessNode node, WitnessDirection direction)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"layer {direction.Layer}, {(direction.Reverse ? "backward" : "forward")}");
        if (direction.Cell is not { } cell) return new(place, $"a cell '{direction.CellName}'", "nothing that can be evaluated here", [], [], [], [], null);
        CellEquations equations = cell.Cell;
        int inputs = node.Arrays[direction.Place + ".input_weight"].Shape[1], hidden = direction.Hidden;
        HashSet<string> used = Used(cell.Equations);
        var symbols = new List<ExplainedSymbol> { new("x", "one step of the input", "(D)", Sizes(inputs)) };
        foreach (string state in equations.States)
        {
            string what = state == equations.States[0] ? "the state that is the output" : "the state that stays inside";
            symbols.Add(new($"{state}, {state}'", $"{what}, before and after the step; zero at first", "(H)", Sizes(hidden)));
        }
        if (node.Arrays.TryGetValue(direction.Place + ".projection_weight", out WitnessArray? projection))
            symbols.Add(new(CellVariants.Projection, "projection of the output", "(P, H)", Sizes(projection.Shape)));
        foreach ((string letter, string meaning) in equations.Gates)
        {
            (string w, string u, string bi, string bh) = CellEquations.Symbols(letter);
            if (letter.Length > 0 && used.Contains(letter)) symbols.Add(new(letter, meaning, "(H)", Sizes(hidden)));
            foreach ((string symbol, string what, string letters, string sizes) in (ReadOnlySpan<(string, string, string, string)>)[
                (w, "input weight", "(H, D)", Sizes(hidden, inputs)), (u, "recurrent weight", projection is null ? "(H, H)" : "(H, P)", Sizes(hidden, projection is null ? hidden : projection.Shape[0])),
                (bi, "bias of the input product", "(H)", Sizes(hidden)), (bh, "bias of the recurrent product", "(H)", Sizes(hidden))])
                if (used.Contains(symbol)) symbols.Add(new(symbol, $"{what}{(letter.Length == 0 ? "" : $", {meaning}")}", letters, sizes));
        }
        foreach ((string letter, _, string meaning) in equations.Vectors)
            if (used.Contains(letter)) symbols.Add(new(letter, meaning, "(H)", Sizes(hidden)));
        foreach ((string letter, string meaning, _) in cell.Norms)
            if (used.Contains(letter)) symbols.Add(new(letter, meaning, "(H)", Sizes(hidden)));
        return new(place, equations.Title, equations.Source, cell.Equations, equations.States, cell.Functions, symbols, Worked(node.Name, direction.Place, cell.Equations));
    }

    private ExplainedPart Of(WitnessNode node, LayerEquations layer)
    {
        IReadOnlyList<Equation> equations = layer.Of(node);
        HashSet<string> used = Used(equations);
        var symbols = new List<ExplainedSymbol>();
        foreach ((string symbol, string name, string meaning) in layer.Symbols)
        {
            if (node.Arrays.TryGetValue(name, out WitnessArray? array))
                symbols.Add(new(symbol, meaning, array.Shape.Length == 2 ? "(O, D)" : "(O)", Sizes(array.Shape)));
            else if (node.Options[name] is { } option) symbols.Add(new(symbol, meaning, "", option.ToJsonString().Trim('"')));
            else if (used.Contains(symbol) || name.Length == 0) symbols.Add(new(symbol, meaning, "", ""));
        }
        (string, string)[] functions = layer.Function is (string letter, string option_) ? [(letter, node.Options[option_]!.GetValue<string>())] : [];
        WorkedStep? worked = layer.Compute is null ? Worked(node.Name, "", equations) : null;
        return new("", layer.Title, layer.Source, equations, [], functions, symbols, worked);
    }

    private WorkedStep? Worked(string node, string place, IReadOnlyList<Equation> equations)
    {
        if (signals is null || moments.FirstOrDefault(moment => moment.Node == node && moment.Place == place) is not { } moment) return null;
        int units = moment.Numbers.Vector(equations[^1].Name).Length, unit = Math.Min(options.Unit, units - 1);
        return new(moment.Sequence, moment.Step, unit, WorkedLines.Of(equations, moment.Numbers, unit, options.Terms));
    }

    private static HashSet<string> Used(IReadOnlyList<Equation> equations) =>
        [.. equations.SelectMany(equation => equation.Value.All.Select(part => part switch { Quantity symbol => symbol.Name, MatrixTimes product => product.Matrix, _ => "" }).Append(equation.Name))];

    private static string Sizes(params ReadOnlySpan<int> sizes)
    {
        string[] texts = new string[sizes.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = sizes[i].ToString(CultureInfo.InvariantCulture);
        return $"({string.Join(", ", texts)})";
    }
}
