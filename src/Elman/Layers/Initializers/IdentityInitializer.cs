using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>A gain on the diagonal and zero beside it; draws nothing. For recurrent weights of an identity RNN (Le, Jaitly and Hinton 2015).</summary>
/// <remarks>A weight of several gates, one below the other, gets the diagonal in each.</remarks>
public sealed class IdentityInitializer<T>(double gain = 1) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random)
    {
        if (target.Shape.Rank != 2) throw new ArgumentException($"An identity needs 2 dimensions, found shape {target.Shape}.");
        Span<T> values = target.Span;
        values.Clear();
        for (int i = 0; i < target.Shape[0]; i++) values[i * target.Shape[1] + i % target.Shape[1]] = T.CreateChecked(gain);
    }
}
