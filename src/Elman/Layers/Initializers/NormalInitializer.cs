using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Normal with a mean and a standard deviation.</summary>
public sealed class NormalInitializer<T>(double mean, double deviation) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random) => random.Normal(target.Span, mean, deviation);
}
