using System.Numerics;
using Elman.Autograd;

namespace Elman.Layers.Operators;

/// <summary>What an operator computes.</summary>
internal delegate Signal<T>[] OperatorFunction<T>(OperatorRun<T> run) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>
/// The plain operators by name, as ONNX calls them, in the meaning of its newest version; a reader of an older file says in attributes what has changed. They work on tensors of any rank and with
/// the operations of autograd, so gradients go through all that compute with numbers.
/// </summary>
public static class OperatorTable<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, OperatorFunction<T>> _rows = new[]
    {
        ShapeOperators<T>.Rows, SelectionOperators<T>.Rows, ArithmeticOperators<T>.Rows, ComparisonOperators<T>.Rows, FunctionOperators<T>.Rows,
        ReductionOperators<T>.Rows, ProductOperators<T>.Rows, WindowOperators<T>.Rows, NormOperators<T>.Rows, ControlOperators<T>.Rows,
    }.SelectMany(rows => rows).ToDictionary(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => _rows.Keys;

    public static bool Knows(string name) => _rows.ContainsKey(name);

    /// <summary>One operator on values that are known: what a reader of files calls to fold what a file computes from its own constants.</summary>
    /// <param name="most">The most numbers that a result may have; more is refused before memory is taken.</param>
    public static Signal<T>[] Fold(OperatorStep step, Signal<T>?[] inputs, long most)
    {
        using (NoGradient.Scope()) return Run(step, inputs, new OperatorScope<T>(null, new Dictionary<string, Parameter<T>>(), Pass.Inference) { Most = most });
    }

    internal static Signal<T>[] Run(OperatorStep step, Signal<T>?[] inputs, OperatorScope<T> scope)
    {
        if (!_rows.TryGetValue(step.Operator, out OperatorFunction<T>? function))
            throw new NotSupportedException($"There is no operator '{step.Operator}'. Known: {string.Join(", ", Names.Order(StringComparer.Ordinal))}.");
        return function(new(step, inputs, scope));
    }
}
