using System.Globalization;
using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>How the steps of a layer are cut so that its backward pass fits a budget: only the states between segments are kept, the rest is computed again.</summary>
/// <param name="Steps">Of all but the first segment in the order of visiting, which has what is over.</param>
internal readonly record struct SegmentPlan(int All, int Steps)
{
    /// <summary>First step and count of each segment in the order of time; the cut begins where backward does, so that there segments are whole.</summary>
    public IEnumerable<(int First, int Count)> InTime(bool reverse)
    {
        int rest = All % Steps == 0 ? Steps : All % Steps;
        for (int first = 0; first < All;)
        {
            int count = reverse ? Math.Min(Steps, All - first) : first == 0 ? rest : Steps;
            yield return (first, count);
            first += count;
        }
    }

    /// <summary>The longest segments that fit; those of all steps where the budget holds them.</summary>
    /// <param name="layer">For errors.</param>
    /// <param name="one">Bytes of a segment of one step, and of each further one.</param>
    /// <param name="between">Bytes of the states between two segments.</param>
    /// <param name="shards">Of which each carries its own terms.</param>
    /// <param name="isEven">Whether every sequence has every step, so that a segment can hold whole blocks of terms.</param>
    public static SegmentPlan Of(string layer, long budget, int steps, int sequences, (long First, long Further) one, long between, int shards, bool isEven)
    {
        // A block that a segment cuts is carried on: its terms' own numbers, once as they come and once as they go.
        long carried = 2L * shards * (SumOfProducts.Block - 1) * (one.Further / Math.Max(1, sequences));
        int whole = SumOfProducts.Block / (int)BigInteger.GreatestCommonDivisor(sequences, SumOfProducts.Block);
        long least = long.MaxValue;
        for (int length = steps; length >= 1; length--)
        {
            bool isCut = length < steps && !(isEven && shards == 1 && length % whole == 0);
            long bytes = one.First + (length - 1) * one.Further + ((steps + length - 1L) / length - 1) * between + (isCut ? carried : 0);
            if (bytes <= budget) return new(steps, length);
            least = Math.Min(least, bytes);
        }
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"A memory budget of {budget:#,##0} bytes is too small for layer '{layer}' with {sequences} sequences of {steps} steps: however its steps are cut, the backward pass needs {least:#,##0}. Raise the budget, or make the batch smaller."));
    }
}
