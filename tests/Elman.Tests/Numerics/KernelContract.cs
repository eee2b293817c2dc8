using System.Numerics;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Numerics;

/// <summary>Every kernel against a plain loop written here, at all small sizes, and always the same bits.</summary>
[Collection(ComputeTests.Name)]
public sealed class KernelContract
{
    public static TheoryData<string> EveryKernel => [.. ComputeTests.Kernels];

    [Theory, MemberData(nameof(EveryKernel))]
    public void A_product_is_one_chain_over_k_from_the_bias(string kernel)
    {
        using IDisposable use = Compute.Use(kernel, 2);
        foreach (int rows in (int[])[1, 2, 3, 5, 7, 12, 13, 33])
            foreach (int n in (int[])[1, 3, 15, 16, 17, 31, 48, 64, 65, 100, 130, 200])
                foreach (int k in (int[])[1, 2, 7, 33])
                {
                    Check<float>(rows, k, n);
                    Check<double>(rows, k, n);
                }
    }

    [Theory, MemberData(nameof(EveryKernel))]
    public void Every_small_product_has_the_same_bits(string kernel)
    {
        using IDisposable use = Compute.Use(kernel, 1);
        for (int rows = 1; rows <= 17; rows++)
            for (int n = 1; n <= 33; n++) Check<float>(rows, (rows + n) % 9 + 1, n);
    }

    [Theory, MemberData(nameof(EveryKernel))]
    public void A_large_product_shared_by_threads_has_the_same_bits(string kernel)
    {
        foreach (int threads in (int[])[1, 2, 3])
        {
            using IDisposable use = Compute.Use(kernel, threads);
            Check<float>(61, 190, 210);
        }
    }

    [Theory, MemberData(nameof(EveryKernel))]
    public void Sums_of_products_are_chains_of_256_terms_added_to_the_total(string kernel)
    {
        foreach ((int terms, int m, int n, int threads) in ((int, int, int, int)[])
            [(1, 1, 1, 1), (3, 5, 7, 1), (255, 2, 3, 2), (256, 4, 5, 1), (257, 13, 17, 2), (600, 20, 70, 3), (513, 64, 33, 2), (40, 100, 129, 3), (700, 90, 40, 3)])
        {
            using IDisposable use = Compute.Use(kernel, threads);
            CheckSums<float>(terms, m, n);
            CheckSums<double>(terms, m, n);
        }
    }

    private static void Check<T>(int rows, int k, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> x = Draw.Tensor<T>(1, rows, k), weight = Draw.Tensor<T>(2, n, k), bias = Draw.Tensor<T>(3, n);
        T[] expected = new T[rows * n], found = new T[rows * n], plain = new T[rows * n];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < n; j++)
            {
                T sum = bias.Values[j];
                for (int p = 0; p < k; p++) sum = T.FusedMultiplyAdd(x.Values[i * k + p], weight.Values[j * k + p], sum);
                expected[i * n + j] = sum;
            }
        Product.Multiply(x.Values, rows, PackedMatrix<T>.FromWeight(weight.Values, n, k), bias.Values, found);
        Bits.AssertEqual<T>(expected, found, $"{rows} × {k} × {n}");

        // The same matrix packed from its transpose.
        T[] transposed = [.. from p in Enumerable.Range(0, k) from j in Enumerable.Range(0, n) select weight.Values[j * k + p]];
        Product.Multiply(x.Values, rows, PackedMatrix<T>.FromMatrix(transposed, k, n), bias.Values, plain);
        Bits.AssertEqual<T>(expected, plain, $"{rows} × {k} × {n} from a matrix");
    }

    private static void CheckSums<T>(int terms, int m, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> a = Draw.Tensor<T>(4, terms, m), b = Draw.Tensor<T>(5, terms, n), before = Draw.Tensor<T>(6, m, n);
        T[] expected = before.Values.ToArray(), found = before.Values.ToArray();
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                for (int start = 0; start < terms; start += 256)
                {
                    T sum = T.Zero;
                    for (int t = start; t < Math.Min(start + 256, terms); t++) sum = T.FusedMultiplyAdd(a.Values[t * m + i], b.Values[t * n + j], sum);
                    expected[i * n + j] += sum;
                }
        SumOfProducts.Accumulate(a.Values, b.Values, terms, m, n, found);
        Bits.AssertEqual<T>(expected, found, $"{terms} terms of {m} × {n}");

        T[] rowSums = new T[m], foundRows = new T[m];
        for (int i = 0; i < m; i++)
            for (int start = 0; start < terms; start += 256)
            {
                T sum = T.Zero;
                for (int t = start; t < Math.Min(start + 256, terms); t++) sum += a.Values[t * m + i];
                rowSums[i] += sum;
            }
        SumOfProducts.AccumulateRows(a.Values, terms, m, foundRows);
        Bits.AssertEqual<T>(rowSums, foundRows, $"{terms} rows of {m}");
    }
}
