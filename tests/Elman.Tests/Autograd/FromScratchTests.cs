using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>A network written out of tensors, as one does to learn how it works.</summary>
public sealed class FromScratchTests
{
    private const int Letters = 4, Hidden = 8, Batch = 3;

    // Each row counts on from where it begins: the next letter is known.
    private static readonly int[,] _text = { { 0, 1, 2, 3, 0, 1 }, { 2, 3, 0, 1, 2, 3 }, { 3, 0, 1, 2, 3, 0 } };

    private readonly Parameter<float> _embed = new("embed", Draw.Tensor<float>(1, -0.5, 0.5, Letters, Hidden));
    private readonly Parameter<float> _w = new("W", Draw.Tensor<float>(2, -0.5, 0.5, Hidden, Hidden));
    private readonly Parameter<float> _u = new("U", Draw.Tensor<float>(3, -0.5, 0.5, Hidden, Hidden));
    private readonly Parameter<float> _b = new("b", new Shape(Hidden));
    private readonly Parameter<float> _v = new("V", Draw.Tensor<float>(4, -0.5, 0.5, Hidden, Letters));
    private readonly Parameter<float> _c = new("c", new Shape(Letters));

    [Fact]
    public void An_Elman_network_of_tensors_learns_to_count_by_plain_gradient_descent()
    {
        float first = Loss().Values[0];
        for (int step = 0; step < 60; step++)
        {
            Loss().Backward();
            foreach (Parameter<float> parameter in new[] { _embed, _w, _u, _b, _v, _c }) Descend(parameter, rate: 0.5f);
        }
        float last = Loss().Values[0];
        Assert.InRange(first, 1.2f, 1.8f);   // about ln 4: it guesses
        Assert.InRange(last, 0, 0.1f);
    }

    // h = tanh(x·W + h·U + b),  p = softmax(h·V + c),  loss = −mean ln p[next letter]
    private Tensor<float> Loss()
    {
        int steps = _text.GetLength(1) - 1;
        var h = new Tensor<float>(new Shape(Batch, Hidden));
        var loss = Tensor.Scalar(0f);
        for (int t = 0; t < steps; t++)
        {
            Tensor<float> x = _embed.Value.IndexSelect(0, Column(t));
            h = Ops.Tanh(x.MatMul(_w) + h.MatMul(_u) + _b);
            Tensor<float> logP = Ops.LogSoftmax(h.MatMul(_v) + _c);
            loss -= logP.Gather(1, Column(t + 1).Reshape(Batch, 1)).Mean() / steps;
        }
        return loss;
    }

    private static void Descend(Parameter<float> parameter, float rate)
    {
        Span<float> value = parameter.Value.Span;
        ReadOnlySpan<float> gradient = parameter.Value.Gradient!.Values;
        for (int i = 0; i < value.Length; i++) value[i] -= rate * gradient[i];
        parameter.Value.Gradient = null;
    }

    private static Tensor<int> Column(int t) => Tensor.From<int>([.. Enumerable.Range(0, Batch).Select(n => _text[n, t])]);
}

file static class Ids
{
    public static Tensor<int> Reshape(this Tensor<int> ids, params int[] dimensions) => Tensor.From(ids.Values, new Shape(dimensions));
}
