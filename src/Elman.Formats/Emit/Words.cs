using Elman.Models.Explanations.Witness;

namespace Elman.Formats.Emit;

/// <summary>Names that a variable of a program cannot have: words of the languages, and what the programs call their own things.</summary>
internal static class Words
{
    private static readonly string[] _python = ["and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield"];
    private static readonly string[] _csharp = ["abstract", "base", "bool", "byte", "case", "catch", "char", "checked", "const", "decimal", "default", "delegate", "do", "double", "enum", "event", "explicit", "extern", "false", "fixed", "float", "foreach", "goto", "implicit", "int", "interface", "internal", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "static", "string", "struct", "switch", "this", "throw", "true", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile"];
    private static readonly string[] _own = ["weights", "model", "drawn", "split", "erf", "np", "torch", "ops", "keras", "math", "sys", "Path", "name", "row", "len", "range", "reversed", "print", "args"];

    public static IEnumerable<string> Reserved =>
        _python.Concat(_csharp).Concat(_own).Concat(CellEquationTable.Names).Concat(LayerEquationTable.Kinds).Concat(Curve.Names);
}
