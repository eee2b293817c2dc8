using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Batches of sequences of about the same length.</summary>
internal static class LengthBuckets
{
    /// <summary>
    /// Cuts the order into groups of so many batches, puts each group in order of length, longest first and otherwise as drawn, and then draws the order of the full batches, so that short ones
    /// do not always come last. A last batch that is not full stays the last.
    /// </summary>
    public static int[] Sort<T>(int[] order, Examples<T> examples, int size, int batches, RandomStream? random) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] sorted = [.. order.Chunk(checked(size * batches)).SelectMany(group => group.OrderByDescending(examples.LengthOf))];
        int full = sorted.Length / size;
        if (random is null) return sorted;
        return [.. random.Permutation(full).SelectMany(batch => sorted[(batch * size)..((batch + 1) * size)]), .. sorted[(full * size)..]];
    }
}
