using System.Text;
using Elman.Layers;
using Elman.Models.Explanations.Witness;

namespace Elman.Formats.Emit;

/// <summary>A program in Python, whatever the library; a batch at a time, as one writes it there.</summary>
internal sealed class PythonProgram
{
    private readonly PythonWords _words;
    private readonly StringBuilder _text = new();
    private readonly Notation _notation;

    private PythonProgram(PythonWords words)
    {
        _words = words;
        _notation = new((matrix, behind) => $"{behind} @ {matrix}.T", parts => Form(words.Concatenate, string.Join(", ", parts)), (name, a, b) => $"{words.Module}.{name}imum({a}, {b})", Called, "math.inf");
    }

    /// <param name="weights">The name of the file beside it.</param>
    public static string Write(PythonWords words, EmitProgram program, string weights)
    {
        var writer = new PythonProgram(words);
        writer.Definitions(program);
        writer.Model(program);
        writer.Main(program);
        string body = writer._text.ToString();
        string[] imports = [.. body.Contains("math.", StringComparison.Ordinal) ? (string[])["import math"] : [], "import sys", "from pathlib import Path", "", .. words.Imports];
        string inputs = string.Join(" ", program.Inputs.Select(input => input.Name + ".npy"));
        return $"""
            # The model from scratch in {words.Title}: its equations, step by step, in float64. Its weights are in {weights} beside it.
            # Without arguments it prints what comes out for a small drawn input; with {inputs} for yours: {string.Join(", ", program.Inputs.Select(input => $"{input.Name} {input.Shape}"))}.
            # N sequences of T steps; D numbers come in, and H units give as many{(program.Functions.Any(function => function is CellFunction { HasProjection: true }) ? ", or P after a projection" : "")}. x_next is x after the step.
            {string.Join('\n', imports)}

            weights = {words.Weights.Replace("PATH", $"Path(__file__).with_name({Quoted(weights)})", StringComparison.Ordinal)}


            {body}
            """.ReplaceLineEndings("\n");
    }

    private void Definitions(EmitProgram program)
    {
        foreach (string name in program.Curves)
        {
            CurveRow row = CurveTable.Of(name);
            Lines($"def {Called(name)}({string.Join(", ", ["x", .. row.Parameters])}):", $"    return {_words.Curve(row)}", "", "");
        }
        foreach (string name in program.Functions.OfType<ShapeFunction>().SelectMany(function => ShapeTable.Of(function).Uses).Distinct()) Lines(_words.Elsewhere(ShapeWords.Functions[name].NumPy.ReplaceLineEndings("\n")), "", "");
        foreach (EmitFunction function in program.Functions)
        {
            if (function is CellFunction cell) Cell(cell);
            else if (function is StepFunction step) AtEachStep(step);
            else Moved((ShapeFunction)function);
            Lines("", "");
        }
    }

    private void Cell(CellFunction function)
    {
        CellEquations cell = function.Cell;
        string width = function.HasProjection ? "P" : "H";
        Lines($"def {function.Name}(xs, name, {string.Concat(cell.States.Select(state => $"{state}=None, "))}reverse=False):",
            $"    \"\"\"{Title(function)}: xs (N, T, D) -> ys (N, T, {width}) and the last {string.Join(", ", cell.States.Select((state, index) => $"{state} (N, {(index == 0 ? width : "H")})"))}\"\"\"");
        foreach ((IReadOnlyList<string> symbols, string parameter, string shape) in function.Stacked)
        {
            string array = $"weights[name + \"{parameter}\"]";
            Lines($"    {string.Join(", ", symbols)} = {(symbols.Count == 1 ? array : Form(_words.Split, array, symbols.Count))}  # {(symbols.Count == 1 ? shape : "each " + shape)}");
        }
        string some = function.Stacked.First().Symbols[0];
        foreach ((int index, string state) in cell.States.Index())
        {
            string size = index == 0 && function.HasProjection ? $"{CellVariants.Projection}.shape[0]" : $"{some}.shape[0]";
            Lines($"    {state} = {Form(_words.Zeros, $"(len(xs), {size})")} if {state} is None else {state}");
        }
        Lines("    ys, steps = [], range(xs.shape[1])", "    for step in reversed(steps) if reverse else steps:", "        x = xs[:, step]  # (N, D)");
        foreach (Equation equation in function.Equations) Lines($"        {Notation.Symbol(equation.Name)} = {_notation.Of(function, equation.Value)}");
        Lines($"        {string.Join(", ", cell.States)} = {string.Join(", ", cell.States.Select(state => state + "_next"))}", "        ys.append(h)".Replace("(h)", $"({cell.States[0]})", StringComparison.Ordinal),
            $"    return {string.Join(", ", [Form(_words.Stack, "ys[::-1] if reverse else ys"), .. cell.States])}");
    }

