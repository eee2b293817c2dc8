using Elman.Numerics;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>What a value in the body of a loop is, in the words of a cell's equations.</summary>
internal abstract record OnnxTerm;

/// <summary>x, the step at hand.</summary>
internal sealed record StepTerm : OnnxTerm;

/// <summary>A state before the step, by its number among the carried values.</summary>
internal sealed record StateTerm(int Number) : OnnxTerm;

/// <summary>W x + b_i, or U s + b_h, or both, of some units: columns of matrices as the graph has them, (inputs, units).</summary>
/// <param name="Of">What U multiplies: a state, or a gate times a state.</param>
internal sealed record SumTerm(Tensor<double>? W, double[]? InputBias, Tensor<double>? U, double[]? RecurrentBias, OnnxTerm? Of) : OnnxTerm
{
    public int Units => (W ?? U!).Shape[1];

    public SumTerm Columns(int first, int count) => new(Cut(W, first, count), InputBias?[first..(first + count)], Cut(U, first, count), RecurrentBias?[first..(first + count)], Of);

    public SumTerm? With(SumTerm other) =>
        W is not null && U is null && other is { W: null, U: not null } ? new(W, InputBias, other.U, other.RecurrentBias, other.Of)
        : U is not null && W is null && other is { U: null, W: not null } ? other.With(this) : null;

    /// <summary>With a bias: that of the product, of W x where there are both.</summary>
    public SumTerm Plus(double[] bias) => W is not null ? this with { InputBias = Add(InputBias, bias) } : this with { RecurrentBias = Add(RecurrentBias, bias) };

    private static double[] Add(double[]? a, double[] b) => a is null ? b : [.. a.Zip(b, (x, y) => x + y)];

    private static Tensor<double>? Cut(Tensor<double>? matrix, int first, int count)
    {
        if (matrix is null) return null;
        int width = matrix.Shape[1];
        return new(new Shape(matrix.Shape[0], count), [.. Enumerable.Range(0, matrix.Shape[0]).SelectMany(row => matrix.Values.Slice(row * width + first, count).ToArray())]);
    }
}

/// <summary>An activation, by our name of it.</summary>
internal sealed record GateTerm(string Activation, OnnxTerm Of) : OnnxTerm;

internal sealed record TimesTerm(OnnxTerm A, OnnxTerm B) : OnnxTerm
{
    /// <summary>The other factor, where one is what is asked for.</summary>
    public OnnxTerm? Without(OnnxTerm one) => ReferenceEquals(A, one) ? B : ReferenceEquals(B, one) ? A : null;
}

internal sealed record PlusTerm(OnnxTerm A, OnnxTerm B) : OnnxTerm
{
    public IEnumerable<(OnnxTerm First, OnnxTerm Second)> EitherWay => [(A, B), (B, A)];
}

/// <summary>1 − gate.</summary>
internal sealed record RestTerm(OnnxTerm Of) : OnnxTerm;
