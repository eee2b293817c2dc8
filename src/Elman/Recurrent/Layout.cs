using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>The order of the axes of a sequence where it enters and leaves; inside it is always step, sequence, feature.</summary>
public enum Layout
{
    /// <summary>(N, T, features): Keras, PyTorch with <c>batch_first</c>.</summary>
    BatchFirst,

    /// <summary>(T, N, features): PyTorch's and MXNet's default, ONNX.</summary>
    TimeFirst,

    /// <summary>(N, features, T): features before time, as the first notebook has it.</summary>
    FeaturesFirst,

    /// <summary>(T, features): one sequence.</summary>
    Unbatched,
}

/// <summary>The sizes of a sequence tensor and where each number lies.</summary>
internal readonly record struct Border(int Sequences, int Steps, int Features, nint SequenceStride, nint StepStride, nint FeatureStride)
{
    /// <summary>Reads a shape, or says what was expected and found.</summary>
    public static Border Of(Shape shape, Layout layout, string what)
    {
        (int rank, string axes) = layout switch
        {
            Layout.BatchFirst => (3, "(N, T, features)"),
            Layout.TimeFirst => (3, "(T, N, features)"),
            Layout.FeaturesFirst => (3, "(N, features, T)"),
            Layout.Unbatched => (2, "(T, features)"),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "Unknown layout."),
        };
        if (shape.Rank != rank)
            throw new ArgumentException($"{what} has shape {shape}; layout {layout} is {axes}. For one sequence use Layout.Unbatched, else add the missing axis.");
        return layout switch
        {
            Layout.BatchFirst => BatchFirst(shape[0], shape[1], shape[2]),
            Layout.TimeFirst => new(shape[1], shape[0], shape[2], shape[2], (nint)shape[1] * shape[2], 1),
            Layout.FeaturesFirst => new(shape[0], shape[2], shape[1], (nint)shape[1] * shape[2], 1, shape[2]),
            _ => BatchFirst(1, shape[0], shape[1]),
        };
    }

    /// <summary>The shape of a sequence of other features with the same sizes otherwise.</summary>
    public static Shape ShapeOf(Layout layout, int sequences, int steps, int features) => layout switch
    {
        Layout.BatchFirst => new(sequences, steps, features),
        Layout.TimeFirst => new(steps, sequences, features),
        Layout.FeaturesFirst => new(sequences, features, steps),
        _ => new(steps, features),
    };

    private static Border BatchFirst(int sequences, int steps, int features) => new(sequences, steps, features, (nint)steps * features, features, 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Read<T>(T* source, int sequence, int step, T* target) where T : unmanaged
    {
        source += sequence * SequenceStride + step * StepStride;
        if (FeatureStride == 1) new ReadOnlySpan<T>(source, Features).CopyTo(new Span<T>(target, Features));
        else for (int i = 0; i < Features; i++) target[i] = source[i * FeatureStride];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Write<T>(T* target, int sequence, int step, T* source) where T : unmanaged
    {
        target += sequence * SequenceStride + step * StepStride;
        if (FeatureStride == 1) new ReadOnlySpan<T>(source, Features).CopyTo(new Span<T>(target, Features));
        else for (int i = 0; i < Features; i++) target[i * FeatureStride] = source[i];
    }
}
