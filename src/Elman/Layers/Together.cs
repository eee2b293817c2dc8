using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>What the layers of several inputs share: inputs of the same sequences and steps.</summary>
internal static class Together
{
    public static SignalShape Check(object layer, ReadOnlySpan<SignalShape> inputs, bool featuresToo)
    {
        if (inputs.IsEmpty) throw new ArgumentException($"{layer} takes at least 1 input, found none.");
        foreach (SignalShape input in inputs)
        {
            Expect.Numbers(layer, input, featuresToo ? inputs[0].Features : null);
            if (input.HasMask != inputs[0].HasMask) throw new ArgumentException($"{layer} takes inputs of one mask, found some with a mask and some without.");
            if (input.HasSteps != inputs[0].HasSteps) throw new ArgumentException($"{layer} takes inputs that all have steps or all have none, found {inputs[0]} and {input}.");
        }
        return inputs[0];
    }

    /// <summary>Applies a function to the rows of the steps that are there, of all inputs, and leaves the others zero.</summary>
    public static Signal<T> Apply<T>(object layer, ReadOnlySpan<Signal<T>> inputs, bool featuresToo, Func<Tensor<T>[], Tensor<T>> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (inputs.IsEmpty) throw new ArgumentException($"{layer} takes at least 1 input, found none.");
        var parts = new Tensor<T>[inputs.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Expect.Numbers(layer, inputs[i]);
            (Shape first, Shape shape) = (parts[0].Shape, parts[i].Shape);
            if (shape.Rank != first.Rank || !shape.Dimensions[..^1].SequenceEqual(first.Dimensions[..^1]) || (featuresToo && shape[^1] != first[^1]))
                throw new ArgumentException($"{layer} takes inputs of equal shape{(featuresToo ? "" : " but for their features")}, found {first} and {shape}.");
        }
        int[]? lengths = CommonLengths(layer, inputs, parts[0].Shape);
        foreach (Signal<T> input in inputs)
            if (input.Mask is { } mask && !mask.Values.SequenceEqual(inputs[0].Mask!.Values)) throw new ArgumentException($"{layer} takes inputs of one mask, found two that differ.");
        return new(Present.Apply(layer, parts, lengths, rows), lengths, inputs[0].Mask);
    }

    public static NotSupportedException CannotStep(object layer) =>
        new($"{layer} takes several inputs, and a step of a stream has one: it cannot step. Use Forward.");

    private static int[]? CommonLengths<T>(object layer, ReadOnlySpan<Signal<T>> inputs, Shape shape) where T : unmanaged
    {
        int[]? common = inputs[0].Lengths;
        foreach (Signal<T> input in inputs)
            if (!All(input.Lengths).SequenceEqual(All(common)))
                throw new ArgumentException($"{layer} takes inputs of equal lengths, found ({string.Join(", ", All(common))}) and ({string.Join(", ", All(input.Lengths))}).");
        return common;

        int[] All(int[]? lengths) => lengths ?? (shape.Rank == 3 ? [.. Enumerable.Repeat(shape[1], shape[0])] : []);
    }
}
