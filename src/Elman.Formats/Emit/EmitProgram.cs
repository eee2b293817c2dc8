using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models.Explanations.Witness;

namespace Elman.Formats.Emit;

/// <summary>A program before it is text in any language: the functions that it needs, and what it calls in which order.</summary>
/// <param name="Functions">Each form of a cell or layer once, in the order of use.</param>
/// <param name="Outputs">The name of each output, the variable that holds it, and its shape.</param>
internal sealed record EmitProgram(
    IReadOnlyList<EmitInput> Inputs, IReadOnlyList<EmitFunction> Functions, IReadOnlyList<EmitCall> Calls, IReadOnlyList<(string Name, string Variable, SignalShape Shape)> Outputs)
{
    /// <summary>The curves that the equations apply, by name without their numbers, each once.</summary>
    public IEnumerable<string> Curves => Functions.OfType<EquationFunction>().SelectMany(function => function.CurvesUsed).Distinct();
}

/// <param name="Count">How many ids there are; 0 where these are numbers.</param>
internal sealed record EmitInput(string Name, string Variable, SignalShape Shape, int Count);

/// <summary>A function of the program.</summary>
/// <param name="Name">In snake case; a language may write it otherwise.</param>
internal abstract record EmitFunction(string Name, string Title, string Source);

/// <summary>A function that is its equations.</summary>
/// <param name="Letters">What a letter for a function stands for, such as σ for <c>sigmoid</c> and φ for <c>leaky_relu(alpha=0.2)</c>.</param>
internal abstract record EquationFunction(string Name, string Title, string Source, IReadOnlyList<Equation> Equations, IReadOnlyDictionary<string, string> Letters) : EmitFunction(Name, Title, Source)
{
    /// <summary>The name of the curve behind a letter, and its numbers.</summary>
    public (string Name, IReadOnlyList<string> Numbers) Curve(string letter)
    {
        string[] parts = Letters.GetValueOrDefault(letter, letter).Split('(', 2);
        return (parts[0] == "√" ? "sqrt" : parts[0], parts.Length == 1 ? [] : [.. parts[1].TrimEnd(')').Split(',').Select(pair => pair.Split('=')[1].Trim())]);
    }

    public IEnumerable<string> CurvesUsed => Equations.SelectMany(equation => equation.Value.All).OfType<Applied>().Where(applied => applied.Argument is not Several).Select(applied => Curve(applied.Function).Name);
}

/// <summary>A cell along time: one form of its equations, with the parameters that it has.</summary>
/// <param name="Layer">The options of the first layer of this form, as files carry them.</param>
internal sealed record CellFunction(string Name, CellEquations Cell, JsonObject Layer, IReadOnlyList<Equation> Equations, IReadOnlyDictionary<string, string> Letters, bool HasInputBias, bool HasRecurrentBias, bool HasProjection)
    : EquationFunction(Name, Cell.Title, Cell.Source, Equations, Letters)
{
    /// <summary>The parameters, and the symbols that each is cut into, gate by gate; the shape is that of each part.</summary>
    public IEnumerable<(IReadOnlyList<string> Symbols, string Parameter, string Shape)> Stacked
    {
        get
        {
            string outputs = HasProjection ? "P" : "H";
            (string W, string U, string InputBias, string RecurrentBias)[] symbols = [.. Cell.Gates.Select(gate => CellEquations.Symbols(gate.Letter))];
            yield return ([.. symbols.Select(row => row.W)], "input_weight", "(H, D)");
            if (Cell.Products > 0) yield return ([.. symbols.Take(Cell.Products).Select(row => row.U)], "recurrent_weight", $"(H, {outputs})");
            if (HasInputBias) yield return ([.. symbols.Select(row => row.InputBias)], "input_bias", "(H)");
            if (HasRecurrentBias && Cell.Products > 0) yield return ([.. symbols.Take(Cell.Products).Select(row => row.RecurrentBias)], "recurrent_bias", "(H)");
            foreach ((string letter, string parameter, _) in Cell.Vectors) yield return ([letter], parameter, "(H)");
            if (Layer["layer_norm"] is JsonObject norm)
            {
                if (norm["input"]!.GetValue<bool>()) yield return ([.. Cell.Gates.Select(gate => NormVariant.InputGain(gate.Letter))], "input_gain", "(H)");
                if (norm["recurrent"]!.GetValue<bool>()) yield return ([.. Cell.Gates.Take(Cell.Products).Select(gate => NormVariant.RecurrentGain(gate.Letter))], "recurrent_gain", "(H)");
                if (norm["state"]!.GetValue<string>() != "none")
                {
                    yield return ([NormVariant.Gain], "state_gain", "(H)");
                    yield return ([NormVariant.Shift], "state_bias", "(H)");
                }
            }
            if (HasProjection) yield return ([CellVariants.Projection], "projection_weight", "(P, H)");
        }
    }
}

/// <summary>A layer that does the same at every step.</summary>
/// <param name="Inputs">What the equations call its inputs.</param>
/// <param name="Parameters">Symbol and name of each parameter.</param>
/// <param name="Numbers">Symbol and value of each option that is a number.</param>
internal sealed record StepFunction(
    string Name, string Title, string Source, IReadOnlyList<Equation> Equations, IReadOnlyDictionary<string, string> Letters,
    IReadOnlyList<string> Inputs, IReadOnlyList<(string Symbol, string Parameter, int Axes)> Parameters, IReadOnlyList<(string Symbol, string Value)> Numbers)
    : EquationFunction(Name, Title, Source, Equations, Letters);

/// <summary>A layer that moves steps or features; each language has its own words for it.</summary>
internal sealed record ShapeFunction(string Name, string Kind, string Title, string Source, JsonObject Options, IReadOnlyList<string> Arrays, int Inputs) : EmitFunction(Name, Title, Source);

/// <summary>targets = function(arguments)</summary>
/// <param name="Weights">What stands before the names of the parameters; empty where there are none.</param>
/// <param name="Initial">The initial states that are given, in the order of the cell's states.</param>
/// <param name="Shape">The shape of the first target, for a comment.</param>
internal sealed record EmitCall(IReadOnlyList<string> Targets, EmitFunction Function, IReadOnlyList<string> Arguments, string Weights, bool Reverse, IReadOnlyList<string> Initial, SignalShape Shape)
{
    /// <summary>In place of a target that nobody takes.</summary>
    public const string Nobody = "_";
}
