using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>y[…, j] = Σ x[…, k]·w[k, j]: (…, K) times (K, N) gives (…, N).</summary>
        /// <remarks>One chain of fused multiply-adds over k in ascending order for each element. The gradient of w is summed over the rows of x in ascending order, in blocks of 256.</remarks>
        public Tensor<T> MatMul(Tensor<T> w)
        {
            if (w.Shape.Rank != 2 || x.Shape.Rank == 0 || x.Shape[^1] != w.Shape[0])
                throw new ArgumentException($"MatMul takes (…, K) and (K, N), found {x.Shape} and {w.Shape}. Transpose or reshape one of them first.");
            (int k, int n) = (w.Shape[0], w.Shape[1]);
            int rows = RowsOf(x.Shape);
            var y = new Tensor<T>(new Shape([.. x.Shape.Dimensions[..^1], n]));
            Product.Multiply(x.Values, rows, PackedMatrix<T>.FromMatrix(w.Values, k, n), [], y.Array);

            // y = x·w;  dx = dy·wᵀ,  dw = xᵀ·dy
            int[]? bounds = Shards.Bounds(rows, x.Shape[0]);
            return Operation.Apply("MatMul", [x, w], y, gradients =>
            {
                ReadOnlySpan<T> dy = gradients.OfResult();
                if (gradients.Wants(0)) AddProduct(dy, rows, PackedMatrix<T>.FromWeight(w.Values, k, n), gradients.OfInput(0));
                if (gradients.Wants(1)) AddSums(bounds, x.Values, dy, rows, k, n, gradients.OfInput(1));
            });
        }

        /// <summary>y[…, o] = bias[o] + Σ x[…, i]·weight[o, i]: (…, I) with a weight (O, I) gives (…, O). Each element is one chain that starts from its bias.</summary>
        /// <remarks>The gradients of weight and bias are summed over the rows of x in ascending order, in blocks of 256.</remarks>
        public Tensor<T> Linear(Tensor<T> weight, Tensor<T>? bias = null)
        {
            if (weight.Shape.Rank != 2 || x.Shape.Rank == 0 || x.Shape[^1] != weight.Shape[1])
                throw new ArgumentException($"Linear takes (…, I) and a weight (O, I), found {x.Shape} and {weight.Shape}.");
            if (bias is not null && !bias.Shape.Equals(new Shape(weight.Shape[0])))
                throw new ArgumentException($"Linear takes a bias ({weight.Shape[0]}) beside a weight {weight.Shape}, found {bias.Shape}.");
            return Linear(x, weight, bias, PackedMatrix<T>.FromWeight(weight.Values, weight.Shape[0], weight.Shape[1]));
        }
    }

    internal static Tensor<T> Linear<T>(Tensor<T> x, Tensor<T> weight, Tensor<T>? bias, PackedMatrix<T> packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = RowsOf(x.Shape);
        var y = new Tensor<T>(new Shape([.. x.Shape.Dimensions[..^1], packed.N]));
        Product.Multiply(x.Values, rows, packed, bias is null ? [] : bias.Values, y.Array);

        // y = b + W·x for each row;  dx = Wᵀ·dy,  dW = Σ dy·xᵀ,  db = Σ dy
        int[]? bounds = Shards.Bounds(rows, x.Shape[0]);
        return Operation.Apply("Linear", bias is null ? [x, weight] : [x, weight, bias], y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            if (gradients.Wants(0)) AddProduct(dy, rows, PackedMatrix<T>.FromMatrix(weight.Values, packed.N, packed.K), gradients.OfInput(0));
            if (gradients.Wants(1)) AddSums(bounds, dy, x.Values, rows, packed.N, packed.K, gradients.OfInput(1));
            if (bias is not null && gradients.Wants(2)) AddSums(bounds, dy, rows, packed.N, gradients.OfInput(2));
        });
    }

    /// <summary>c[i, j] += Σ a[t, i]·b[t, j], shard by shard.</summary>
    private static void AddSums<T>(int[]? bounds, ReadOnlySpan<T> a, ReadOnlySpan<T> b, int terms, int m, int n, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Shard<T> shard in new ShardSums<T>(bounds, terms, c))
            SumOfProducts.Accumulate(a.Slice(shard.First * m, shard.Count * m), b.Slice(shard.First * n, shard.Count * n), shard.Count, m, n, shard.Sum);
    }

    /// <summary>c[j] += Σ a[t, j], shard by shard.</summary>
    private static void AddSums<T>(int[]? bounds, ReadOnlySpan<T> a, int terms, int n, Span<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Shard<T> shard in new ShardSums<T>(bounds, terms, c)) SumOfProducts.AccumulateRows(a.Slice(shard.First * n, shard.Count * n), shard.Count, n, shard.Sum);
    }

    private static void AddProduct<T>(ReadOnlySpan<T> dy, int rows, PackedMatrix<T> w, Span<T> dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = new T[dx.Length];
        Product.Multiply(dy, rows, w, [], product);
        Zip.Add(product, dx);
    }

    /// <summary>The number of vectors along the last axis.</summary>
    private static int RowsOf(Shape shape)
    {
        int rows = 1;
        foreach (int dimension in shape.Dimensions[..^1]) rows *= dimension;
        return rows;
    }
}
