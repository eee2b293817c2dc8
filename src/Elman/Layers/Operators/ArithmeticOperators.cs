using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Layers.Operators;

/// <summary>Sums, products and the like of two tensors and more, repeated to a common shape. Of whole numbers a quotient is cut towards zero.</summary>
internal static class ArithmeticOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["Add"] = run => [Both(run, 0, 1, (a, b) => a + b, (a, b) => a + b)],
        ["Sub"] = run => [Both(run, 0, 1, (a, b) => a - b, (a, b) => a - b)],
        ["Mul"] = run => [Both(run, 0, 1, (a, b) => a * b, (a, b) => a * b)],
        ["Div"] = run => [Both(run, 0, 1, (a, b) => a / b, (a, b) => b == 0 ? throw run.Bad("divides a whole number by zero") : a / b)],
        ["Mod"] = run => [new(Whole(run.Any(0), run.Any(1), (a, b) => b == 0 ? throw run.Bad("divides a whole number by zero") : run.Flag("fmod") ? (int)(a % b) : (int)(((a % b) + b) % b)))],
        ["Pow"] = run => [Power(run)],
        ["Max"] = run => [All(run, (a, b) => a.Maximum(b), Math.Max)],
        ["Min"] = run => [All(run, (a, b) => a.Minimum(b), Math.Min)],
        ["Sum"] = run => [All(run, (a, b) => a + b, (a, b) => a + b)],
        ["Mean"] = run => [new(All(run, (a, b) => a + b, (a, b) => a + b).Numbers! / T.CreateChecked(run.Count))],
        ["Neg"] = run => [One(run, x => -x, x => -x)],
        ["Abs"] = run => [One(run, x => x.Abs(), Math.Abs)],
        ["Clip"] = run => [Clip(run)],
    };

    private static Signal<T> Both(OperatorRun<T> run, int first, int second, Func<Tensor<T>, Tensor<T>, Tensor<T>> numbers, Func<long, long, long> whole) =>
        Both(run, run.Any(first), run.Any(second), numbers, whole);

    private static Signal<T> Both(OperatorRun<T> run, Signal<T> a, Signal<T> b, Func<Tensor<T>, Tensor<T>, Tensor<T>> numbers, Func<long, long, long> whole)
    {
        ShapeOperators<T>.Sized(run, Moves.Common(Moves.ShapeOf(a), Moves.ShapeOf(b)).Dimensions.ToArray());
        return a.Numbers is { } x && b.Numbers is { } y ? new(numbers(x, y))
            : a.Ids is not null && b.Ids is not null ? new(Whole(a, b, (m, n) => int.CreateSaturating(whole(m, n))))
            : throw run.Bad("takes two inputs of numbers, or two of whole numbers; found one of each");
    }

    /// <summary>A function of two whole numbers, entry by entry.</summary>
    public static Tensor<int> Whole(Signal<T> a, Signal<T> b, Func<long, long, int> function)
    {
        Shape shape = Moves.Common(a.Ids!.Shape, b.Ids!.Shape);
        ReadOnlySpan<int> x = Moves.Expand(a, shape).Ids!.Values, y = Moves.Expand(b, shape).Ids!.Values;
        var z = new Tensor<int>(shape);
        for (int i = 0; i < z.Array.Length; i++) z.Array[i] = function(x[i], y[i]);
        return z;
    }

    private static Signal<T> All(OperatorRun<T> run, Func<Tensor<T>, Tensor<T>, Tensor<T>> numbers, Func<long, long, long> whole) =>
        Enumerable.Range(0, run.Count).Select(run.Any).Aggregate((a, b) => Both(run, a, b, numbers, whole));

    private static Signal<T> One(OperatorRun<T> run, Func<Tensor<T>, Tensor<T>> numbers, Func<int, int> whole) =>
        run.Any(0).Numbers is { } x ? new(numbers(x)) : new(new Tensor<int>(run.Ids(0).Shape, Array.ConvertAll(run.Ids(0).Values.ToArray(), value => whole(value))));

    private static Signal<T> Power(OperatorRun<T> run)
    {
        Tensor<T> exponent = run.AsNumbers(1);
        if (run.Any(0).Ids is not null) return new(Whole(run.Any(0), new(run.Ids(1)), (a, b) => int.CreateSaturating(Math.Pow(a, b))));
        if (exponent.Shape.Count == 1)
        {
            Tensor<T> y = run.Numbers(0).Power(double.CreateChecked(exponent.Values[0]));
            return exponent.Shape.Rank > y.Shape.Rank ? new(y.Reshape(exponent.Shape.Dimensions)) : new(y);
        }
        return new((run.Numbers(0).Log() * exponent).Exp());
    }

    /// <summary>Bounds are inputs in newer versions, attributes in older ones; either may be missing.</summary>
    private static Signal<T> Clip(OperatorRun<T> run)
    {
        Tensor<T> x = run.AsNumbers(0);
        if (Bound(1, "min") is { } low) x = x.Maximum(Tensor.Scalar(low));
        if (Bound(2, "max") is { } high) x = x.Minimum(Tensor.Scalar(high));
        return run.Any(0).Ids is null ? new(x) : new(Moves.ToIds(x));

        T? Bound(int place, string attribute) => run.Has(place) ? run.AsNumbers(place).Values[0] : run.Step.Attributes[attribute] is { } value ? T.CreateTruncating((double)value) : null;
    }
}
