using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    /// <summary>a where the mask is true, b elsewhere. The mask and both tensors are repeated to a common shape.</summary>
    /// <remarks>What is not chosen leaves no trace, NaN included, and gets no gradient.</remarks>
    public static Tensor<T> Where<T>(Tensor<bool> mask, Tensor<T> a, Tensor<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = Broadcast.Common("Where", mask.Shape, Broadcast.Common("Where", a.Shape, b.Shape));
        bool[] chosen = Broadcast.Expand(mask.Values, mask.Shape, shape);
        var y = new Tensor<T>(shape, Broadcast.Expand(b.Values, b.Shape, shape));
        T[] first = Broadcast.Expand(a.Values, a.Shape, shape);
        for (int i = 0; i < chosen.Length; i++)
            if (chosen[i]) y.Array[i] = first[i];

        int[]? bounds = Broadcast.Bounds(shape);
        // da = dy where the mask is true, db = dy elsewhere
        return Operation.Apply("Where", [a, b], y, gradients =>
        {
            SendBack(0, a.Shape, true);
            SendBack(1, b.Shape, false);

            void SendBack(int input, Shape to, bool when)
            {
                if (!gradients.Wants(input)) return;
                T[] terms = gradients.OfResult().ToArray();
                for (int i = 0; i < terms.Length; i++)
                    if (chosen[i] != when) terms[i] = T.Zero;
                Broadcast.Reduce<T>(terms, shape, to, gradients.OfInput(input), bounds);
            }
        });
    }
}
