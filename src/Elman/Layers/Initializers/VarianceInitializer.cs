using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Which of the numbers that come in and go out of a weight a rule looks at.</summary>
public enum Fan
{
    In,
    Out,

    /// <summary>Their mean.</summary>
    Average,
}

/// <summary>
/// Keras's <c>VarianceScaling</c>: variance scale/fan. He and others 2015 is (2, in), LeCun 1998 (1, in), Glorot and Bengio 2010 (1, average). The normal
/// kind is cut at two deviations, and widened so that its variance is right after that.
/// </summary>
public sealed class VarianceInitializer<T>(double scale, Fan fan, bool normal) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The deviation of a standard normal number that lies within two deviations.
    private const double Cut = 0.87962566103423978;

    public override void Fill(Tensor<T> target, RandomStream random)
    {
        (double inputs, double outputs) = Fans(target);
        double variance = scale / Math.Max(1, fan switch { Fan.In => inputs, Fan.Out => outputs, _ => (inputs + outputs) / 2 });
        if (normal)
        {
            new TruncatedNormalInitializer<T>(0, Math.Sqrt(variance) / Cut).Fill(target, random);
            return;
        }
        double limit = Math.Sqrt(3.0 * variance);
        random.Uniform(target.Span, -limit, limit);
    }
}
