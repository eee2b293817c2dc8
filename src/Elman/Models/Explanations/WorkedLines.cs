using System.Globalization;
using Elman.Models.Explanations.Witness;

namespace Elman.Models.Explanations;

/// <summary>Writes the equations of one step with their numbers, for one unit.</summary>
internal static class WorkedLines
{
    public static IReadOnlyList<string> Of(IReadOnlyList<Equation> equations, Scope numbers, int unit, int terms)
    {
        var lines = new List<string>();
        foreach (Equation equation in equations)
        {
            foreach (MatrixTimes product in equation.Value.All.OfType<MatrixTimes>().Distinct()) lines.Add(Product(product, numbers, unit, terms));
            Expression filled = Filled(equation.Value, numbers, unit);
            string text = $"{equation.Name} = {EquationText.Of(filled)}";
            if (filled is Applied { Argument: not Constant and not Several } applied)
                text += $" = {EquationText.Of(applied with { Argument = Value(((Applied)equation.Value).Argument, numbers, unit) })}";
            if (filled is not Constant) text += $" = {EquationText.Number(At(numbers.Vector(equation.Name), unit))}";
            lines.Add(text);
        }
        return lines;
    }

    /// <summary>W x = 0.12·0.5 + 0.3·(−1) + … + 0.7·0.25 = 0.4</summary>
    private static string Product(MatrixTimes product, Scope numbers, int unit, int terms)
    {
        double[,] matrix = numbers.Matrix(product.Matrix);
        double[] vector = product.Vector.Of(numbers);
        int shown = vector.Length <= terms ? vector.Length : Math.Max(1, terms - 1);
        List<string> written = [.. Enumerable.Range(0, shown).Select(Term)];
        string left = "";
        if (shown < vector.Length)
        {
            written.Add("…");
            written.Add(Term(vector.Length - 1));
            left = string.Create(CultureInfo.InvariantCulture, $"   ({vector.Length - shown - 1} terms not shown)");
        }
        return $"{EquationText.Of(product)} = {string.Join(" + ", written)} = {EquationText.Number(At(product.Of(numbers), unit))}{left}";

        string Term(int column) => EquationText.Of(new Times(new Constant(matrix[unit, column]), new Constant(vector[column]), Dot: true));
    }

    /// <summary>The expression with numbers for its symbols and products.</summary>
    private static Expression Filled(Expression expression, Scope numbers, int unit) => expression switch
    {
        Quantity or MatrixTimes or Several => Value(expression, numbers, unit),
        // What is made of a whole row has no unit: the number itself stands there.
        Applied { Argument: not Several } applied when applied.Argument.Of(numbers).Length != 1 && applied.Of(numbers).Length == 1 => Value(applied, numbers, 0),
        Sum sum => new Sum([.. sum.Terms.Select(term => (term.Minus, Filled(term.Value, numbers, unit)))]),
        Times times => times with { Left = Filled(times.Left, numbers, unit), Right = Filled(times.Right, numbers, unit), Dot = true },
        Over over => new Over(Filled(over.Left, numbers, unit), Filled(over.Right, numbers, unit)),
        Applied { Argument: Several several } applied => applied with { Argument = new Several([.. several.Values.Select(value => Filled(value, numbers, unit))]) },
        Applied applied => applied with { Argument = Filled(applied.Argument, numbers, unit) },
        _ => expression,
    };

    private static Constant Value(Expression expression, Scope numbers, int unit) => new(At(expression.Of(numbers), unit));

    private static double At(double[] values, int unit) => values[values.Length == 1 ? 0 : unit];
}
