using System.Numerics;
using Elman.Layers;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

/// <summary>The layers whose windows go along time, and those that take means along it.</summary>
internal static class WindowTable
{
    /// <param name="steps">(4, 5, 6)</param>
    /// <param name="uneven">The same with lengths.</param>
    /// <param name="masked">The same with a mask.</param>
    /// <param name="maskedUneven">The same with both.</param>
    /// <param name="flat">(4, 6)</param>
    public static IEnumerable<LayerRow<T>> Rows<T>(Signal<T> steps, Signal<T> uneven, Signal<T> masked, Signal<T> maskedUneven, Signal<T> flat) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Windows[] every = [new(3), new(2, padding: Padding.Same), new(3, 2, padding: Padding.Same), new(3, 1, 2, Padding.Causal), new(2, 2, 2, Padding.Of(2, 1)), new(1)];
        foreach (Windows windows in every)
        {
            bool canStep = windows.IsCausal;
            yield return new(new Convolution<T>(6, 4, windows), [steps], Steps: canStep) { Remembers = (windows.Span - 1) * 6 };
            yield return new(new Convolution<T>(6, 20, windows), [uneven], Steps: canStep) { Lengths = Counted(windows, uneven), Remembers = (windows.Span - 1) * 6 };
            yield return new(new Convolution<T>(6, 4, windows, groups: 2), [uneven], Steps: canStep) { Lengths = Counted(windows, uneven), Remembers = (windows.Span - 1) * 6 };
            yield return new(new Convolution<T>(6, 12, windows, groups: 6, bias: false), [uneven], Steps: canStep) { Lengths = Counted(windows, uneven), Remembers = (windows.Span - 1) * 6 };
            foreach (string kind in Pooling<T>.Kinds)
            {
                yield return new(new Pooling<T>(kind, windows), [steps], Steps: false);
                yield return new(new Pooling<T>(kind, windows), [uneven], Steps: false) { Lengths = Counted(windows, uneven) };
            }
        }
        yield return new(new Convolution<T>(6, 6, every[3], groups: 6), [steps]) { Remembers = 24 };
        yield return new(new Pooling<T>(Pooling<T>.Average, every[4], countsPadding: true), [uneven], Steps: false) { Lengths = Counted(every[4], uneven) };
        foreach (Signal<T> signal in (Signal<T>[])[steps, uneven, masked, maskedUneven])
        {
            yield return new(new AttentionAverage<T>(6), [signal], Steps: false);
            yield return new(new AttentionAverage<T>(6, 0.5), [signal], Steps: false);
        }
        foreach (string kind in GlobalPooling<T>.Kinds)
            foreach (Signal<T> signal in (Signal<T>[])[steps, uneven, masked, maskedUneven]) yield return new(new GlobalPooling<T>(kind), [signal], Steps: false);
        yield return new(new BatchNorm<T>(6), [flat]);
        yield return new(new BatchNorm<T>(6, new() { Epsilon = 1e-3, Momentum = 0.99, Unbiased = false }), [uneven]);
        yield return new(new BatchNorm<T>(6, new() { Scale = false }), [maskedUneven]);
        yield return new(new BatchNorm<T>(6, new() { Center = false, Scale = false }), [steps]);
        yield return new(new GroupNorm<T>(6, 2), [flat], Steps: false);
        yield return new(new GroupNorm<T>(6, 2, 1e-3), [steps], Steps: false);
        yield return new(new GroupNorm<T>(6, 6), [uneven], Steps: false);
        yield return new(new GroupNorm<T>(6, 1, scale: false), [maskedUneven], Steps: false);
        yield return new(new RmsNorm<T>(6), [flat]);
        yield return new(new RmsNorm<T>(6, 0.01, scale: false), [uneven]);
        yield return new(new UnitNorm<T>(), [flat]);
        yield return new(new UnitNorm<T>(0.5), [uneven]);
        foreach (string kind in Scale<T>.Kinds)
            foreach (Signal<T> signal in (Signal<T>[])[flat, uneven, maskedUneven]) yield return new(Scaled<T>(kind), [signal]);
        foreach (LayerRow<T> row in Further(steps, uneven, masked, maskedUneven, flat)) yield return row;
        yield return new(new EndMask<T>(), [masked]);
        yield return new(new EndMask<T>(), [maskedUneven]);
    }

    private static Scale<T> Scaled<T>(string kind) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layer = new Scale<T>(kind, 6);
        for (int i = 0; i < 6; i++) (layer.Center.Value[i], layer.Width.Value[i]) = (T.CreateChecked(i - 2.3), T.CreateChecked(0.5 + i * 0.75));
        return layer;
    }

    private static IEnumerable<LayerRow<T>> Further<T>(Signal<T> steps, Signal<T> uneven, Signal<T> masked, Signal<T> maskedUneven, Signal<T> flat) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] lengths = uneven.Lengths!;
        yield return new(new PRelu<T>(6), [uneven]);
        yield return new(new PRelu<T>(1), [flat]);
        yield return new(new PRelu<T>(6, 5), [steps], Steps: false);
        foreach (string kind in Noise<T>.Kinds)
            foreach (Signal<T> signal in (Signal<T>[])[steps, uneven]) yield return new(new Noise<T>(kind, 0.4), [signal]);
        yield return new(new Reshape<T>((5, 6), (10, 3)), [steps], Steps: false) { Lengths = null };
        yield return new(new Reshape<T>((5, 6), (null, 30)), [steps], Steps: false);
        yield return new(new Reshape<T>((null, 6), (3, 2)), [flat], Steps: false);
        yield return new(new Permute<T>(5, 6), [steps], Steps: false);
        yield return new(new ZeroPadding<T>(2, 1), [steps], Steps: false);
        yield return new(new ZeroPadding<T>(0, 2), [uneven], Steps: false) { Lengths = [.. lengths.Select(length => length + 2)] };
        yield return new(new Cropping<T>(1, 2), [steps], Steps: false);
        yield return new(new Cropping<T>(1, 1), [uneven], Steps: false) { Lengths = [.. lengths.Select(length => Math.Max(0, length - 2))] };
        yield return new(new UpSampling<T>(3), [uneven], Steps: false) { Lengths = [.. lengths.Select(length => length * 3)] };
        Signal<T> values = new(Draw.Tensor<T>(30, 4, 5, 3), lengths), query = new(Draw.Tensor<T>(31, 4, 5, 6)), other = new(Draw.Tensor<T>(32, 4, 6)), wide = new(Draw.Tensor<T>(33, 4, 5, 3));
        yield return new(new DotProduct<T>(2, 2, 5), [steps, query], Steps: false);
        yield return new(new DotProduct<T>(1, 1), [steps, wide], Steps: false);
        yield return new(new DotProduct<T>(1, 1), [flat, other], Steps: false);
        foreach (string score in (string[])[Attention<T>.Dot, Attention<T>.Concat, Attention<T>.Additive])
        {
            yield return new(new Attention<T>(6, new() { Score = score }), [steps, query], Steps: false);
            yield return new(new Attention<T>(6, new() { Score = score, Scale = true, Causal = true }), [query, values, uneven], Steps: false) { Lengths = null };
        }
        yield return new(new Attention<T>(6, new() { Causal = true, Dropout = 0.3 }), [query, maskedUneven], Steps: false) { Lengths = null };
        yield return new(new Attention<T>(6), [maskedUneven, masked], Steps: false);
        yield return new(new MultiHeadAttention<T>(Heads(6, causal: false)), [steps, query], Steps: false);
        yield return new(new MultiHeadAttention<T>(Heads(3, causal: true)), [uneven, values, maskedUneven], Steps: false);
        yield return new(new MultiHeadAttention<T>(Heads(6, causal: false) with { Bias = false }), [masked, maskedUneven], Steps: false);
    }

    private static MultiHeadOptions Heads(int value, bool causal) =>
        new() { Heads = 2, QueryFeatures = 6, KeyFeatures = 6, ValueFeatures = value, KeySize = 3, ValueSize = 2, Outputs = 4, Causal = causal };

    private static int[] Counted<T>(Windows windows, Signal<T> signal) where T : unmanaged => [.. signal.Lengths!.Select(windows.Count)];
}
