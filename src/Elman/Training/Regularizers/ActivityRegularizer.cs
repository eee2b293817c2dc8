using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What large activities of a layer cost, or their changes from step to step. To be added to the loss of a batch.</summary>
/// <remarks>
/// The sum over the steps that are there of λ₁·|h| + λ₂·h², divided by the number of sequences, as Keras's <c>activity_regularizer</c>; with <see cref="OfChange"/> h is hₜ − hₜ₋₁
/// of two neighbouring steps (Merity et al. 2017).
/// </remarks>
public sealed record ActivityRegularizer
{
    /// <summary>λ₁</summary>
    public double L1 { get; init => field = OptimizerChecks.AtLeastZero("activity regulariser", "λ₁", value); }

    /// <summary>λ₂</summary>
    public double L2 { get; init => field = OptimizerChecks.AtLeastZero("activity regulariser", "λ₂", value); }

    /// <summary>Whether changes cost, in place of activities.</summary>
    public bool OfChange { get; init; }

    /// <summary>Whether the sum is divided by all numbers that are summed, in place of the sequences: the mean that language models use.</summary>
    public bool IsMean { get; init; }

    /// <summary>The cost as a number that can be differentiated.</summary>
    /// <param name="activity">(N, T, F) or (N, F), what a layer gave; a further output of the model where it is not the last.</param>
    public Tensor<T> Of<T>(Signal<T> activity) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> h = activity.Numbers ?? throw new ArgumentException($"An activity regulariser takes numbers, found ids {activity.Ids!.Shape}.");
        if (h.Shape.Rank is not (2 or 3) || (OfChange && h.Shape.Rank != 3))
            throw new ArgumentException($"An activity regulariser takes {(OfChange ? "(N, T, F)" : "(N, F) or (N, T, F)")}, found {h.Shape}.");
        if (activity.Lengths is { } lengths) Present.Check("An activity regulariser", h.Shape, lengths);
        int n = h.Shape[0], t = h.Shape.Rank == 3 ? h.Shape[1] : 1, width = h.Shape[^1], first = OfChange ? 1 : 0;
        int[] rows = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, activity.Lengths?[i] ?? t).Skip(first).Select(step => i * t + step))
            .Where(row => activity.Mask is not { } mask || (mask.Values[row] && mask.Values[row - first]))];
        T divisor = T.CreateChecked(IsMean ? Math.Max(1, rows.Length * width) : n);

        // d = h, or hₜ − hₜ₋₁;  y = (Σ λ₁·|d| + λ₂·d²)/divisor;  dd = dy/divisor·(λ₁·sign d + 2·λ₂·d);  dhₜ += dd, dhₜ₋₁ −= dd
        var d = new T[rows.Length * width];
        for (int r = 0; r < rows.Length; r++)
        {
            h.Values.Slice(rows[r] * width, width).CopyTo(d.AsSpan(r * width));
            if (OfChange) LossMath.AddScaled(-T.One, h.Values.Slice((rows[r] - 1) * width, width), d.AsSpan(r * width, width));
        }
        return Operation.Apply("ActivityRegularizer", [h], Tensor.Scalar(Penalties.Sum<T>(d, L1, L2) / divisor), gradients =>
        {
            var dd = new T[d.Length];
            Penalties.AddSlopes(d, L1, L2, gradients.OfResult()[0] / divisor, dd);
            Span<T> dh = gradients.OfInput(0);
            for (int r = 0; r < rows.Length; r++)
            {
                ReadOnlySpan<T> row = dd.AsSpan(r * width, width);
                Zip.Add(row, dh.Slice(rows[r] * width, width));
                if (OfChange) LossMath.AddScaled(-T.One, row, dh.Slice((rows[r] - 1) * width, width));
            }
        });
    }
}
