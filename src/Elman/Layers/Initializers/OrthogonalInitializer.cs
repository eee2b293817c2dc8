using System.Numerics;
using Elman.Numerics;

namespace Elman.Layers.Initializers;

/// <summary>
/// A random matrix with orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al., 2014): the Q of a normal matrix, its
/// columns turned so that the diagonal of R is positive, which makes it uniform among all such matrices.
/// </summary>
/// <param name="drawnTall">A wide matrix is drawn as the tall one that is its transpose, as Keras does; PyTorch draws it as it stands.</param>
public sealed class OrthogonalInitializer<T>(double gain = 1, bool drawnTall = false) : Initializer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Fill(Tensor<T> target, RandomStream random)
    {
        Shape shape = target.Shape;
        if (shape.Rank < 2) throw new ArgumentException($"An orthogonal matrix needs 2 dimensions or more, found shape {shape}.");
        int rows = shape[0], columns = shape.CountFrom(1);
        bool wide = rows < columns;
        Span<T> values = target.Span;
        random.Normal(values, 0, 1);

        // A tall matrix by columns: the columns of the target, or its rows where these are fewer.
        var vectors = new double[Math.Min(rows, columns)][];
        for (int j = 0; j < vectors.Length; j++)
        {
            vectors[j] = new double[Math.Max(rows, columns)];
            for (int i = 0; i < vectors[j].Length; i++) vectors[j][i] = double.CreateTruncating(values[!wide ? i * columns + j : drawnTall ? i * rows + j : j * columns + i]);
        }
        Orthonormalize(vectors);
        for (int j = 0; j < vectors.Length; j++)
            for (int i = 0; i < vectors[j].Length; i++) values[wide ? j * columns + i : i * columns + j] = T.CreateTruncating(gain * vectors[j][i]);
    }

    /// <summary>A = Q·R by Householder's reflections H = I − 2·v·vᵀ, |v| = 1; leaves the columns of Q, each times the sign of its diagonal in R.</summary>
    private static void Orthonormalize(double[][] a)
    {
        var reflections = new double[a.Length][];
        var signs = new double[a.Length];
        for (int j = 0; j < a.Length; j++)
        {
            // The reflection that takes the rest of column j to −sign(a_jj)·|a|·e_j, away from a_jj so that nothing cancels.
            double[] v = reflections[j] = [.. a[j]];
            v.AsSpan(0, j).Clear();
            double length = Math.Sqrt(Dot(v, v));
            signs[j] = v[j] > 0 ? -1 : 1;
            v[j] -= signs[j] * length;
            double norm = Math.Sqrt(Dot(v, v));
            if (norm > 0) for (int i = j; i < v.Length; i++) v[i] /= norm;
            for (int k = j; k < a.Length; k++) Reflect(a[k], v);
        }
        for (int j = 0; j < a.Length; j++)
        {
            Array.Clear(a[j]);
            a[j][j] = signs[j];
            for (int k = a.Length - 1; k >= 0; k--) Reflect(a[j], reflections[k]);
        }
    }

    private static void Reflect(double[] x, double[] v)
    {
        double twice = 2 * Dot(x, v);
        for (int i = 0; i < x.Length; i++) x[i] -= twice * v[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
