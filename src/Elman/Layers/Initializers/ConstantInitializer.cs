using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>The same value everywhere; draws nothing.</summary>
public sealed class ConstantInitializer<T>(double value) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random) => target.Span.Fill(T.CreateChecked(value));
}
