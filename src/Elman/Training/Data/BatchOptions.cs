namespace Elman.Training;

/// <summary>How examples become batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Whether a last batch that is not full is left out; by default it is smaller.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// Batches whose examples are put in order of length together, longest first, before they are cut: less padding, and still a random order. 1 or less leaves the order alone.
    /// </summary>
    public int BucketBatches { get; init; } = 1;

    /// <summary>The order of every epoch, in place of a drawn one: such as that of a recorded training.</summary>
    public IReadOnlyList<int[]>? Orders { get; init; }
}