    private void AtEachStep(StepFunction function)
    {
        Lines($"def {function.Name}({string.Join(", ", [.. function.Inputs, .. function.Parameters.Count > 0 ? (string[])["name"] : []])}):", $"    \"\"\"{Title(function)}\"\"\"");
        foreach ((string symbol, string parameter, int axes) in function.Parameters) Lines($"    {symbol} = weights[name + \"{parameter}\"]{(axes == 2 ? "  # (outputs, inputs)" : "")}");
        foreach ((string symbol, string value) in function.Numbers) Lines($"    {symbol} = {Form(_words.Number, value)}");
        foreach (Equation equation in function.Equations) Lines(equation.Name == "y" ? $"    return {_notation.Of(function, equation.Value)}" : $"    {Notation.Symbol(equation.Name)} = {_notation.Of(function, equation.Value)}");
    }

    private void Moved(ShapeFunction function)
    {
        string[] lines = PythonWords.Places.Lines(function, _words.Shaped(ShapeTable.Of(function)));
        string[] inputs = function.Inputs == 1 ? ["x"] : [.. Enumerable.Range(0, function.Inputs).Select(index => LayerEquations.Input(index, function.Inputs))];
        Lines($"def {function.Name}({string.Join(", ", [.. inputs, .. function.Arrays.Count > 0 ? (string[])["name"] : []])}):", $"    \"\"\"{Title(function)}\"\"\"");
        Lines([.. lines[..^1].Select(line => "    " + line), $"    return {lines[^1]}"]);
    }

    private void Model(EmitProgram program)
    {
        Lines($"def model({string.Join(", ", program.Inputs.Select(input => input.Variable))}):");
        foreach (EmitCall call in program.Calls)
        {
            string[] arguments = [.. call.Arguments, .. call.Weights.Length > 0 ? (string[])[Quoted(call.Weights)] : [], .. call.Initial, .. call.Reverse ? (string[])["reverse=True"] : []];
            Lines($"    {string.Join(", ", call.Targets)} = {call.Function.Name}({string.Join(", ", arguments)})  # {call.Shape}");
        }
        Lines($"    return {{{string.Join(", ", program.Outputs.Select(output => $"{Quoted(output.Name)}: {output.Variable}"))}}}", "", "");
    }

    private void Main(EmitProgram program)
    {
        bool hasNumbers = program.Inputs.Any(input => !input.Shape.IsIds);
        if (hasNumbers) Lines("def drawn(*shape, first=1):", "    return np.sin(np.arange(first, first + np.prod(shape), dtype=np.float64)).reshape(shape)", "", "");
        if (program.Inputs.Any(input => input.Shape.IsIds)) Lines("def drawn_ids(*shape, count):", "    return np.arange(3, 3 + 7 * np.prod(shape), 7).reshape(shape) % count", "", "");
        string[] drawn = [.. program.Inputs.Select((input, index) => Drawn(input, index))];
        Lines($"given = [np.load(path) for path in sys.argv[1:]] or [{string.Join(", ", drawn)}]");
        string[] values = [.. program.Inputs.Select((input, index) => (input.Shape.IsIds ? _words.Given.Ids : _words.Given.Numbers).Replace("values", $"given[{DrawnValues.Text(index)}]", StringComparison.Ordinal))];
        Lines($"for name, y in model({string.Join(", ", values)}).items():", "    print(name, tuple(y.shape))", $"    for row in {_words.Shown}.reshape(-1, y.shape[-1]):", "        print(*(f\"{value:.9g}\" for value in row))");
    }

    private static string Drawn(EmitInput input, int index)
    {
        string sizes = string.Join(", ", DrawnValues.Sizes(input.Shape).Select(DrawnValues.Text));
        return input.Shape.IsIds ? $"drawn_ids({sizes}, count={DrawnValues.Text(input.Count)})" : index == 0 ? $"drawn({sizes})" : $"drawn({sizes}, first={DrawnValues.Text(DrawnValues.First(index))})";
    }

    /// <summary>Python has functions of its own for sums and extremes.</summary>
    private static string Called(string curve) => CurveTable.Of(curve).OfRow ? "row_" + curve : curve;

    private static string Title(EmitFunction function) => char.ToUpperInvariant(function.Title[0]) + function.Title[1..] + (function.Source.Length == 0 ? "" : $" ({function.Source.Split(';')[0]})");

    private void Lines(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines) _text.Append(line).Append('\n');
    }

    private static string Form(string form, params object[] parts) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, parts);

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, EmitJson.Default.String);
}
