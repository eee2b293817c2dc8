using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Gluon's <c>init.Xavier(rnd_type, 'avg', magnitude)</c>: uniform in ±√(magnitude/((in + out)/2)), or normal of that deviation.</summary>
public sealed class GluonXavierInitializer<T>(double magnitude = 3, bool normal = false) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random)
    {
        (double inputs, double outputs) = Fans(target);
        double scale = Math.Sqrt(magnitude / ((inputs + outputs) / 2));
        if (normal) random.Normal(target.Span, 0, scale);
        else random.Uniform(target.Span, -scale, scale);
    }
}
