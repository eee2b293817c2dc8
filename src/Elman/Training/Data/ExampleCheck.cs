using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>What can be wrong with arrays of examples, said before anything is trained on them.</summary>
internal static class ExampleCheck
{
    public static void Arrays<T>(IReadOnlyDictionary<string, Signal<T>> inputs, IReadOnlyDictionary<string, Signal<T>> targets) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (inputs.Count == 0 || targets.Count == 0) throw new ArgumentException($"Examples have at least one input and one target; found {inputs.Count} and {targets.Count}.");
        (string first, Signal<T> counted) = inputs.First();
        int count = counted.Size.Rank == 0 ? 0 : counted.Size[0];
        foreach ((string name, Signal<T> input) in inputs) One($"input '{name}'", input, count, first, [2, 3], [2]);
        foreach ((string name, Signal<T> target) in targets) One($"target '{name}'", target, count, first, [2, 3], [1, 2]);
        if (count == 0) throw new ArgumentException("The data is empty: there is no example to train on.");
        if (inputs.Values.All(input => input is { Lengths: { } lengths, HasSteps: true } && lengths.All(length => length == 0)))
            throw new ArgumentException($"All {count} sequences have length 0: there is no step to train on. Look at how the lengths were made.");
    }

    /// <summary>A weight for each example, or for each of its steps.</summary>
    [return: NotNullIfNotNull(nameof(weights))]
    public static Tensor<T>? Weights<T>(Tensor<T>? weights, Shape? expected) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights is null) return null;
        if (expected is null) throw new ArgumentException("Weights of steps belong to targets with steps; these have none. Give weights of samples.");
        if (!weights.Shape.Equals(expected)) throw new ArgumentException($"Weights have shape {expected} here, found {weights.Shape}.");
        for (int i = 0; i < weights.Values.Length; i++)
            if (!T.IsFinite(weights.Values[i]) || T.IsNegative(weights.Values[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A weight is 0 or more; found {weights.Values[i]} at {Place(i, weights.Shape)}."));
        return weights;
    }

    private static void One<T>(string name, Signal<T> signal, int count, string first, int[] ranks, int[] idRanks) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = signal.Size;
        int[] known = signal.Ids is null ? ranks : idRanks;
        if (!known.Contains(shape.Rank))
            throw new ArgumentException($"The {name} has shape {shape}; expected {(signal.Ids is null ? "numbers (N, F) or (N, T, F)" : known.Length == 1 ? "ids (N, T)" : "ids (N) or (N, T)")}.{(shape.Rank == 1 ? " Add an axis of features of size 1." : "")}");
        if (shape[0] != count) throw new ArgumentException($"The {name} has {shape[0]} examples, input '{first}' has {count}. Each example needs both.");
        if (signal.Lengths is { } lengths)
        {
            if (!signal.HasSteps) throw new ArgumentException($"The {name} of shape {shape} has no steps, so it has no lengths either.");
            if (lengths.Length != count) throw new ArgumentException($"The {name} has {count} sequences and {lengths.Length} lengths. Give one for each.");
            int wrong = Array.FindIndex(lengths, length => length < 0 || length > shape[1]);
            if (wrong >= 0) throw new ArgumentException($"The {name} has steps 0 to {shape[1] - 1}; sequence {wrong} has length {lengths[wrong]}, expected 0 to {shape[1]}.");
        }
        if (signal.Mask is { } mask && !mask.Shape.Equals(new Shape(shape[0], shape.Rank > 1 ? shape[1] : 1)))
            throw new ArgumentException($"The {name} of shape {shape} has a mask of shape {mask.Shape}; expected ({shape[0]}, {(shape.Rank > 1 ? shape[1] : 1)}).");
        if (signal.Numbers is not null) Finite(name, signal);
    }

    /// <summary>Refuses NaN and infinity where a step is there and counts; what stands in the padding is nobody's business.</summary>
    private static void Finite<T>(string name, Signal<T> signal) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = signal.Size;
        ReadOnlySpan<T> values = signal.Numbers!.Values;
        int features = shape[^1], steps = shape.Rank == 3 ? shape[1] : 1;
        for (int i = 0; i < values.Length; i++)
        {
            if (T.IsFinite(values[i])) continue;
            int step = i / features % steps, row = i / features / steps;
            if (step >= signal.LengthOf(row) || signal.Mask is { } mask && !mask[row, step]) continue;
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The {name} has {values[i]} at {Place(i, shape)}. Fill such values in, leave the example out, or mask the step."));
        }
    }

    private static string Place(int index, Shape shape)
    {
        string[] words = shape.Rank == 3 ? ["example", "step", "feature"] : shape.Rank == 2 ? ["example", "column"] : ["example"];
        var parts = new string[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; index /= shape[axis--]) parts[axis] = $"{words[axis]} {(index % shape[axis]).ToString(CultureInfo.InvariantCulture)}";
        return string.Join(", ", parts);
    }
}
