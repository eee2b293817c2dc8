using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

/// <summary>Sums over samples where each sample names the row that it counts for.</summary>
internal static class Scatter
{
    /// <summary>y[rows[i]] += x[i] over i in ascending order: every 256 terms are summed from zero, row by row, and added to the total.</summary>
    /// <remarks>So a table that is looked up has the gradient that a product with one-hot rows would give it.</remarks>
    public static void AddRows<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> rows, int width, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var slots = new Dictionary<int, int>();
        var sums = new T[Math.Min(rows.Length, SumOfProducts.Block) * width];
        for (int start = 0; start < rows.Length; start += SumOfProducts.Block)
        {
            slots.Clear();
            sums.AsSpan().Clear();
            for (int i = start; i < Math.Min(start + SumOfProducts.Block, rows.Length); i++)
            {
                if (!slots.TryGetValue(rows[i], out int slot)) slots.Add(rows[i], slot = slots.Count);
                Zip.Add(x.Slice(i * width, width), sums.AsSpan(slot * width, width));
            }
            foreach ((int row, int slot) in slots) Zip.Add<T>(sums.AsSpan(slot * width, width), y.Slice(row * width, width));
        }
    }
}
