using System.Globalization;
using System.Text;
using Elman.Models.Explanations.Witness;

namespace Elman.Formats.Emit;

/// <summary>A program in C#: one file, one sequence at a time, on a small vector and a small matrix of its own.</summary>
internal sealed class CSharpProgram
{
    private readonly StringBuilder _text = new();
    private readonly Notation _notation = new((matrix, behind) => $"{matrix} * {behind}", parts => $"Vector.Join({string.Join(", ", parts)})", (name, a, b) => $"{a}.With({b}, Math.{Pascal(name)})", Pascal, "double.PositiveInfinity");

    private static readonly ShapeWords _places = new(name => $"weights[name + \"{name}\"].Vector(0, 1)", number => $"new Vector({number})", "true", "false", "null");

    public static string Write(EmitProgram program, string weights)
    {
        var writer = new CSharpProgram();
        writer.Main(program, weights);
        writer.Model(program);
        writer.Definitions(program);
        writer._text.Append(CSharpTypes.Of(program));
        string inputs = string.Join(", ", program.Inputs.Select(input => $"{input.Name} {input.Shape}"));
        return $"""
            // The model from scratch in C#: its equations, step by step, in double. Its weights are in {weights} beside it.
            // Without an argument it prints what comes out for a small drawn input; with a .safetensors file, for yours: {inputs}.
            // A sequence has T steps; D numbers come in, and H units give as many{(program.Functions.Any(function => function is CellFunction { HasProjection: true }) ? ", or P after a projection" : "")}. x_next is x after the step.
            #:property PublishAot=false
            using System.Globalization;
            using System.Runtime.CompilerServices;
            using System.Text.Json;

            {writer._text}
            """.ReplaceLineEndings("\n");
    }

    private void Main(EmitProgram program, string weights)
    {
        Lines("CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;",
            $"Dictionary<string, Values> weights = Values.Read(Path.Combine(Folder(), {Quoted(weights)}));",
            "Dictionary<string, Values>? own = args.Length > 0 ? Values.Read(args[0]) : null;");
        foreach ((int index, EmitInput input) in program.Inputs.Index())
        {
            int[] sizes = [DrawnValues.Sequences, input.Shape.HasSteps ? DrawnValues.Steps : 1, Math.Max(1, input.Shape.Features)];
            string number = input.Shape.IsIds ? $"(3 + 7 * i) % {DrawnValues.Text(input.Count)}" : $"Math.Sin(i + {DrawnValues.Text(DrawnValues.First(index))})", drawn = $"(i => {number}, {string.Join(", ", sizes.Select(DrawnValues.Text))})";
            Lines($"Vector[][] {input.Variable}_given = own is null ? Values.Drawn{drawn} : own[{Quoted(input.Name)}].Sequences(hasSteps: {(input.Shape.HasSteps ? "true" : "false")}, isIds: {(input.Shape.IsIds ? "true" : "false")});");
        }
        string[] arguments = [.. program.Inputs.Select(input => $"{input.Variable}_given[n]")];
        Lines($"for (int n = 0; n < {program.Inputs[0].Variable}_given.Length; n++)",
            $"    foreach ((string name, Vector[] steps) in Model({string.Join(", ", arguments)}))",
            "        for (int t = 0; t < steps.Length; t++) Console.WriteLine($\"{name}[{n}, {t}] {string.Join(' ', steps[t].Values.Select(value => value.ToString(\"G9\")))}\");",
            "", "static string Folder([CallerFilePath] string path = \"\") => Path.GetDirectoryName(path)!;", "");
    }

    private void Model(EmitProgram program)
    {
        Lines($"List<(string, Vector[])> Model({string.Join(", ", program.Inputs.Select(input => $"Vector[] {input.Variable}"))})", "{");
        foreach (EmitCall call in program.Calls)
        {
            bool isCell = call.Function is CellFunction;
            string[] arguments = [.. call.Arguments, .. call.Weights.Length > 0 ? (string[])[Quoted(call.Weights)] : [], .. call.Initial.Select(state => state + "[0]"), .. call.Reverse ? (string[])["reverse: true"] : []];
            string targets = isCell ? $"({string.Join(", ", call.Targets.Select(target => target == EmitCall.Nobody ? "_" : $"Vector[] {target}"))})" : $"Vector[] {call.Targets[0]}";
            Lines($"    {targets} = {Pascal(call.Function.Name)}({string.Join(", ", arguments)});  // {call.Shape.ToString().Replace("N, ", "", StringComparison.Ordinal)}");
        }
        Lines($"    return [{string.Join(", ", program.Outputs.Select(output => $"({Quoted(output.Name)}, {output.Variable})"))}];", "}", "");
    }

    private void Definitions(EmitProgram program)
    {
        foreach (EmitFunction function in program.Functions)
        {
            if (function is CellFunction cell) Cell(cell);
            else if (function is StepFunction step) AtEachStep(step);
            else Moved((ShapeFunction)function);
            Lines("");
        }
        foreach (string name in program.Functions.OfType<ShapeFunction>().SelectMany(function => ShapeTable.Of(function).Uses).Distinct()) Lines(ShapeWords.Functions[name].CSharp.ReplaceLineEndings("\n"), "");
        foreach (string name in program.Curves.Concat(program.Functions.OfType<ShapeFunction>().SelectMany(function => ShapeTable.Of(function).Curves)).Distinct())
        {
            CurveRow row = CurveTable.Of(name);
            string parameters = string.Concat(row.Parameters.Select(parameter => $", double {parameter}"));
            Lines($"static Vector {Pascal(name)}(Vector x{parameters}) => {(row.OfRow ? row.CSharp : $"x.Each(v => {row.CSharp})")};");
        }
        Lines("");
    }

