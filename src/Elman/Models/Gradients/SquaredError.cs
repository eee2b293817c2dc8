using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>The mean of (ŷ − y)² over all numbers of an output that are there.</summary>
internal static class SquaredError
{
    /// <param name="lastStepOnly">Whether only each sequence's last step counts.</param>
    public static Tensor<T> Of<T>(string name, Signal<T> output, Tensor<T> target, bool lastStepOnly) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> y = output.Numbers!;
        bool hasSteps = y.Shape.Rank == 3;
        if (lastStepOnly && !hasSteps) lastStepOnly = false;        // it gives one step already
        Shape atEnd = hasSteps ? new(y.Shape[0], y.Shape[2]) : y.Shape;
        bool isOfEnd = lastStepOnly && target.Shape.Equals(atEnd);
        if (!target.Shape.Equals(y.Shape) && !isOfEnd)
            throw new ArgumentException($"Output '{name}' has shape {y.Shape}; the target y has {target.Shape}.{(lastStepOnly ? $" (N, features), {atEnd}, will do too, since only last steps count." : "")}");
        if (!hasSteps) return Mean(y - target);
        (int n, int steps, int features) = (y.Shape[0], y.Shape[1], y.Shape[2]);
        int LengthOf(int sequence) => output.Lengths?[sequence] ?? steps;
        int[] rows = [.. Enumerable.Range(0, n).SelectMany(sequence => Enumerable.Range(0, LengthOf(sequence)).Skip(lastStepOnly ? LengthOf(sequence) - 1 : 0).Select(step => sequence * steps + step))];
        if (rows.Length == 0) throw new ArgumentException($"Output '{name}' has no step in any sequence, so there is nothing to take an error of.");
        Tensor<int> some = Tensor.From(rows);
        Tensor<T> wanted = isOfEnd ? target.IndexSelect(0, Tensor.From<int>([.. rows.Select(row => row / steps)])) : target.Reshape(n * steps, features).IndexSelect(0, some);
        return Mean(y.Reshape(n * steps, features).IndexSelect(0, some) - wanted);

        static Tensor<T> Mean(Tensor<T> difference) => (difference * difference).Mean();
    }
}
