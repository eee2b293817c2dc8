using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Told, while a backward pass goes through recurrent layers, what comes back to the states that it would otherwise let go.</summary>
internal abstract class GradientWatch
{
    /// <param name="layer">The layer of a stack.</param>
    /// <param name="reverse">Which of its directions.</param>
    /// <param name="hidden">∂L/∂h of every step, in the order of time, (N, T, outputs); zero where a sequence has no step.</param>
    /// <param name="lengths">Null for all of T.</param>
    public abstract void Add<T>(object layer, bool reverse, Tensor<T> hidden, int[]? lengths) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