    private void Cell(CellFunction function)
    {
        CellEquations cell = function.Cell;
        string width = function.HasProjection ? "P" : "H", states = string.Join(", ", cell.States);
        Lines($"// {Title(function)}", $"// xs (T, D) → ys (T, {width}) and the last {string.Join(", ", cell.States.Select((state, index) => $"{state} ({(index == 0 ? width : "H")})"))}",
            $"({string.Join(", ", cell.States.Select(_ => "Vector[]").Prepend("Vector[]"))}) {Pascal(function.Name)}(Vector[] xs, string name{string.Concat(cell.States.Select(state => $", Vector? {state}_first = null"))}, bool reverse = false)", "{");
        foreach ((IReadOnlyList<string> symbols, string parameter, string shape) in function.Stacked)
        {
            bool isMatrix = shape.Contains(',', StringComparison.Ordinal);
            string type = isMatrix ? "Matrix" : "Vector", part = type;
            Lines($"    {type} {string.Join(", ", symbols.Select((symbol, gate) => $"{symbol} = weights[name + \"{parameter}\"].{part}({DrawnValues.Text(gate)}, {DrawnValues.Text(symbols.Count)})"))};  // {(symbols.Count == 1 ? shape : "each " + shape)}");
        }
        string some = function.Stacked.First().Symbols[0];
        foreach ((int index, string state) in cell.States.Index())
            Lines($"    Vector {state} = {state}_first ?? Vector.Zeros({(index == 0 && function.HasProjection ? CellVariants.Projection : some)}.Count);");
        Lines("    var ys = new Vector[xs.Length];", "    for (int step = 0; step < xs.Length; step++)", "    {", "        int t = reverse ? xs.Length - 1 - step : step;", "        Vector x = xs[t];");
        foreach (Equation equation in function.Equations) Lines($"        Vector {Notation.Symbol(equation.Name)} = {_notation.Of(function, equation.Value)};");
        string next = string.Join(", ", cell.States.Select(state => state + "_next"));
        Lines(cell.States.Count == 1 ? $"        {states} = {next};" : $"        ({states}) = ({next});", $"        ys[t] = {cell.States[0]};", "    }", $"    return (ys, {string.Join(", ", cell.States.Select(state => $"[{state}]"))});", "}");
    }

    private void AtEachStep(StepFunction function)
    {
        string inputs = string.Join(", ", function.Inputs.Select(input => $"Vector[] {input}s"));
        Lines($"// {Title(function)}", $"Vector[] {Pascal(function.Name)}({inputs}{(function.Parameters.Count > 0 ? ", string name" : "")})", "{");
        foreach ((string symbol, string parameter, int axes) in function.Parameters)
            Lines(axes == 2 ? $"    Matrix {symbol} = weights[name + \"{parameter}\"].Matrix(0, 1);  // (outputs, inputs)" : $"    Vector {symbol} = weights[name + \"{parameter}\"].Vector(0, 1);");
        foreach ((string symbol, string value) in function.Numbers) Lines($"    double {symbol} = {value};");
        Lines($"    var ys = new Vector[{function.Inputs[0]}s.Length];", "    for (int step = 0; step < ys.Length; step++)", "    {");
        foreach (string input in function.Inputs) Lines($"        Vector {input} = {input}s[step];");
        foreach (Equation equation in function.Equations) Lines(equation.Name == "y" ? $"        ys[step] = {_notation.Of(function, equation.Value)};" : $"        Vector {Notation.Symbol(equation.Name)} = {_notation.Of(function, equation.Value)};");
        Lines("    }", "    return ys;", "}");
    }

    private void Moved(ShapeFunction function)
    {
        string[] lines = _places.Lines(function, ShapeTable.Of(function).CSharp);
        string[] inputs = function.Inputs == 1 ? ["x"] : [.. Enumerable.Range(0, function.Inputs).Select(index => LayerEquations.Input(index, function.Inputs))];
        string head = $"Vector[] {Pascal(function.Name)}({string.Join(", ", inputs.Select(input => $"Vector[] {input}"))}{(function.Arrays.Count > 0 ? ", string name" : "")})";
        if (lines.Length == 1) Lines($"// {Title(function)}", $"{head} => {lines[0]};");
        else Lines([$"// {Title(function)}", head, "{", .. lines[..^1].Select(line => "    " + line), $"    return {lines[^1]};", "}"]);
    }

    private static string Title(EmitFunction function) => char.ToUpperInvariant(function.Title[0]) + function.Title[1..] + (function.Source.Length == 0 ? "" : $" ({function.Source.Split(';')[0]})");

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, EmitJson.Default.String);

    private void Lines(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines) _text.Append(line).Append('\n');
    }
}
