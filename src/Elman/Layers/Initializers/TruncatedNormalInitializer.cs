using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>Normal, of which what lies beyond two deviations from the mean is drawn again: the distribution of Keras's <c>TruncatedNormal</c>, in the order of the given stream.</summary>
public sealed class TruncatedNormalInitializer<T>(double mean, double deviation) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random)
    {
        Span<T> values = target.Span;
        T low = T.CreateChecked(mean - 2 * deviation), high = T.CreateChecked(mean + 2 * deviation);
        var drawn = new T[values.Length];
        for (int filled = 0; filled < values.Length;)
        {
            Span<T> more = drawn.AsSpan(0, values.Length - filled);
            random.Normal(more, mean, deviation);
            foreach (T value in more)
                if (value > low && value < high) values[filled++] = value;
        }
    }
}
