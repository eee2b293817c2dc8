using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Which rows of a prediction count, how much, and what the sum is divided by.</summary>
internal sealed class LossSteps<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LossSteps(int[] rows, T[] factors, int width, double divisor) => (Rows, Factors, Width, Divisor) = (rows, factors, width, divisor);

    /// <summary>The rows n·T + t that are there, ascending.</summary>
    public int[] Rows { get; }

    /// <summary>What the loss of each of them is multiplied by before the sum.</summary>
    public T[] Factors { get; }

    /// <summary>Numbers of a row.</summary>
    public int Width { get; }

    public double Divisor { get; }

    /// <summary>Whether all of so many numbers are there and count alike, so that one sweep does for them.</summary>
    public bool IsWhole(int numbers) => numbers > 0 && Rows.Length * Width == numbers && !Factors.AsSpan().ContainsAnyExcept(Factors[0]);

    public static LossSteps<T> Of(RowLoss loss, Shape prediction, LossTarget<T> target)
    {
        LossShapes.Check(loss, prediction, target);
        int n = prediction[0], t = prediction.Rank == 3 ? prediction[1] : 1, width = prediction[^1];
        var (rows, factors) = (new List<int>(n * t), new List<T>(n * t));
        double elements = loss.PerElement ? width : 1, total = 0;
        int sequences = 0;
        for (int i = 0; i < n; i++)
        {
            double weight = 0;
            int first = rows.Count;
            for (int row = i * t; row < i * t + (target.Lengths?[i] ?? t); row++)
            {
                if (target.Mask is { } mask && !mask.Values[row]) continue;
                if (target.Ids is { } ids && loss.Ignores(ids.Values[row])) continue;
                weight += target.Ids is { } labels ? loss.WeightOf(labels.Values[row]) : 1;
                T factor = target.StepWeights?.Values[row] ?? T.One;
                rows.Add(row);
                factors.Add(target.SampleWeights is { } samples ? factor * samples.Values[i] : factor);
            }
            total += weight * elements;
            if (weight == 0) continue;
            sequences++;
            if (loss.Reduction != LossReduction.MeanOverSequences) continue;
            for (int k = first; k < rows.Count; k++) factors[k] /= T.CreateChecked(weight * elements);
        }
        double divisor = loss.Reduction switch
        {
            LossReduction.MeanOverSteps => total,
            LossReduction.MeanOverSequences => sequences,
            _ => 1,
        };
        return new([.. rows], [.. factors], width, divisor);
    }
}
