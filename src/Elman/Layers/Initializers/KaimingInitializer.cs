using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>
/// Keeps the variance of signals through a leaky relu of the given slope (He et al., 2015): deviation √(2/(1 + slope²))/√in.
/// </summary>
/// <remarks>With slope √5, as PyTorch's Linear has it, the bound is 1/√in but for its last bit.</remarks>
public sealed class KaimingInitializer<T>(double slope = 0, bool normal = false) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random)
    {
        double gain = Math.Sqrt(2.0 / (1 + slope * slope));
        double deviation = gain / Math.Sqrt(Fans(target).In), bound = Math.Sqrt(3.0) * deviation;
        if (normal) random.Normal(target.Span, 0, deviation);
        else random.Uniform(target.Span, -bound, bound);
    }
}
