using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>What may come with sequences into a run of a stack; all of it may be left out.</summary>
public sealed record SequenceRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The order of the axes of the input, and so of the output, and without the features of <see cref="Resets"/> and <see cref="Elapsed"/>.</summary>
    public Layout Layout { get; init; }

    /// <summary>The steps each sequence has, 0 to T, in any order; null for all of T.</summary>
    public int[]? Lengths { get; init; }

    /// <summary>States before the first step visited; zeros where null.</summary>
    public StackState<T>? Initial { get; init; }

    /// <summary>
    /// Where an episode begins: before a step that is true here every state of every layer is zero, and no gradient goes back. Not with learned initial states. Layers that run backwards part the same episodes.
    /// (N, T), of <see cref="Layout.TimeFirst"/> (T, N), unbatched (T).
    /// </summary>
    public Tensor<bool>? Resets { get; init; }

    /// <summary>Δt: the time that has passed since the step before, for layers with a <see cref="StateDecay"/>; shaped as <see cref="Resets"/>. It takes no gradient.</summary>
    public Tensor<T>? Elapsed { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>In the order of the batch, whatever the layout.</summary>
    internal StepMarks<T>? Marks(Border border)
    {
        if (Resets is null && Elapsed is null) return null;
        if (Elapsed is { RequiresGradient: true }) throw new NotSupportedException("Elapsed is a leaf that takes gradients; the time between steps has none. Give a tensor that does not.");
        T[]? elapsed = Turned(Elapsed, border, nameof(Elapsed));
        int wrong = elapsed is null ? -1 : Array.FindIndex(elapsed, dt => !(dt >= T.Zero && T.IsFinite(dt)));
        if (wrong >= 0) throw new ArgumentException(FormattableString.Invariant($"Elapsed has {elapsed![wrong]} at step {wrong % border.Steps} of sequence {wrong / border.Steps}; expected a time of 0 or more."));
        return new(Turned(Resets, border, nameof(Resets)), elapsed, border.Steps);
    }

    private TValue[]? Turned<TValue>(Tensor<TValue>? given, Border border, string name) where TValue : unmanaged
    {
        if (given is null) return null;
        Shape expected = Layout switch
        {
            Layout.TimeFirst => new(border.Steps, border.Sequences),
            Layout.Unbatched => new(border.Steps),
            _ => new(border.Sequences, border.Steps),
        };
        if (!given.Shape.Equals(expected)) throw new ArgumentException($"{name} has shape {given.Shape}; of this input, in the layout {Layout}, expected {expected}: one for each step of each sequence.");
        if (Layout != Layout.TimeFirst) return given.Values.ToArray();
        var turned = new TValue[given.Shape.Count];
        for (int sequence = 0; sequence < border.Sequences; sequence++)
            for (int step = 0; step < border.Steps; step++) turned[sequence * border.Steps + step] = given.Values[step * border.Sequences + sequence];
        return turned;
    }
}

/// <summary>Resets and times of a batch, (N, T) each.</summary>
internal sealed record StepMarks<T>(bool[]? Resets, T[]? Elapsed, int Steps) where T : unmanaged;
