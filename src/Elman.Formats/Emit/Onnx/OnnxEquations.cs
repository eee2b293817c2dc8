using System.Globalization;
using Elman.Formats.Containers.Onnx;
using Elman.Models.Explanations.Witness;
using static Elman.Formats.Emit.Onnx.OnnxBuilder;

namespace Elman.Formats.Emit.Onnx;

/// <summary>Equations as nodes of ONNX, the same whether at every step of a signal or within a scan.</summary>
/// <param name="value">What a symbol is in the graph; a matrix as it is multiplied from the right, transposed.</param>
internal sealed class OnnxEquations(OnnxBuilder graph, EquationFunction owner, Func<string, string> value)
{
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);

    /// <summary>The value of a symbol after <see cref="Run"/>.</summary>
    public string this[string symbol] => _made.TryGetValue(symbol, out string? made) ? made : value(symbol);

    public void Run()
    {
        foreach (Equation equation in owner.Equations) _made[equation.Name] = Of(equation.Value);
    }

    private string Of(Expression expression) => expression switch
    {
        Constant constant => graph.Number(constant.Value),
        Quantity symbol => this[symbol.Name],
        Sum sum => Added(sum),
        Times times => graph.Add("Mul", [Of(times.Left), Of(times.Right)]),
        Over over => graph.Add("Div", [Of(over.Left), Of(over.Right)]),
        Several several => graph.Add("Concat", [.. several.Values.Select(Of)], Integer("axis", -1)),
        Applied { Argument: Several several } applied => graph.Add(applied.Function == "max" ? "Max" : "Min", [.. several.Values.Select(Of)]),
        Applied applied => Curve(applied),
        MatrixTimes product => graph.Add("MatMul", [Of(product.Vector), this[product.Matrix]]),
        _ => throw new NotSupportedException($"'{owner.Name}': {EquationText.Of(expression)} cannot be written as nodes of ONNX. Save as .safetensors, which keeps everything."),
    };

    private string Added(Sum sum)
    {
        string result = Of(sum.Terms[0].Value);
        if (sum.Terms[0].Minus) result = graph.Add("Neg", [result]);
        foreach ((bool minus, Expression term) in sum.Terms.Skip(1)) result = graph.Add(minus ? "Sub" : "Add", [result, Of(term)]);
        return result;
    }

    private string Curve(Applied applied)
    {
        (string name, IReadOnlyList<string> numbers) = owner.Curve(applied.Function);
        return OnnxCurves.Write(graph, name, Of(applied.Argument), [.. numbers.Select(number => double.Parse(number, CultureInfo.InvariantCulture))]);
    }
}
