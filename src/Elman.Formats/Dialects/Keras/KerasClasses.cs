using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>One of Keras's classes of layers.</summary>
/// <param name="Plan">Says the shapes, the weights and, where this library has it, the nodes.</param>
/// <param name="IsPerStep">Whether it does the same at every step, so that TimeDistributed may hold it.</param>
internal sealed record KerasClass(Action<KerasLayer> Plan, bool IsPerStep = false);

/// <summary>Keras's classes of layers that are known: the one list of them.</summary>
internal static class KerasClasses
{
    public static readonly IReadOnlyDictionary<string, KerasClass> Rows = new Dictionary<string, KerasClass>(StringComparer.Ordinal)
    {
        [KerasGraph.InputLayer] = new(KerasPlain.Input),
        ["SimpleRNN"] = new(KerasRecurrent.One),
        ["LSTM"] = new(KerasRecurrent.One),
        ["GRU"] = new(KerasRecurrent.One),
        ["RNN"] = new(KerasRecurrent.One),
        ["CuDNNLSTM"] = new(KerasRecurrent.One),
        ["CuDNNGRU"] = new(KerasRecurrent.One),
        ["Bidirectional"] = new(KerasRecurrent.Both),
        ["TimeDistributed"] = new(TimeDistributed),
        ["Dense"] = new(KerasPlain.Dense, IsPerStep: true),
        ["Embedding"] = new(KerasPlain.Embedding),
        ["Masking"] = new(KerasPlain.Masking),
        ["Dropout"] = new(KerasPlain.Dropout, IsPerStep: true),
        ["SpatialDropout1D"] = new(layer => KerasPlain.Noise(layer, Noise<float>.SpatialDropout, "rate", "rate")),
        ["GaussianNoise"] = new(layer => KerasPlain.Noise(layer, Noise<float>.Gaussian, "stddev", "deviation"), IsPerStep: true),
        ["GaussianDropout"] = new(layer => KerasPlain.Noise(layer, Noise<float>.GaussianDropout, "rate", "rate"), IsPerStep: true),
        ["LayerNormalization"] = new(KerasPlain.LayerNormalization, IsPerStep: true),
        ["BatchNormalization"] = new(KerasNorms.Batch, IsPerStep: true),
        ["GroupNormalization"] = new(KerasNorms.Group),
        ["RMSNormalization"] = new(KerasNorms.Rms, IsPerStep: true),
        ["UnitNormalization"] = new(KerasNorms.Unit, IsPerStep: true),
        ["Activation"] = new(KerasPlain.Activation, IsPerStep: true),
        ["ReLU"] = new(KerasPlain.ActivationLayer, IsPerStep: true),
        ["LeakyReLU"] = new(KerasPlain.ActivationLayer, IsPerStep: true),
        ["ELU"] = new(KerasPlain.ActivationLayer, IsPerStep: true),
        ["ThresholdedReLU"] = new(KerasPlain.ActivationLayer, IsPerStep: true),
        ["PReLU"] = new(KerasPlain.PRelu),
        ["Softmax"] = new(KerasPlain.Softmax, IsPerStep: true),
        ["Add"] = new(layer => KerasPlain.Merge(layer, Add<float>.Kind)),
        ["Subtract"] = new(layer => KerasPlain.Merge(layer, "subtract")),
        ["Multiply"] = new(layer => KerasPlain.Merge(layer, "multiply")),
        ["Average"] = new(layer => KerasPlain.Merge(layer, "average")),
        ["Maximum"] = new(layer => KerasPlain.Merge(layer, "maximum")),
        ["Minimum"] = new(layer => KerasPlain.Merge(layer, "minimum")),
        ["Concatenate"] = new(KerasPlain.Concatenate),
        ["Flatten"] = new(KerasPlain.Flatten),
        ["RepeatVector"] = new(KerasPlain.RepeatVector),
        ["Reshape"] = new(KerasReshaping.Reshape),
        ["Permute"] = new(KerasReshaping.Permute),
        ["ZeroPadding1D"] = new(KerasReshaping.ZeroPadding),
        ["Cropping1D"] = new(KerasReshaping.Cropping),
        ["UpSampling1D"] = new(KerasReshaping.UpSampling),
        ["Dot"] = new(KerasAttention.Dot),
        ["Attention"] = new(KerasAttention.Attention),
        ["AdditiveAttention"] = new(KerasAttention.Attention),
        // A class of two packages, DeepMoji and textgenrnn, whose equation is known.
        ["AttentionWeightedAverage"] = new(KerasAttention.Average),
        ["MultiHeadAttention"] = new(KerasAttention.MultiHead),
        ["Conv1D"] = new(KerasWindows.Convolution),
        ["DepthwiseConv1D"] = new(KerasWindows.Depthwise),
        ["SeparableConv1D"] = new(KerasWindows.Separable),
        ["MaxPooling1D"] = new(layer => KerasWindows.Pooling(layer, Pooling<float>.Max)),
        ["AveragePooling1D"] = new(layer => KerasWindows.Pooling(layer, Pooling<float>.Average)),
        ["GlobalMaxPooling1D"] = new(layer => KerasWindows.GlobalPooling(layer, GlobalPooling<float>.Max, takesMask: false)),
        ["GlobalAveragePooling1D"] = new(layer => KerasWindows.GlobalPooling(layer, GlobalPooling<float>.Average, takesMask: true)),
        // What Keras 3 writes for the masks of Embedding and Masking in a functional model.
        ["NotEqual"] = new(KerasPlain.NotEqual),
        ["Any"] = new(KerasPlain.Any),
    };

