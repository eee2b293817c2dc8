namespace Elman.Numerics;

/// <summary>What stands before the first step and after the last where windows go along time.</summary>
/// <param name="Kind">Which rule; <see cref="PaddingKind.Explicit"/> takes the two counts.</param>
/// <param name="Before">Steps in front.</param>
/// <param name="After">Steps behind.</param>
public readonly record struct Padding(PaddingKind Kind, int Before = 0, int After = 0)
{
    /// <summary>None: windows lie within the sequence.</summary>
    public static Padding Valid => new(PaddingKind.Valid);

    /// <summary>As many windows as steps (with a stride, one for each stride begun); the odd step of padding stands behind. Keras and TensorFlow's <c>same</c>.</summary>
    public static Padding Same => new(PaddingKind.Same);

    /// <summary>All in front: a window ends at its own step and sees nothing later.</summary>
    public static Padding Causal => new(PaddingKind.Causal);

    /// <summary>So many steps in front and behind, as PyTorch and ONNX write it.</summary>
    public static Padding Of(int before, int after) => before >= 0 && after >= 0
        ? new(PaddingKind.Explicit, before, after)
        : throw new ArgumentOutOfRangeException(nameof(before), $"A padding has at least 0 steps before and after, found {before} and {after}.");

    public override string ToString() => Kind == PaddingKind.Explicit ? $"{Before} before and {After} after" : Kind.ToString().ToLowerInvariant();
}

/// <summary>The rules of padding.</summary>
public enum PaddingKind
{
    Valid,
    Same,
    Causal,
    Explicit,
}

/// <summary>Windows along time: how many steps each sees, how far apart these are, how far apart the windows begin, and what stands at the ends.</summary>
public sealed record Windows
{
    /// <param name="size">Steps that a window sees.</param>
    /// <param name="stride">From the first step of a window to that of the next.</param>
    /// <param name="dilation">From a step that a window sees to the next.</param>
    public Windows(int size, int stride = 1, int dilation = 1, Padding padding = default)
    {
        if (size < 1 || stride < 1 || dilation < 1 || ((long)size - 1) * dilation >= int.MaxValue)
            throw new ArgumentException($"A window has a size, a stride and a dilation of at least 1 and spans at most {int.MaxValue} steps, found {size}, {stride} and {dilation}.");
        (Size, Stride, Dilation, Padding) = (size, stride, dilation, padding);
    }

    public int Size { get; }
    public int Stride { get; }
    public int Dilation { get; }
    public Padding Padding { get; }

    /// <summary>Steps from the first that a window sees to the last, both counted.</summary>
    public int Span => (Size - 1) * Dilation + 1;

    /// <summary>Whether a window at a step sees that step and earlier ones only, and there is one for each step.</summary>
    public bool IsCausal => Stride == 1 && (Padding.Kind == PaddingKind.Causal || Span == 1 && Padding is { Before: 0, After: 0 });

    /// <summary>How many windows there are along so many steps; along none, none.</summary>
    public int Count(int steps)
    {
        if (steps == 0) return 0;
        long room = Padding.Kind switch
        {
            PaddingKind.Valid => (long)steps - Span,
            PaddingKind.Explicit => (long)steps + Padding.Before + Padding.After - Span,
            _ => steps - 1,
        };
        return room < 0 ? 0 : checked((int)(room / Stride + 1));
    }

    /// <summary>How many steps of padding stand in front of so many steps.</summary>
    public int Before(int steps) => Padding.Kind switch
    {
        PaddingKind.Valid => 0,
        PaddingKind.Causal => Span - 1,
        PaddingKind.Same => (int)(Math.Max(((long)Count(steps) - 1) * Stride + Span - steps, 0) / 2),
        _ => Padding.Before,
    };
}
