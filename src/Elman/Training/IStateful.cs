using Elman.Storage;

namespace Elman.Training;

/// <summary>What takes part in deciding the next bit of a training and remembers something from step to step: a checkpoint holds its state.</summary>
public interface IStateful
{
    /// <summary>A copy of everything it remembers, as arrays with names of its own; numbers are arrays of one double.</summary>
    IReadOnlyList<NamedArray> State();

    /// <summary>Takes back what <see cref="State"/> gave, from here or from another of the same kind and settings.</summary>
    /// <exception cref="ArgumentException">An array is missing, one too many, or has another shape; it says which. Nothing is taken then.</exception>
    void Restore(IReadOnlyList<NamedArray> state);
}
