using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>y[n, i, j] = Σ x[n, i, k]·w[n, k, j]: a product for each n, (N, I, K) times (N, K, J) gives (N, I, J).</summary>
        /// <remarks>One chain of fused multiply-adds over k in ascending order for each element. The gradient of w is summed over i in ascending order, in blocks of 256.</remarks>
        public Tensor<T> BatchMatMul(Tensor<T> w)
        {
            if (x.Shape.Rank != 3 || w.Shape.Rank != 3 || x.Shape[0] != w.Shape[0] || x.Shape[2] != w.Shape[1])
                throw new ArgumentException($"BatchMatMul takes (N, I, K) and (N, K, J), found {x.Shape} and {w.Shape}. Permute one of them first.");
            (int count, int i, int k, int j) = (x.Shape[0], x.Shape[1], x.Shape[2], w.Shape[2]);
            var y = new Tensor<T>(new Shape(count, i, j));
            for (int n = 0; n < count; n++)
                Product.Multiply(Part(x.Values, n, i * k), i, PackedMatrix<T>.FromMatrix(Part(w.Values, n, k * j), k, j), [], y.Array.AsSpan(n * i * j, i * j));

            // y = x·w;  dx = dy·wᵀ,  dw = xᵀ·dy
            return Operation.Apply("BatchMatMul", [x, w], y, gradients =>
            {
                for (int n = 0; n < count; n++)
                {
                    ReadOnlySpan<T> dy = Part(gradients.OfResult(), n, i * j);
                    if (gradients.Wants(0)) AddProduct(dy, i, PackedMatrix<T>.FromWeight(Part(w.Values, n, k * j), k, j), gradients.OfInput(0).Slice(n * i * k, i * k));
                    if (gradients.Wants(1)) SumOfProducts.Accumulate(Part(x.Values, n, i * k), dy, i, k, j, gradients.OfInput(1).Slice(n * k * j, k * j));
                }
            });
        }
    }

    /// <summary>Rows of which only the first so many entries take part: exp(x)/Σ exp(x) over those, and zero behind. The counts repeat for each (rows of one n).</summary>
    internal static Tensor<T> SoftmaxOfFirst<T>(Tensor<T> x, int[] counts) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = x.Shape[^1], rows = RowsOf(x.Shape);
        var y = new Tensor<T>(x.Shape);
        for (int row = 0; row < rows; row++)
        {
            int count = counts[row % counts.Length];
            Numerics.Softmax.Forward(x.Values.Slice(row * width, count), count, y.Array.AsSpan(row * width, count));
        }
        return Operation.Apply("SoftmaxOfFirst", [x], y, gradients =>
        {
            var terms = new T[x.Shape.Count];
            for (int row = 0; row < rows; row++)
            {
                int count = counts[row % counts.Length];
                Numerics.Softmax.Backward(y.Values.Slice(row * width, count), gradients.OfResult().Slice(row * width, count), count, terms.AsSpan(row * width, count));
            }
            gradients.Add(0, terms);
        });
    }

    private static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> x, int n, int size) => x.Slice(n * size, size);
}
