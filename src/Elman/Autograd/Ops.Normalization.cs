using System.Numerics;
using Elman.Numerics;

namespace Elman.Autograd;

public static partial class Ops
{
    extension<T>(Tensor<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Rows along the last axis brought to mean 0 and variance 1, then γ·x̂ + β where these are given, both (F).</summary>
        /// <remarks>Means and variances are row sums of sixteen partials; the gradients of γ and β are summed over the rows in ascending order, in blocks of 256.</remarks>
        public Tensor<T> LayerNorm((Tensor<T> Gamma, Tensor<T> Beta)? affine, double epsilon = 1e-5)
        {
            if (x.Shape.Rank == 0 || x.Shape[^1] == 0) throw new ArgumentException($"LayerNorm takes (…, F) with F of at least 1, found {x.Shape}.");
            int n = x.Shape[^1];
            var size = new Shape(n);
            if (affine is { } given && !(given.Gamma.Shape.Equals(size) && given.Beta.Shape.Equals(size)))
                throw new ArgumentException($"LayerNorm of {x.Shape} takes γ and β of shape {size}, found {given.Gamma.Shape} and {given.Beta.Shape}.");

            int rows = RowsOf(x.Shape);
            var y = new Tensor<T>(x.Shape);
            var found = new (T Mean, T Scale)[rows];
            for (int i = 0; i < rows; i++)
            {
                Span<T> row = y.Array.AsSpan(i * n, n);
                found[i] = RowNorm.Apply(x.Values.Slice(i * n, n), T.CreateTruncating(epsilon), row);
                if (affine is var (gamma, beta)) RowNorm.Affine(gamma.Values, beta.Values, row);
            }
            int[]? bounds = Shards.Bounds(rows, x.Shape[0]);
            return Operation.Apply("LayerNorm", affine is var (g, b) ? [x, g, b] : [x], y, gradients => SendBack(gradients, x, affine?.Gamma, found, bounds));
        }
    }

    // y = γ·x̂ + β, x̂ = (x − μ)·r;  g = γ·dy,  dx = r·(g − mean(g) − x̂·mean(g·x̂)),  dγ = Σ dy·x̂,  dβ = Σ dy
    private static void SendBack<T>(Gradients<T> gradients, Tensor<T> x, Tensor<T>? gamma, (T Mean, T Scale)[] found, int[]? bounds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = x.Shape[^1];
        T count = T.CreateChecked(n);
        ReadOnlySpan<T> dy = gradients.OfResult();
        var normal = new T[x.Shape.Count];
        var (g, weighted) = (new T[n], new T[n]);
        for (int i = 0; i < found.Length; i++)
        {
            Span<T> xHat = normal.AsSpan(i * n, n);
            RowNorm.Apply(x.Values.Slice(i * n, n), found[i].Mean, found[i].Scale, xHat);
            if (!gradients.Wants(0)) continue;

            ReadOnlySpan<T> row = dy.Slice(i * n, n);
            for (int j = 0; j < n; j++)
            {
                g[j] = gamma is null ? row[j] : gamma.Values[j] * row[j];
                weighted[j] = g[j] * xHat[j];
            }
            (T mean, T slant) = (Reduction.Sum<T>(g) / count, Reduction.Sum<T>(weighted) / count);
            Span<T> dx = gradients.OfInput(0).Slice(i * n, n);
            for (int j = 0; j < n; j++) dx[j] += found[i].Scale * (g[j] - mean - xHat[j] * slant);
        }
        if (gamma is null) return;
        if (gradients.Wants(2)) AddSums(bounds, dy, found.Length, n, gradients.OfInput(2));
        if (!gradients.Wants(1)) return;
        for (int i = 0; i < normal.Length; i++) normal[i] *= dy[i];
        AddSums<T>(bounds, normal, found.Length, n, gradients.OfInput(1));
    }
}
