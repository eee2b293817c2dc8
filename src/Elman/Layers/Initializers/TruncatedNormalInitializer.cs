using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Normal, without what lies two deviations or more from the mean: Keras's <c>TruncatedNormal</c>. PyTorch's <c>trunc_normal_</c> draws otherwise.</summary>
/// <remarks>From a <see cref="KerasRandom"/> the order of the draws is that of TensorFlow's source; it is not checked against TensorFlow's numbers.</remarks>
public sealed class TruncatedNormalInitializer<T>(double mean, double deviation) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random) => random.TruncatedNormal(target.Span, mean, deviation);
}
