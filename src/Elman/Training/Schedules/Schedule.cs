using Elman.Storage;

namespace Elman.Training;

/// <summary>What a schedule counts.</summary>
public enum SchedulePace
{
    /// <summary>Steps of the optimiser.</summary>
    Steps,

    /// <summary>Passes over the data.</summary>
    Epochs,
}

/// <summary>The learning rate as a function of how far the training is.</summary>
/// <remarks>A place k is the number of steps (or epochs) made so far: the first step is made at the rate of place 0. The rate is a function of k alone, whichever places were asked before,
/// but for one that watches a metric: what it has observed is its state.</remarks>
public abstract partial class Schedule : IStateful
{
    /// <summary>As <see cref="Named"/> and files know it.</summary>
    public abstract string Name { get; }

    /// <summary>What k counts; PyTorch leaves it to whoever calls <c>scheduler.step()</c>.</summary>
    public SchedulePace Pace { get; init; } = SchedulePace.Epochs;

    /// <summary>The rate at place k ≥ 0 of a training whose optimiser was given <paramref name="rate"/>.</summary>
    public abstract double RateAt(double rate, long k);

    /// <summary>Tells a metric after each epoch, or whenever it was measured; nothing happens where a schedule watches none.</summary>
    public virtual void Observe(double metric) { }

    public virtual IReadOnlyList<NamedArray> State() => [];

    public virtual void Restore(IReadOnlyList<NamedArray> state) => SavedNumbers.Read(Name, state);

    public sealed override string ToString() => Name;
}
