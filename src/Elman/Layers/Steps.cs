using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Steps of sequences brought to other places.</summary>
internal static class Steps
{
    /// <summary>The steps of each sequence that are there.</summary>
    public static IEnumerable<int[]> There(Shape shape, int[]? lengths) =>
        Enumerable.Range(0, shape[0]).Select(n => Enumerable.Range(0, lengths?[n] ?? shape[1]).ToArray());

    /// <summary>The steps of each sequence that are there and not passed over, in the order of time.</summary>
    public static int[][] Counted<T>(object layer, Signal<T> signal) where T : unmanaged
    {
        Shape shape = Expect.Sequences(layer, signal).Shape;
        Tensor<bool> mask = signal.Mask ?? throw new ArgumentException($"{layer} takes sequences with a mask, as a {nameof(Masking<>)} or an {nameof(Embedding<>)} makes it; found none.");
        if (signal.Lengths is not null) Present.Check(layer, shape, signal.Lengths);
        if (!mask.Shape.Dimensions.SequenceEqual(shape.Dimensions[..2])) throw new ArgumentException($"{layer}: a mask of sequences {shape} has the shape ({shape[0]}, {shape[1]}), found {mask.Shape}.");
        return [.. There(shape, signal.Lengths).Select((steps, n) => Array.FindAll(steps, step => mask.Values[n * shape[1] + step]))];
    }

    /// <summary>(N, T, F) to (N, count, F): y[n, to] = x[n, from] for every pair of a sequence, and zero elsewhere. A step may go to several places; each place is named once.</summary>
    public static Tensor<T> Move<T>(Tensor<T> x, int count, IEnumerable<IEnumerable<(int From, int To)>> pairs) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int n, int t, int f) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        (int From, int To)[] rows = [.. pairs.SelectMany((sequence, row) => sequence.Select(pair => (row * t + pair.From, row * count + pair.To)))];
        Tensor<T> taken = x.Reshape(n * t, f).IndexSelect(0, Tensor.From<int>([.. rows.Select(row => row.From)]));
        return Present.Spread(taken, Tensor.From<int>([.. rows.Select(row => row.To)]), n * count).Reshape(n, count, f);
    }
}
