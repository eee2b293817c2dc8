using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

/// <summary>The gradients of a batch in shards are those of each shard alone, added in ascending order, with any number of threads.</summary>
public sealed class ShardTests
{
    private const int N = 7, T = 5;
    private static readonly int[] _lengths = [3, 5, 0, 2, 5, 1, 4];

    private static readonly (string Name, Func<Layer<float>> Make, bool Ids)[] _layers =
    [
        ("lstm both ways", () => new RecurrentStack<float>(6, new LayerSpec(CellCatalog.Lstm(), 9, Direction.Bidirectional)), false),
        ("gru over peephole", () => new RecurrentStack<float>(6, new LayerSpec(CellCatalog.Gru(), 40), new LayerSpec(CellCatalog.Independent(), 5)), false),
        ("gru, reset before", () => new RecurrentStack<float>(6, new LayerSpec(CellCatalog.GruResetBefore(), 7, Direction.Reverse)), false),
        ("dense", () => new Dense<float>(6, 19), false),
        ("embedding", () => new Embedding<float>(4, 3, padding: 2), true),
        ("convolution", () => new Convolution<float>(6, 4, new Windows(3)), false),
        ("layer norm", () => new LayerNorm<float>(6), false),
        ("prelu", () => new PRelu<float>(6), false),
    ];

    public static TheoryData<string, bool> Every => [.. _layers.SelectMany(row => new[] { (row.Name, false), (row.Name, true) })];

    [Theory, MemberData(nameof(Every))]
    public void Gradients_in_shards_are_the_gradients_of_each_shard_alone_added_in_order(string name, bool uneven)
    {
        (string _, Func<Layer<float>> make, bool ids) = _layers.Single(row => row.Name == name);
        Layer<float> layer = LayerTable.Fill(make());
        Signal<float> batch = ids ? new(Ids(), uneven ? _lengths : null) : new(Draw.Tensor<float>(3, N, T, 6), uneven ? _lengths : null);
        foreach (int shards in (int[])[1, 2, 3, 5, N, N + 4])
        {
            float[][] expected = [];
            for (int shard = 0; shard < shards; shard++)
            {
                (int from, int to) = (N * shard / shards, N * (shard + 1) / shards);
                if (from == to) continue;
                float[][] alone = Gradients(layer, Some(batch, from, to), 1, from);
                expected = expected.Length == 0 ? alone : [.. expected.Zip(alone, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];
            }
            foreach (int threads in (int[])[1, 2, 3])
                using (Compute.Use(Compute.Kernel, threads))
                {
                    float[][] found = Gradients(layer, batch, shards, 0);
                    for (int p = 0; p < found.Length; p++) Bits.AssertEqual<float>(expected[p], found[p], $"{name}, {shards} shards, {threads} threads, parameter {p}");
                }
        }
    }

    /// <summary>Of every parameter, from a cotangent that goes with the sequence.</summary>
    private static float[][] Gradients(Layer<float> layer, Signal<float> input, int shards, int first)
    {
        foreach (Parameter<float> parameter in layer.Parameters) parameter.Value.Gradient = null;
        int sequences = (input.Numbers?.Shape ?? input.Ids!.Shape)[0];
        using IDisposable cut = Shards.Cut(shards, sequences);
        Tensor<float> y = layer.Forward([input], Pass.Inference).Numbers!;
        Shape whole = new([N, .. y.Shape.Dimensions[1..]]);
        int each = whole.CountFrom(1);
        y.Backward(Tensor.From(Draw.Tensor<float>(9, [.. whole.Dimensions]).Values.Slice(first * each, sequences * each), y.Shape));
        return [.. layer.Parameters.Where(parameter => parameter.IsTrained).Select(parameter => parameter.Value.Gradient!.Values.ToArray())];
    }

    private static Tensor<int> Ids() => Tensor.From<int>([.. Enumerable.Range(0, N * T).Select(i => i * i % 4)], new Shape(N, T));

    private static Signal<float> Some(Signal<float> batch, int from, int to)
    {
        int[]? lengths = batch.Lengths?[from..to];
        return batch.Ids is { } ids ? new(Tensor.From(ids.Values[(from * T)..(to * T)], new Shape(to - from, T)), lengths) : new(batch.Numbers!.Slice(from..to), lengths);
    }
}
