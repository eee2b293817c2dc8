using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>A loss that is a sum of a function of each number and its target; a mean is over the numbers of a step too.</summary>
public abstract record ElementLoss : RowLoss
{
    private protected ElementLoss() { }

    internal sealed override TargetKind Takes => TargetKind.Numbers;
    internal sealed override bool PerElement => true;

    /// <summary>The loss of each number.</summary>
    private protected abstract void Values<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Its slope along x.</summary>
    private protected abstract void Slopes<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> slopes) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private protected sealed override void Rows<T>(LossRows<T> rows)
    {
        T[] losses = Arrays<T>.Take(rows.Prediction.Length, zero: false);
        Values(rows.Prediction, rows.Numbers, losses);
        if (!rows.Slopes.IsEmpty) Slopes(rows.Prediction, rows.Numbers, rows.Slopes);
        for (int r = 0; r < rows.Losses.Length; r++)
            rows.Losses[r] = rows.Width == 1 ? losses[r] : Numerics.Reduction.Sum<T>(losses.AsSpan(r * rows.Width, rows.Width));
        Arrays<T>.Return(losses);
    }
}
