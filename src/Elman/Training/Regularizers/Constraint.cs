using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Where weights may lie; they are put back there after each step of the optimiser.</summary>
public abstract class Constraint
{
    private readonly ParameterGroup? _names;

    private protected Constraint(string? names) => _names = names is null ? null : new ParameterGroup(names);

    /// <summary>Puts back the parameters that it is about: those whose full names fit its pattern, or all that are trained.</summary>
    public void Apply<T>(IReadOnlyList<Parameter<T>> parameters) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < parameters.Count; i++)
            if (parameters[i].IsTrained && (_names?.Matches(parameters[i].Name) ?? true)) PutBack(parameters[i].Value);
    }

    private protected abstract void PutBack<T>(Tensor<T> w) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The weights of each unit, a row of a weight (units, inputs), have a norm of at most c: w ← w·min(‖w‖, c)/(1e-7 + ‖w‖), as Keras's <c>MaxNorm</c>. Biases and other vectors are one row.</summary>
/// <param name="limit">c</param>
/// <param name="names">A pattern of full names such as <c>*.recurrent_weight</c>; null for all.</param>
public sealed class MaxNorm(double limit = 2, string? names = null) : Constraint(names)
{
    private readonly double _limit = limit > 0 && double.IsFinite(limit) ? limit : throw new ArgumentOutOfRangeException(nameof(limit), $"A norm is bounded by a number above 0, found {SavedNumbers.Text(limit)}.");

    private protected override void PutBack<T>(Tensor<T> w)
    {
        int rows = w.Shape.Rank < 2 ? 1 : w.Shape[0], width = rows == 0 ? 0 : w.Shape.Count / rows;
        Span<T> values = w.Span;
        for (int r = 0; r < rows; r++)
        {
            Span<T> row = values.Slice(r * width, width);
            double norm = Math.Sqrt(double.CreateChecked(Reduction.SumOfProducts<T>(row, row)));
            if (norm > _limit) RowNorm.Scale<T>([T.CreateChecked(_limit / (1e-7 + norm))], row);
        }
    }
}

/// <summary>No weight is below zero: w ← max(w, 0), as Keras's <c>NonNeg</c>.</summary>
/// <param name="names">A pattern of full names; null for all.</param>
public sealed class NonNegative(string? names = null) : Constraint(names)
{
    private protected override void PutBack<T>(Tensor<T> w) => Bounds.Hold(w.Span, 0, double.PositiveInfinity);
}
