using System.Globalization;
using Elman.Models.Explanations.Witness;

namespace Elman.Formats.Emit;

/// <summary>How a language writes equations.</summary>
/// <param name="Matrix">A matrix times what stands behind it, both written.</param>
/// <param name="Infinity">How it is written.</param>
/// <param name="Join">Numbers one behind the other.</param>
/// <param name="OfTwo">The function max or min of two.</param>
/// <param name="Function">The name of a curve as the program has it.</param>
internal sealed record Notation(Func<string, string, string> Matrix, Func<IEnumerable<string>, string> Join, Func<string, string, string, string> OfTwo, Func<string, string> Function, string Infinity)
{
    /// <summary>How tightly the parts of an expression hold together.</summary>
    private const int Added = 0, Multiplied = 1, Whole = 2;

    public string Of(EquationFunction owner, Expression expression) => Write(owner, expression, Added);

    /// <summary>A symbol as a variable: h' is the h of the next step.</summary>
    public static string Symbol(string name) => name.EndsWith('\'') ? name[..^1] + "_next" : name;

    private string Write(EquationFunction owner, Expression expression, int tightness)
    {
        (int own, string text) = expression switch
        {
            Constant { Value: < 0 } constant => (Added, Number(constant.Value)),
            Constant constant => (Whole, Number(constant.Value)),
            Quantity symbol => (Whole, Symbol(symbol.Name)),
            Sum sum => (Added, string.Concat(sum.Terms.Index().Select(term => Sign(term.Index, term.Item.Minus) + Write(owner, term.Item.Value, Multiplied)))),
            Times times => (Multiplied, $"{Write(owner, times.Left, Multiplied)} * {Write(owner, times.Right, Whole)}"),
            Over over => (Multiplied, $"{Write(owner, over.Left, Multiplied)} / {Write(owner, over.Right, Whole)}"),
            Several several => (Whole, Join(several.Values.Select(value => Write(owner, value, Added)))),
            Applied { Argument: Several several } applied => (Whole, several.Values.Select(value => Write(owner, value, Added)).Aggregate((a, b) => OfTwo(applied.Function, a, b))),
            Applied applied => (Whole, Call(owner, applied)),
            MatrixTimes product => (Multiplied, Matrix(Symbol(product.Matrix), Write(owner, product.Vector, Whole))),
            _ => throw new NotSupportedException($"'{owner.Name}': {EquationText.Of(expression)} cannot be written as a program. Leave the layer out of the model."),
        };
        return own < tightness ? $"({text})" : text;
    }

    private string Call(EquationFunction owner, Applied applied)
    {
        (string name, IReadOnlyList<string> numbers) = owner.Curve(applied.Function);
        return $"{Function(name)}({string.Join(", ", [Write(owner, applied.Argument, Added), .. numbers.Select(number => number.Replace("Infinity", Infinity, StringComparison.Ordinal))])})";
    }

    private static string Sign(int index, bool minus) => (index, minus) switch { (0, false) => "", (0, true) => "-", (_, true) => " - ", _ => " + " };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
