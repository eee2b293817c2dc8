using System.Numerics;
using Elman.Numerics;

namespace Elman.Recurrent;

/// <summary>What comes back to the states between two segments of time, the part through the equations and that through the products apart, as a step has them.</summary>
/// <param name="State">(N, size) for each state.</param>
/// <param name="Product">(N, outputs)</param>
internal sealed record StateCarry<T>(Tensor<T>[] State, Tensor<T> Product) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
