using System.Globalization;

namespace Elman.Models.Explanations.Witness;

/// <summary>Equations as text, and as LaTeX.</summary>
public static class EquationText
{
    public static string Of(Equation equation) => $"{equation.Name} = {Of(equation.Value)}";

    public static string Of(Expression expression) => Write(expression, 0, Plain);

    public static string LatexOf(Equation equation) => $"{Symbol(equation.Name)} = {LatexOf(equation.Value)}";

    public static string LatexOf(Expression expression) => Write(expression, 0, Latex);

    /// <summary>A symbol as LaTeX: what stands behind the underscore goes below, h' is h_t and h is h_{t−1}.</summary>
    public static string Symbol(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0) return $"{Symbol(name[..bracket])}_{{{name[(bracket + 1)..^1].Replace("−", "-", StringComparison.Ordinal)}}}";
        string bare = name.TrimEnd('\'');
        int under = bare.IndexOf('_', StringComparison.Ordinal);
        string main = under < 0 ? bare : bare[..under], below = under < 0 ? "" : bare[(under + 1)..];
        string letters = _greek.TryGetValue(main, out string? greek) ? greek : main.Length == 1 ? main : $"\\mathrm{{{main}}}";
        return (below.Length == 0 ? letters : $"{letters}_{{{below}}}") + (name.EndsWith('\'') ? "'" : "");
    }

    private static readonly Dictionary<string, string> _greek = new(StringComparer.Ordinal)
    {
        ["σ"] = "\\sigma", ["φ"] = "\\varphi", ["ψ"] = "\\psi", ["γ"] = "\\gamma", ["β"] = "\\beta", ["ε"] = "\\varepsilon", ["μ"] = "\\mu",
        ["tanh"] = "\\tanh", ["exp"] = "\\exp", ["log"] = "\\log", ["max"] = "\\max", ["min"] = "\\min", ["√"] = "\\sqrt",
    };

    private sealed record Style(string Circle, string Dot, Func<string, string> Name, Func<string, string, string> Call, Func<string, string, string> Fraction, Func<string, string> Enclose);

    private static readonly Style _plain = new("∘", "·", name => name, (function, argument) => $"{function}({argument})", (a, b) => $"{a}/{b}", text => $"({text})");

    private static readonly Style _latex = new(" \\circ ", " \\cdot ", Symbol, (function, argument) => function == "√" ? $"\\sqrt{{{argument}}}" : $"{Symbol(function)}\\left({argument}\\right)",
        (a, b) => $"\\frac{{{a}}}{{{b}}}", text => $"\\left({text}\\right)");

    private static Style Plain => _plain;
    private static Style Latex => _latex;

    /// <param name="tightness">0 in a sum or alone, 1 in a product, 2 behind a matrix.</param>
    private static string Write(Expression expression, int tightness, Style style, bool isArgument = false)
    {
        bool isLatex = style == _latex;
        (int own, string text) = expression switch
        {
            Constant constant => (3, Number(constant.Value)),
            Quantity symbol => (3, style.Name(symbol.Name)),
            Placed placed when isLatex => (3, $"{Symbol(placed.Name)}_{{{string.Join(", ", placed.Places.Select(place => Write(place, 0, style)))}}}"),
            Placed placed => (3, $"{placed.Name}[{string.Join(", ", placed.Places.Select(place => Write(place, 0, style)))}]"),
            Sum sum => (0, Added(sum, style)),
            Several several => (3, string.Join(", ", several.Values.Select(value => Write(value, 0, style)))),
            Times times => (1, Write(times.Left, 1, style) + (times.Dot ? style.Dot : style.Circle) + Write(times.Right, times.Right is MatrixTimes ? 3 : 2, style)),
            Over over when isLatex => (3, style.Fraction(Write(over.Left, 0, style), Write(over.Right, 0, style))),
            Over over => (1, style.Fraction(Write(over.Left, 1, style), Write(over.Right, 2, style))),
            Applied applied => (3, style.Call(applied.Function, Write(applied.Argument, 0, style, isArgument: true))),
            MatrixTimes product => (2, $"{style.Name(product.Matrix)} {Write(product.Vector, 3, style)}"),
            _ => throw new NotSupportedException(expression.GetType().Name),
        };
        bool isNegative = expression is Constant { Value: < 0 } && tightness > 0;
        // Numbers one behind the other are written in parentheses; as the arguments of a function they have its own.
        if (expression is Several && tightness == 0 && !isArgument) return style.Enclose(text);
        return own < tightness || isNegative ? style.Enclose(text) : text;
    }

    private static string Added(Sum sum, Style style)
    {
        string text = "";
        foreach ((bool minus, Expression value) in sum.Terms)
        {
            // A sum within a sum keeps its parentheses: they say what is added first.
            string term = Write(value, 1, style);
            text += text.Length == 0 ? (minus ? "−" : "") + term : $" {(minus ? "−" : "+")} {term}";
        }
        return style == _latex ? text.Replace("−", "-", StringComparison.Ordinal) : text;
    }

    /// <summary>Five digits, a true minus.</summary>
    public static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture).Replace('-', '−');
}
