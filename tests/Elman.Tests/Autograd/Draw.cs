using System.Numerics;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>Numbers for tests, the same in every run.</summary>
internal static class Draw
{
    /// <summary>Numbers in [low, high), all different for all practical purposes.</summary>
    public static Tensor<T> Tensor<T>(int seed, double low, double high, params int[] dimensions) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var x = new Tensor<T>(new Shape(dimensions));
        foreach (ref T value in x.Span) value = T.CreateTruncating(low + (high - low) * random.NextDouble());
        return x;
    }

    public static Tensor<T> Tensor<T>(int seed, params int[] dimensions) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Tensor<T>(seed, -1.5, 1.5, dimensions);

    /// <summary>The same numbers as a leaf that gets a gradient.</summary>
    public static Tensor<T> Leaf<T>(Tensor<T> x) where T : unmanaged =>
        new(x.Shape, x.Values.ToArray()) { RequiresGradient = true };
}
