namespace Elman.Numerics;

/// <summary>
/// The right operand of <see cref="Product.Multiply"/>, a matrix of K rows (the index that is summed over) and N columns.
/// </summary>
internal sealed class PackedMatrix<T> where T : unmanaged
{
    private PackedMatrix(int k, int n, T[] values) => (K, N, Values) = (k, n, values);

    public int K { get; }
    public int N { get; }
    public T[] Values { get; }

    /// <summary>From a weight (N, K), as layers keep it: column j of the product is row j of the weight.</summary>
    public static PackedMatrix<T> FromWeight(ReadOnlySpan<T> weight, int n, int k)
    {
        var values = new T[k * n];
        for (int j = 0; j < n; j++)
            for (int p = 0; p < k; p++) values[p * n + j] = weight[j * k + p];
        return new(k, n, values);
    }

    /// <summary>From a matrix (K, N) as it stands.</summary>
    public static PackedMatrix<T> FromMatrix(ReadOnlySpan<T> matrix, int k, int n) => new(k, n, matrix[..(k * n)].ToArray());
}
