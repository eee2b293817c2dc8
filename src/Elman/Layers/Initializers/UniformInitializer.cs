using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Uniform in [low, high).</summary>
public sealed class UniformInitializer<T>(double low, double high) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Uniform in [−bound, bound).</summary>
    public UniformInitializer(double bound) : this(-bound, bound) { }

    public override void Fill(Tensor<T> target, RandomStream random) => random.Uniform(target.Span, low, high);
}
