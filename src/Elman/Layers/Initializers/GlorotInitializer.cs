using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Keeps the variance of signals and gradients (Glorot and Bengio, 2010): deviation gain·√(2/(in + out)).</summary>
public sealed class GlorotInitializer<T>(bool normal, double gain = 1) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random)
    {
        (double inputs, double outputs) = Fans(target);
        double deviation = gain * Math.Sqrt(2.0 / (inputs + outputs));
        if (normal) random.Normal(target.Span, 0, deviation);
        else random.Uniform(target.Span, -Math.Sqrt(3.0) * deviation, Math.Sqrt(3.0) * deviation);
    }
}
