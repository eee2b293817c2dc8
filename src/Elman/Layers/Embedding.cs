using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>Looks up a row of a weight (count, features) for every id: ids (N, T) give (N, T, features), ids (N) give (N, features).</summary>
/// <remarks>The weight is zero at first. The row of the padding id, if there is one, is looked up like any other and gets no gradient.</remarks>
public sealed class Embedding<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "embedding";

    private readonly Parameter<T> _weight;

    /// <param name="padding">The id that stands for nothing: its row gets no gradient.</param>
    /// <param name="mask">The id whose steps are passed over by what goes along time; Keras's <c>mask_zero</c> is an id of 0.</param>
    public Embedding(int count, int features, int? padding = null, int? mask = null)
    {
        if (count < 1 || features < 1) throw new ArgumentException($"Embedding has at least 1 row and 1 feature, found {count} and {features}.");
        if (padding is int id && (uint)id >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(padding), $"Embedding: the padding id is one of 0 to {count - 1}, found {id}.");
        if (mask is int masked && (uint)masked >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(mask), $"Embedding: the masked id is one of 0 to {count - 1}, found {masked}.");
        (Count, Features, Padding, Mask) = (count, features, padding, mask);
        _weight = new Parameter<T>("weight", new Shape(count, features));
        Parameters = [_weight];
    }

    public int Count { get; }
    public int Features { get; }

    /// <summary>The id that stands for nothing; null if none does.</summary>
    public int? Padding { get; }

    /// <summary>The id whose steps are masked; null if none are.</summary>
    public int? Mask { get; }
    public Parameter<T> Weight => _weight;

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description
    {
        get
        {
            var options = new JsonObject { ["count"] = Count, ["features"] = Features, ["padding"] = Padding is int id ? id : null };
            if (Mask is int masked) options["mask"] = masked;
            return new(Kind, options);
        }
    }

    public static Embedding<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new Embedding<T>(options.Size("count"), options.Size("features"), options.Id("padding"), options.Id("mask"));
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape input = Expect.One(this, inputs);
        return input.IsIds
            ? new(new SignalShape(Features, input.HasSteps) { HasMask = Mask is not null && input.HasSteps }, 0)
            : throw new ArgumentException($"{this} takes ids (N) or (N, T), found numbers {input}.");
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        Signal<T> input = Expect.One(this, inputs);
        Tensor<int> ids = input.Ids ?? throw new ArgumentException($"{this} takes ids (N) or (N, T), found {Expect.Found(input)}.");
        if (ids.Shape.Rank is not (1 or 2)) throw new ArgumentException($"{this} takes ids (N) or (N, T), found {ids.Shape}.");

        Tensor<int>? present = Present.Rows(this, ids.Shape, input.Lengths);
        int[] rows = present is null ? [.. Enumerable.Range(0, ids.Shape.Count)] : present.Values.ToArray();
        foreach (int row in rows) Check(ids.Values[row], row, ids.Shape);
        var y = new Tensor<T>(new Shape([.. ids.Shape.Dimensions, Features]));
        foreach (int row in rows) Row(ids.Values[row]).CopyTo(y.Array.AsSpan(row * Features));

        var result = new Signal<T>(y, input.Lengths, MaskOf(ids, rows));
        if (!Operation.IsRecorded(_weight.Value)) return result;

        // y[n, t] = W[id[n, t]];  dW[id[n, t]] += dy[n, t], in ascending order of the steps that are there
        int[] learning = [.. rows.Where(row => ids.Values[row] != Padding)];
        int[] targets = [.. learning.Select(row => ids.Values[row])];
        int[]? bounds = Shards.Bounds(learning, ids.Shape.Rank == 2 ? ids.Shape[1] : 1);
        Operation.Apply("Embedding", [_weight.Value], y, gradients =>
        {
            ReadOnlySpan<T> dy = gradients.OfResult();
            var terms = new T[learning.Length * Features];
            for (int i = 0; i < learning.Length; i++) dy.Slice(learning[i] * Features, Features).CopyTo(terms.AsSpan(i * Features));
            foreach (Shard<T> shard in new ShardSums<T>(bounds, targets.Length, gradients.OfInput(0)))
                Scatter.AddRows<T>(terms.AsSpan(shard.First * Features, shard.Count * Features), targets.AsSpan(shard.First, shard.Count), Features, shard.Sum);
        });
        return result;
    }

    public override LayerStream<T> OpenStream() => new Stream(this);

    public override string ToString() => $"Embedding({Count}, {Features})";

    private Tensor<bool>? MaskOf(Tensor<int> ids, int[] rows)
    {
        if (Mask is null || ids.Shape.Rank != 2) return null;
        var mask = new Tensor<bool>(ids.Shape);
        foreach (int row in rows) mask.Array[row] = ids.Values[row] != Mask;
        return mask;
    }

    private ReadOnlySpan<T> Row(int id) => _weight.Value.Values.Slice(id * Features, Features);

    private void Check(int id, int row, Shape shape)
    {
        if ((uint)id < (uint)Count) return;
        string place = shape.Rank == 1 ? $"({row})" : $"({row / shape[1]}, {row % shape[1]})";
        throw new ArgumentOutOfRangeException(nameof(id), $"{this} has ids 0 to {Count - 1}, found {id}, first at {place} of ids {shape}.");
    }

    private sealed class Stream(Embedding<T> layer) : LayerStream<T>
    {
        private bool _isMasked;

        public override bool IsMasked => _isMasked;

        public override void Step(ReadOnlySpan<T> input, Span<T> output) =>
            throw new NotSupportedException($"{layer} steps ids, not numbers; call Step with an id.");

        public override void Step(int id, Span<T> output)
        {
            if ((uint)id >= (uint)layer.Count) throw new ArgumentOutOfRangeException(nameof(id), $"{layer} has ids 0 to {layer.Count - 1}, found {id}.");
            Expect.Step(layer, (1, 1), (output.Length, layer.Features));
            layer.Row(id).CopyTo(output);
            _isMasked = id == layer.Mask;
        }
    }
}
