using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    // Numbers that the windows of one block take: a megabyte of float, which a second cache holds.
    private const int BlockNumbers = 1 << 18;

    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>y[n, t, o] = bias[o] + Σ weight[o, k, i]·x[n, s(t, k), i]: (N, T, G·I) with a weight (O, K, I) gives a step for each window. Each element is one chain from its bias.</summary>
        /// <remarks>
        /// Taps come before inputs in the chain; padding is zero. Groups cut inputs and outputs alike. A sequence has the windows of its own length, and results are zero behind.
        /// The gradients of weight and bias are summed over the windows in ascending order, in blocks of 256.
        /// </remarks>
        /// <param name="lengths">Steps of each sequence that are there; null for all.</param>
        public Tensor<T> Convolve(Tensor<T> weight, Tensor<T>? bias, Windows windows, int groups = 1, int[]? lengths = null)
        {
            if (x.Shape.Rank != 3 || weight.Shape.Rank != 3 || weight.Shape[1] != windows.Size || groups < 1 || weight.Shape[2] * groups != x.Shape[2] || weight.Shape[0] % groups != 0)
                throw new ArgumentException($"Convolve takes (N, T, F) and a weight (O, {windows.Size}, F/{groups}) with O a multiple of {groups} groups, found {x.Shape} and {weight.Shape}.");
            if (bias is not null && !bias.Shape.Equals(new Shape(weight.Shape[0])))
                throw new ArgumentException($"Convolve takes a bias ({weight.Shape[0]}) beside a weight {weight.Shape}, found {bias.Shape}.");
            var packed = new PackedConvolution<T>(weight.Values, bias is null ? [] : bias.Values, weight.Shape[0], windows.Size, groups);
            return Convolve(x, weight, bias, new WindowRows(windows, x.Shape[0], x.Shape[1], lengths), packed);
        }
    }

    internal static Tensor<T> Convolve<T>(Tensor<T> x, Tensor<T> weight, Tensor<T>? bias, WindowRows rows, PackedConvolution<T> packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int outputs, int width) = (weight.Shape[0], packed.Width);
        int block = Math.Max(1, BlockNumbers / Math.Max(1, packed.Seen) / SumOfProducts.Block) * SumOfProducts.Block;
        var y = new Tensor<T>(new Shape(x.Shape[0], rows.Steps, outputs));
        bool isFull = rows.IsFull;
        int most = Math.Min(block, rows.Count);
        var (seen, some, beside) = (new T[most * packed.Seen], new T[isFull ? 0 : most * outputs], new T[packed.Beside(most)]);
        for (int start = 0; start < rows.Count; start += block)
        {
            int count = Math.Min(block, rows.Count - start);
            rows.Gather(x.Values, width, start, count, seen);
            Span<T> result = isFull ? y.Array.AsSpan(start * outputs, count * outputs) : some.AsSpan(0, count * outputs);
            packed.Multiply(seen, count, beside, result);
            if (!isFull) Move(some, rows.To, start, count, outputs, y.Array);
        }

        int[]? bounds = Shards.Bounds(rows.To, rows.Steps);

        // y = b + W·(what the window sees);  what is seen gets Wᵀ·dy,  dW = Σ dy·seenᵀ,  db = Σ dy
        return Operation.Apply("Convolve", bias is null ? [x, weight] : [x, weight, bias], y, gradients =>
        {
            var (windows, dseen, dy) = (new T[most * packed.Seen], new T[most * packed.Seen], new T[most * outputs]);
            foreach (Shard<T> shard in new ShardSums<T>(bounds, rows.Count, gradients.Wants(1) ? gradients.OfInput(1) : []))
                for (int done = 0; done < shard.Count; done += block)
                {
                    (int start, int count) = (shard.First + done, Math.Min(block, shard.Count - done));
                    Take(gradients.OfResult(), rows.To, start, count, outputs, dy);
                    if (gradients.Wants(1)) rows.Gather(x.Values, width, start, count, windows);
                    packed.AddGradients(windows, dy, count, shard.Sum);
                    if (!gradients.Wants(0)) continue;
                    packed.MultiplyBack(weight.Values, dy, count, dseen);
                    rows.Add(dseen, width, start, count, gradients.OfInput(0));
                }
            if (bias is null || !gradients.Wants(2)) return;
            foreach (Shard<T> shard in new ShardSums<T>(bounds, rows.Count, gradients.OfInput(2)))
                for (int done = 0; done < shard.Count; done += block)
                {
                    int count = Math.Min(block, shard.Count - done);
                    Take(gradients.OfResult(), rows.To, shard.First + done, count, outputs, dy);
                    SumOfProducts.AccumulateRows<T>(dy, count, outputs, shard.Sum);
                }
        });
    }

    /// <summary>to[i] = from[rows[start + i]]</summary>
    private static void Take<T>(ReadOnlySpan<T> from, int[] rows, int start, int count, int width, Span<T> to)
    {
        for (int i = 0; i < count; i++) from.Slice(rows[start + i] * width, width).CopyTo(to[(i * width)..]);
    }

    /// <summary>to[rows[start + i]] = from[i]</summary>
    private static void Move<T>(ReadOnlySpan<T> from, int[] rows, int start, int count, int width, Span<T> to)
    {
        for (int i = 0; i < count; i++) from.Slice(i * width, width).CopyTo(to[(rows[start + i] * width)..]);
    }
}
