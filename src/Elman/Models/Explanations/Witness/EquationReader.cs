using System.Globalization;

namespace Elman.Models.Explanations.Witness;

/// <summary>
/// Reads equations as one writes them: <c>n = φ((b_in + W_n x) + r∘(b_hn + U_n h))</c>, one a line, h' for what h is after the step. A name with a capital is a matrix
/// and multiplies what stands behind it; a name before a parenthesis is a function.
/// </summary>
public sealed class EquationReader
{
    private readonly string _text;
    private readonly string[] _tokens;
    private int _place;

    private EquationReader(string text) => (_text, _tokens) = (text, [.. Split(text)]);

    /// <exception cref="FormatException">A line is no equation; it says which and where.</exception>
    public static IReadOnlyList<Equation> Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => new EquationReader(line).Equation())];

    private string Next => _place < _tokens.Length ? _tokens[_place] : "";

    private Equation Equation()
    {
        Expression left = Factor();
        string name = left switch
        {
            Quantity symbol => symbol.Name,
            Placed placed => EquationText.Of(placed),
            _ => throw Wrong("a name on the left"),
        };
        Take("=");
        Expression value = Sum();
        return _place == _tokens.Length ? new(name, value) : throw Wrong("the end");
    }

    private Expression Sum()
    {
        var terms = new List<(bool, Expression)>();
        bool minus = TakeIf("−");
        do terms.Add((minus, Term()));
        while ((minus = TakeIf("−")) || TakeIf("+"));
        return terms is [(false, Expression alone)] ? alone : new Sum(terms);
    }

    private Expression Term()
    {
        Expression left = Factor();
        while (true)
        {
            if (TakeIf("∘")) left = new Times(left, Factor());
            else if (TakeIf("·")) left = new Times(left, Factor(), Dot: true);
            else if (TakeIf("/")) left = new Over(left, Factor());
            else return left;
        }
    }

    private Expression Factor()
    {
        if (TakeIf("(")) return Within();
        string token = Next;
        if (token.Length == 0) throw Wrong("more");
        _place++;
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return new Constant(number);
        if (!IsName(token[0])) throw Wrong("a name, a number or a parenthesis", -1);
        if (char.IsUpper(token[0]) && (Next == "(" || (Next.Length > 0 && IsName(Next[0])))) return new MatrixTimes(token, Factor());
        if (TakeIf("(")) return new Applied(token, Within());
        if (!TakeIf("[")) return new Quantity(token);
        var places = new List<Expression>();
        do places.Add(Sum());
        while (TakeIf(","));
        Take("]");
        return new Placed(token, places);
    }

    private Expression Within()
    {
        var parts = new List<Expression>();
        do parts.Add(Sum());
        while (TakeIf(","));
        Take(")");
        return parts is [Expression alone] ? alone : new Several(parts);
    }

    private bool TakeIf(string token)
    {
        if (Next != token) return false;
        _place++;
        return true;
    }

    private void Take(string token)
    {
        if (!TakeIf(token)) throw Wrong($"'{token}'");
    }

    private FormatException Wrong(string expected, int back = 0) =>
        new($"The equation '{_text}': expected {expected}, found {(_place + back < _tokens.Length ? $"'{_tokens[_place + back]}'" : "the end")}.");

    private static bool IsName(char c) => char.IsLetter(c) || c == '√';

    private static IEnumerable<string> Split(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            int start = i++;
            char c = text[start];
            if (char.IsWhiteSpace(c)) continue;
            if (IsName(c)) while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '\'')) i++;
            else if (char.IsAsciiDigit(c)) while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.')) i++;
            else if (c == '-') c = '−';
            yield return IsName(c) || char.IsAsciiDigit(c) ? text[start..i] : c.ToString();
        }
    }
}