    private static readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal)
    {
        ["Lambda"] = ", which holds code, and nothing in a file is executed",
        ["Sequential"] = ", a model inside the model",
        ["Functional"] = ", a model inside the model",
        ["Model"] = ", a model inside the model",
    };

    /// <summary>Why a class is not known, where there is more to say.</summary>
    public static string Why(string kind) => _reasons.GetValueOrDefault(kind, "");

    /// <summary>Whether a layer of this class looks its input up as ids.</summary>
    public static bool TakesIds(string kind) => kind == "Embedding";

    private static void TimeDistributed(KerasLayer layer)
    {
        KerasObject inner = layer.Options.Object("layer");
        if (!Rows.TryGetValue(inner.Class, out KerasClass? row) || !row.IsPerStep)
            throw layer.Bad($"it holds a layer of class '{Storage.BadFileException.Shown(inner.Class)}'; known inside TimeDistributed: {string.Join(", ", Rows.Where(known => known.Value.IsPerStep).Select(known => known.Key))}");
        if (layer.Input.Shape.Length != 3) throw layer.Bad($"expected sequences (batch, steps, features), found the shape {layer.Input.Shown}");
        // Keras 2 named the weights after the wrapper alone.
        KerasLayer within = layer.Within(inner, layer.Options.Major >= 3 ? $"{layer.WeightPath}/{inner.Name}" : layer.WeightPath);
        row.Plan(within);
        within.End();
    }

    /// <summary>Options of a layer of ours.</summary>
    public static JsonObject Options(params ReadOnlySpan<(string Name, JsonNode? Value)> options)
    {
        var json = new JsonObject();
        foreach ((string name, JsonNode? value) in options) json[name] = value;
        return json;
    }

    /// <summary>Whether the axis of an option, a number or a list of one, is the last of so many.</summary>
    public static bool IsLastAxis(KerasLayer layer, string option, int rank)
    {
        JsonNode? node = layer.Options.Raw(option) is JsonArray { Count: 1 } list ? list[0] : layer.Options.Raw(option);
        return node is null || KerasFields.AsNumber(node) is double axis && (axis == -1 || axis == rank - 1);
    }
}
