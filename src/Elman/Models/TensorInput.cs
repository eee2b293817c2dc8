using System.Globalization;
using Elman.Layers;
using Elman.Numerics;

namespace Elman.Models;

/// <summary>Inputs that are tensors of their own: each axis has a size, or a name that stands for any size of at least 1.</summary>
internal static class TensorInput
{
    /// <summary>The axes as a model's input writes them.</summary>
    public static string[] Axes(SignalShape shape) => shape.Axes is { Length: > 0 } axes ? axes.Split(',', StringSplitOptions.TrimEntries) : [];

    /// <summary>The size of an axis; null for one that has a name.</summary>
    public static int? SizeOf(string axis) => int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : null;

    public static Signal<T> Checked<T>(ModelInput input, Signal<T> signal) where T : unmanaged
    {
        Shape shape = InputCheck.ShapeOf(signal);
        if (signal.Numbers is null != input.Shape.IsIds) throw new ArgumentException($"Input '{input.Name}' takes {(input.Shape.IsIds ? "whole numbers" : "numbers")} {input.Shape}; found {(input.Shape.IsIds ? "numbers" : "whole numbers")} of shape {shape}.");
        if (signal.Lengths is not null || signal.Mask is not null) throw new ArgumentException($"Input '{input.Name}' is a tensor with axes of its own, {input.Shape}; it takes no lengths and no mask.");
        string[] axes = Axes(input.Shape);
        bool fits = shape.Rank == axes.Length && axes.Index().All(axis => SizeOf(axis.Item) is not { } size || size == shape[axis.Index]);
        return fits ? signal : throw new ArgumentException($"Input '{input.Name}' takes a tensor {input.Shape}; found shape {shape}.");
    }
}
