using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers.Operators;

/// <summary>Products of matrices.</summary>
internal static class ProductOperators<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Dictionary<string, OperatorFunction<T>> Rows { get; } = new(StringComparer.Ordinal)
    {
        ["MatMul"] = run => [new(MatMul(run, run.Numbers(0), run.Numbers(1)))],
        ["Gemm"] = run => [Gemm(run)],
    };

    /// <summary>As NumPy has it: vectors are rows on the left and columns on the right; axes before the last two are repeated.</summary>
    private static Tensor<T> MatMul(OperatorRun<T> run, Tensor<T> a, Tensor<T> b)
    {
        if (a.Shape.Rank == 0 || b.Shape.Rank == 0) throw run.Bad($"takes matrices, found {a.Shape} and {b.Shape}");
        if (b.Shape.Rank == 1)
        {
            Tensor<T> column = MatMul(run, a, b.Unsqueeze(1));
            return column.Reshape(column.Shape.Dimensions[..^1]);
        }
        if (a.Shape.Rank == 1) return MatMul(run, a.Unsqueeze(0), b).Squeeze(^2);
        if (a.Shape[^1] != b.Shape[^2]) throw run.Bad($"multiplies {a.Shape} by {b.Shape}: {a.Shape[^1]} columns and {b.Shape[^2]} rows");
        if (b.Shape.Rank == 2) return a.MatMul(b);
        Shape outer = Moves.Common(new(a.Shape.Dimensions[..^2]), new(b.Shape.Dimensions[..^2]));
        Tensor<T> x = a.Expand([.. outer.Dimensions, .. a.Shape.Dimensions[^2..]]), y = b.Expand([.. outer.Dimensions, .. b.Shape.Dimensions[^2..]]);
        return x.Reshape(outer.Count, x.Shape[^2], x.Shape[^1]).BatchMatMul(y.Reshape(outer.Count, y.Shape[^2], y.Shape[^1])).Reshape([.. outer.Dimensions, x.Shape[^2], y.Shape[^1]]);
    }

    /// <summary>y = α·A B + β·C. The usual one, a row of biases and B with its outputs first, is one chain from the bias for each element.</summary>
    private static Signal<T> Gemm(OperatorRun<T> run)
    {
        Tensor<T> a = run.Flag("transA") ? run.Numbers(0).Transpose() : run.Numbers(0), b = run.Numbers(1);
        double alpha = run.Real("alpha", 1), beta = run.Real("beta", 1);
        Tensor<T>? c = run.Has(2) ? run.Numbers(2) : null;
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2) throw run.Bad($"takes matrices, found {a.Shape} and {b.Shape}");
        if (run.Flag("transB") && alpha == 1 && beta == 1 && c is null or { Shape.Rank: 1 } && c?.Shape[0] is null or > 1) return new(a.Linear(b, c));
        Tensor<T> y = a.MatMul(run.Flag("transB") ? b.Transpose() : b);
        if (alpha != 1) y *= T.CreateTruncating(alpha);
        return c is null ? new(y) : new(y + (beta == 1 ? c : c * T.CreateTruncating(beta)));
    }
}
