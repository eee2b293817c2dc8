using Elman.Numerics;

namespace Elman.Training;

/// <summary>One sequence of a CTC loss: its labels with a blank before, between and behind them.</summary>
/// <param name="Places">2·labels + 1 classes.</param>
/// <param name="Steps">The steps that are there.</param>
internal sealed record CtcLabels(int[] Places, int Steps)
{
    public int Count => Places.Length / 2;

    /// <summary>Whether a path may come to place s from s − 2: past a blank between two different labels.</summary>
    public bool MaySkipTo(int s) => s % 2 == 1 && s > 1 && Places[s] != Places[s - 2];

    public double Factor(LossReduction reduction) => reduction == LossReduction.MeanOverSteps ? 1.0 / Math.Max(1, Count) : 1;

    /// <summary>The labels of every sequence, or a refusal that says what is wrong with them.</summary>
    public static CtcLabels[] Check<T>(CtcLoss loss, Shape prediction, LossTarget<T> target) where T : unmanaged
    {
        if (prediction.Rank != 3) throw new ArgumentException($"{loss.Name} takes scores (N, T, classes) of every step, found {prediction}.");
        LossShapes.Steps(loss.Name, prediction, target);
        (int n, int classes) = (prediction[0], prediction[2]);
        if (target.Ids is not { Shape.Rank: 2 } ids || ids.Shape[0] != n)
            throw new ArgumentException($"{loss.Name}: a prediction {prediction} takes labels ({n}, S) as ids, found {(target.Ids is { } found ? found.Shape : $"numbers {target.Numbers!.Shape}")}.");
        if (target.Mask is not null || target.StepWeights is not null)
            throw new ArgumentException($"{loss.Name} sums over all ways through the steps, so single steps have neither mask nor weight. Say by Lengths how many steps are there.");
        if ((uint)loss.Blank >= (uint)classes) throw new ArgumentException($"{loss.Name}: the blank is one of the classes 0 to {classes - 1} of a prediction {prediction}, found {loss.Blank}.");
        if (target.LabelLengths is { } lengths && lengths.Length != n) throw new ArgumentException($"{loss.Name}: {n} sequences have as many lengths of labels, found {lengths.Length}.");

        var result = new CtcLabels[n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<int> row = ids.Values.Slice(i * ids.Shape[1], ids.Shape[1]);
            int count = target.LabelLengths?[i] ?? FirstNegative(row);
            if (count < 0 || count > row.Length) throw new ArgumentOutOfRangeException(nameof(target), $"{loss.Name}: sequence {i} has 0 to {row.Length} labels, found a length of {count}.");
            int[] places = [.. Enumerable.Repeat(loss.Blank, 2 * count + 1)];
            for (int k = 0; k < count; k++)
            {
                if ((uint)row[k] >= (uint)classes || row[k] == loss.Blank)
                    throw new ArgumentOutOfRangeException(nameof(target),
                        $"{loss.Name}: labels are classes 0 to {classes - 1} other than the blank {loss.Blank}, found {row[k]}, first at sequence {i}, label {k}.");
                places[2 * k + 1] = row[k];
            }
            result[i] = new(places, target.Lengths?[i] ?? prediction[1]);
        }
        return result;
    }

    private static int FirstNegative(ReadOnlySpan<int> row)
    {
        for (int i = 0; i < row.Length; i++)
            if (row[i] < 0) return i;
        return row.Length;
    }
}
