using System.Numerics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    // y[r] = the largest of x[seen[r]], number by number, NaN where one is;  dy goes to the first that is largest
    internal static Tensor<T> MaxOfRows<T>(Tensor<T> x, int[][] seen) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = x.Shape[1];
        var y = new Tensor<T>(new Shape(seen.Length, width));
        for (int r = 0; r < seen.Length; r++)
        {
            if (seen[r].Length == 0) continue;
            Span<T> row = y.Array.AsSpan(r * width, width);
            Row(x.Values, seen[r][0], width).CopyTo(row);
            foreach (int other in seen[r].AsSpan(1)) Zip.Map<T, LargerRow>(row, Row(x.Values, other, width), row, row);
        }
        return Operation.Apply("MaxOfRows", [x], y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            Span<T> dx = gradients.OfInput(0);
            for (int r = 0; r < seen.Length; r++)
                for (int j = 0; j < width; j++)
                {
                    T largest = y.Values[r * width + j];
                    foreach (int row in seen[r])
                    {
                        T value = x.Values[row * width + j];
                        if (value != largest && !(T.IsNaN(value) && T.IsNaN(largest))) continue;
                        dx[row * width + j] += dy[r * width + j];
                        break;
                    }
                }
        });
    }

    // y[r] = (Σ x[seen[r]])/count[r], the terms in ascending order in blocks of 256;  each of them gets dy/count
    internal static Tensor<T> MeanOfRows<T>(Tensor<T> x, int[][] seen, int[] counts) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = x.Shape[1];
        var y = new Tensor<T>(new Shape(seen.Length, width));
        var block = new T[width];
        for (int r = 0; r < seen.Length; r++)
        {
            Span<T> row = y.Array.AsSpan(r * width, width);
            foreach (int[] some in seen[r].Chunk(SumOfProducts.Block))
            {
                block.AsSpan().Clear();
                foreach (int term in some) Zip.Add(Row(x.Values, term, width), block);
                Zip.Add(block, row);
            }
            if (counts[r] > 0) Zip.Map<T, Shared>(row, [T.CreateChecked(counts[r])], row, row);
        }
        return Operation.Apply("MeanOfRows", [x], y, gradients =>
        {
            var share = new T[width];
            for (int r = 0; r < seen.Length; r++)
            {
                if (seen[r].Length == 0) continue;
                ReadOnlySpan<T> dy = Row(gradients.OfResult(), r, width);
                Zip.Map<T, Shared>(dy, [T.CreateChecked(counts[r])], dy, share);
                foreach (int term in seen[r]) Zip.Add(share, gradients.OfInput(0).Slice(term * width, width));
            }
        });
    }

    private static ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> x, int row, int width) => x.Slice(row * width, width);

    private readonly struct LargerRow : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L a, L b, L c) where L : struct, ILane<L> => L.Select(TakesB(L.Less(a, b), a, b), b, a);
    }

    private readonly struct Shared : IZip
    {
        [MethodImpl(Inline)] public static L Apply<L>(L a, L b, L c) where L : struct, ILane<L> => a / b;
    }
}
