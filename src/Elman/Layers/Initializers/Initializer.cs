using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>A rule for the first values of a parameter.</summary>
public abstract class Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Overwrites all values. One call is one filling of the stream, so that each framework's own rule for fillings holds.</summary>
    public abstract void Fill(Tensor<T> target, RandomStream random);

    /// <summary>The numbers that come in and go out of a weight (outputs, inputs, …); the axes after these two count for both.</summary>
    protected static (double In, double Out) Fans(Tensor<T> weight)
    {
        if (weight.Shape.Rank < 2)
            throw new ArgumentException($"This rule looks at what comes in and goes out: it needs a weight of 2 dimensions or more, found shape {weight.Shape}. Fill a bias with 'zeros' or 'uniform'.");
        double field = weight.Shape.CountFrom(2);
        return (weight.Shape[1] * field, weight.Shape[0] * field);
    }
}
