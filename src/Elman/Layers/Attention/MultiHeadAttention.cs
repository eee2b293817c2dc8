using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Layers;

/// <summary>
/// Several attentions side by side: each head takes its own linear maps of query, key and value, weighs the values by softmax(q·k/√keySize), and a last linear map
/// makes the result of all heads. The inputs stand in the order query, value, key; the key is the value where none is given.
/// </summary>
/// <remarks>
/// Weights are (heads · size, features), head by head; the last is (outputs, heads · valueSize). Parameters are zero at first. PyTorch has the first three in one
/// <c>in_proj_weight</c>, Keras each as (features, heads, size).
/// </remarks>
public sealed class MultiHeadAttention<T> : Layer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const string Kind = "multi_head_attention";

    private readonly Parameter<T>[] _weights, _biases;

    public MultiHeadAttention(MultiHeadOptions options)
    {
        options.Check();
        Options = options;
        (string Name, int Outputs, int Inputs)[] maps =
        [
            ("query", options.Heads * options.KeySize, options.QueryFeatures), ("key", options.Heads * options.KeySize, options.KeyFeatures),
            ("value", options.Heads * options.ValueSize, options.ValueFeatures), ("output", options.Outputs, options.Heads * options.ValueSize),
        ];
        _weights = [.. maps.Select(map => new Parameter<T>($"{map.Name}_weight", new Shape(map.Outputs, map.Inputs)))];
        _biases = options.Bias ? [.. maps.Select(map => new Parameter<T>($"{map.Name}_bias", new Shape(map.Outputs)))] : [];
        Parameters = options.Bias ? [.. _weights.Zip(_biases, (weight, bias) => new[] { weight, bias }).SelectMany(pair => pair)] : _weights;
    }

    public MultiHeadOptions Options { get; }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override LayerDescription Description => new(Kind, new JsonObject
    {
        ["heads"] = Options.Heads,
        ["query_features"] = Options.QueryFeatures,
        ["key_features"] = Options.KeyFeatures,
        ["value_features"] = Options.ValueFeatures,
        ["key_size"] = Options.KeySize,
        ["value_size"] = Options.ValueSize,
        ["outputs"] = Options.Outputs,
        ["bias"] = Options.Bias,
        ["causal"] = Options.Causal,
        ["dropout"] = Options.Dropout,
    });

    public static MultiHeadAttention<T> From(LayerDescription description)
    {
        var options = new OptionReader(description);
        var layer = new MultiHeadAttention<T>(new()
        {
            Heads = options.Size("heads"),
            QueryFeatures = options.Size("query_features"),
            KeyFeatures = options.Size("key_features"),
            ValueFeatures = options.Size("value_features"),
            KeySize = options.Size("key_size"),
            ValueSize = options.Size("value_size"),
            Outputs = options.Size("outputs"),
            Bias = options.Flag("bias", true),
            Causal = options.Flag("causal", false),
            Dropout = options.Number("dropout", 0),
        });
        options.End();
        return layer;
    }

    public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs)
    {
        SignalShape output = Attending.Plan(this, inputs, Options.QueryFeatures, Options.ValueFeatures, Options.KeyFeatures, Options.Outputs);
        if (inputs.Length == 2) Expect.Numbers(this, inputs[1], Options.KeyFeatures);
        return new(output, _weights.Sum(weight => (long)weight.Shape.Count));
    }

    public override Signal<T> Forward(ReadOnlySpan<Signal<T>> inputs, Pass pass)
    {
        if (inputs.Length is not (2 or 3)) throw new ArgumentException($"{this} takes 2 or 3 inputs (query, value and, where it is another, key), found {inputs.Length}.");
        Tensor<T> key = Expect.Numbers(this, inputs[inputs.Length - 1], Options.KeyFeatures);
        Expect.Numbers(this, inputs[0], Options.QueryFeatures);
        Expect.Numbers(this, inputs[1], Options.ValueFeatures);
        T scale = T.CreateTruncating(1 / Math.Sqrt(Options.KeySize));
        return Attending.Apply<T>(this, new(inputs[0], key, inputs[1], Options.Causal),
            (q, k) => (Heads(Map(0, q), Options.KeySize) * scale).BatchMatMul(Heads(Map(1, k), Options.KeySize).Permute(0, 2, 1)),
            (weights, v) => Map(3, Side(v.Shape[0], Attending.Dropped(this, weights, Options.Dropout, pass).BatchMatMul(Heads(Map(2, v), Options.ValueSize)))));
    }

    public override LayerStream<T> OpenStream() => throw Attending.CannotStep(this);

    public override string ToString() => $"MultiHeadAttention({Options.Heads} heads of {Options.KeySize}, {Options.QueryFeatures} → {Options.Outputs}{(Options.Causal ? ", causal" : "")})";

    private Tensor<T> Map(int which, Tensor<T> x) => x.Linear(_weights[which], _biases.Length == 0 ? null : _biases[which].Value);

    /// <summary>(B, T, heads · size) as (B · heads, T, size)</summary>
    private Tensor<T> Heads(Tensor<T> x, int size) =>
        x.Reshape(x.Shape[0], x.Shape[1], Options.Heads, size).Permute(0, 2, 1, 3).Reshape(x.Shape[0] * Options.Heads, x.Shape[1], size);

    /// <summary>(B · heads, T, size) as (B, T, heads · size)</summary>
    private Tensor<T> Side(int count, Tensor<T> x) =>
        x.Reshape(count, Options.Heads, x.Shape[1], Options.ValueSize).Permute(0, 2, 1, 3).Reshape(count, x.Shape[1], Options.Heads * Options.ValueSize);
}

/// <summary>The sizes and ways of a <see cref="MultiHeadAttention{T}"/>.</summary>
public sealed record MultiHeadOptions
{
    public required int Heads { get; init; }
    public required int QueryFeatures { get; init; }
    public required int KeyFeatures { get; init; }
    public required int ValueFeatures { get; init; }

    /// <summary>Numbers of a head's query and key.</summary>
    public required int KeySize { get; init; }

    /// <summary>Numbers of a head's value.</summary>
    public required int ValueSize { get; init; }
    public required int Outputs { get; init; }
    public bool Bias { get; init; } = true;

    /// <summary>Whether step t of the query sees only steps up to t.</summary>
    public bool Causal { get; init; }

    /// <summary>The rate at which weights are dropped in training, in [0, 1).</summary>
    public double Dropout { get; init; }

    internal void Check()
    {
        if (Heads < 1 || QueryFeatures < 1 || KeyFeatures < 1 || ValueFeatures < 1 || KeySize < 1 || ValueSize < 1 || Outputs < 1)
            throw new ArgumentException($"MultiHeadAttention has at least 1 head and sizes of at least 1, found {this}.");
        Attending.CheckedRate("MultiHeadAttention", Dropout);
    }
}
