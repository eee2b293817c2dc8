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

    /// <summary>One step of some sequences, into rows at the given distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Read<T>(T* source, ReadOnlySpan<int> sequences, int step, T* target, nint stride) where T : unmanaged
    {
        if (sequences.IsEmpty) return;
        source += step * StepStride;
        if (AreOnePiece(sequences, stride))
        {
            long count = (long)sequences.Length * Features * sizeof(T);
            Buffer.MemoryCopy(source + sequences[0] * SequenceStride, target, count, count);
            return;
        }
        foreach (int sequence in sequences)
        {
            T* from = source + sequence * SequenceStride;
            if (FeatureStride == 1) new ReadOnlySpan<T>(from, Features).CopyTo(new Span<T>(target, Features));
            else for (int i = 0; i < Features; i++) target[i] = from[i * FeatureStride];
            target += stride;
        }
    }

    /// <summary>One step of some sequences, from rows at the given distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Write<T>(T* target, ReadOnlySpan<int> sequences, int step, T* source, nint stride) where T : unmanaged
    {
        if (sequences.IsEmpty) return;
        target += step * StepStride;
        if (AreOnePiece(sequences, stride))
        {
            long count = (long)sequences.Length * Features * sizeof(T);
            Buffer.MemoryCopy(source, target + sequences[0] * SequenceStride, count, count);
            return;
        }
        foreach (int sequence in sequences)
        {
            T* to = target + sequence * SequenceStride;
            if (FeatureStride == 1) new ReadOnlySpan<T>(source, Features).CopyTo(new Span<T>(to, Features));
            else for (int i = 0; i < Features; i++) to[i * FeatureStride] = source[i];
            source += stride;
        }
    }

    /// <summary>Whether these sequences of a step lie in one piece, here and in rows at this distance.</summary>
    private bool AreOnePiece(ReadOnlySpan<int> sequences, nint stride)
    {
        if (FeatureStride != 1) return false;
        if (sequences.Length > 1 && (SequenceStride != Features || stride != Features)) return false;
        for (int i = 1; i < sequences.Length; i++)
            if (sequences[i] != sequences[0] + i) return false;
        return true;
    }
}
