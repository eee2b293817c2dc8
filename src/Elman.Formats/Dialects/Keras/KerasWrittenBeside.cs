using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;

namespace Elman.Formats.Dialects;

/// <summary>Our layers of windows, norms and reshaping, and what they are in Keras.</summary>
internal static class KerasWrittenBeside
{
    public static readonly IReadOnlyDictionary<string, Action<KerasWriter, NodeDescription>> Rows = new Dictionary<string, Action<KerasWriter, NodeDescription>>(StringComparer.Ordinal)
    {
        [Convolution<float>.Kind] = Convolve,
        [Pooling<float>.Max] = (writer, node) => Pool(writer, node, "MaxPooling1D"),
        [Pooling<float>.Average] = (writer, node) => Pool(writer, node, "AveragePooling1D"),
        [GlobalPooling<float>.Max] = (writer, node) => Plain(writer, node, "GlobalMaxPooling1D", ("data_format", "channels_last"), ("keepdims", false)),
        [GlobalPooling<float>.Average] = (writer, node) => Plain(writer, node, "GlobalAveragePooling1D", ("data_format", "channels_last"), ("keepdims", false)),
        [BatchNorm<float>.Kind] = Batch,
        [GroupNorm<float>.Kind] = (writer, node) => Affine(Plain(writer, node, "GroupNormalization", ("axis", -1), Of(node, "groups"), Of(node, "epsilon"), Of(node, "scale"), Of(node, "center")), node),
        [RmsNorm<float>.Kind] = Rms,
        [UnitNorm<float>.Kind] = (writer, node) => Plain(writer, node, "UnitNormalization", ("axis", -1)),
        [ZeroPadding<float>.Kind] = (writer, node) => Plain(writer, node, "ZeroPadding1D", ("padding", Ends(node)), ("data_format", "channels_last")),
        [Cropping<float>.Kind] = (writer, node) => Plain(writer, node, "Cropping1D", ("cropping", Ends(node))),
        [UpSampling<float>.Kind] = (writer, node) => Plain(writer, node, "UpSampling1D", Of(node, "size")),
        [Noise<float>.Gaussian] = (writer, node) => Plain(writer, node, "GaussianNoise", Of(node, "deviation", "stddev")),
        [Noise<float>.GaussianDropout] = (writer, node) => Plain(writer, node, "GaussianDropout", Of(node, "rate")),
        [Noise<float>.SpatialDropout] = (writer, node) => Plain(writer, node, "SpatialDropout1D", Of(node, "rate")),
    };

    private static void Convolve(KerasWriter writer, NodeDescription node)
    {
        JsonObject options = node.Layer.Options;
        bool bias = (bool)options["bias"]!;
        KerasWritten layer = Plain(writer, node, "Conv1D", Of(node, "outputs", "filters"), Of(node, "size", "kernel_size"), Of(node, "stride", "strides"), Of(node, "dilation", "dilation_rate"), ("padding", Padding(node)),
            ("data_format", "channels_last"), Of(node, "groups"), ("activation", KerasActivations.Linear), ("use_bias", bias));
        // (filters, steps, inputs) here is (steps, inputs, filters) in Keras.
        layer.Weights.Add(new("vars/0", own => KerasPlace.Permuted(own[$"{node.Name}.weight"], [1, 2, 0]), [KerasPlace.Turned($"{node.Name}.weight", 2, 0, 1)]));
        if (bias) layer.Same("vars/1", $"{node.Name}.bias");
    }

    private static void Pool(KerasWriter writer, NodeDescription node, string kind)
    {
        if ((int)node.Layer.Options["dilation"]! != 1) throw new NotSupportedException($"Node '{node.Name}' pools with gaps, which Keras does not. Save as .safetensors.");
        Plain(writer, node, kind, Of(node, "size", "pool_size"), Of(node, "stride", "strides"), ("padding", Padding(node)), ("data_format", "channels_last"));
    }

    private static void Batch(KerasWriter writer, NodeDescription node)
    {
        if ((bool)node.Layer.Options["unbiased"]!) throw new NotSupportedException($"Node '{node.Name}' keeps the unbiased variance of a batch, as PyTorch does; Keras keeps the biased one. Save as .safetensors.");
        KerasWritten layer = Plain(writer, node, "BatchNormalization", ("axis", -1), Of(node, "momentum"), Of(node, "epsilon"), Of(node, "scale"), Of(node, "center"));
        int next = Affine(layer, node);
        layer.Same(FormattableString.Invariant($"vars/{next}"), $"{node.Name}.moving_mean");
        layer.Same(FormattableString.Invariant($"vars/{next + 1}"), $"{node.Name}.moving_variance");
    }

    private static void Rms(KerasWriter writer, NodeDescription node)
    {
        if (!(bool)node.Layer.Options["scale"]!) throw new NotSupportedException($"Node '{node.Name}' has no scale; the RMSNormalization of Keras has one. Save as .safetensors.");
        Plain(writer, node, "RMSNormalization", ("axis", -1), Of(node, "epsilon")).Same("vars/0", $"{node.Name}.weight");
    }

    /// <summary>Gamma and beta, where there are such.</summary>
    /// <returns>The number of the next array.</returns>
    private static int Affine(KerasWritten layer, NodeDescription node)
    {
        int next = 0;
        if ((bool)node.Layer.Options["scale"]!) layer.Same(FormattableString.Invariant($"vars/{next++}"), $"{node.Name}.weight");
        if ((bool)node.Layer.Options["center"]!) layer.Same(FormattableString.Invariant($"vars/{next++}"), $"{node.Name}.bias");
        return next;
    }

    private static string Padding(NodeDescription node) => node.Layer.Options["padding"] is JsonValue value && value.TryGetValue(out string? name) && name != "explicit" ? name
        : throw new NotSupportedException($"Node '{node.Name}' pads by a number of steps; Keras pads by name: valid, same or causal. Put a layer of zero padding before it.");

    private static JsonArray Ends(NodeDescription node) => [node.Layer.Options["before"]?.DeepClone() ?? 0, node.Layer.Options["after"]?.DeepClone() ?? 0];

    private static (string, JsonNode?) Of(NodeDescription node, string ours, string? theirs = null) => (theirs ?? ours, node.Layer.Options[ours]!.DeepClone());

    private static KerasWritten Plain(KerasWriter writer, NodeDescription node, string kind, params ReadOnlySpan<(string Name, JsonNode? Value)> options) => writer.Layer(kind, node, node.Name, writer.Inputs(node), options);
}
