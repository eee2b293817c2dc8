using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>Keras's attentions, and its product of two inputs.</summary>
internal static class KerasAttention
{
    public static void Attention(KerasLayer layer)
    {
        KerasTensor[] inputs = Given(layer);
        bool isAdditive = layer.Class == "AdditiveAttention";
        int features = Features(layer, inputs[0]);
        bool scales = layer.Options.Flag("use_scale", isAdditive);
        string score = isAdditive ? Attention<float>.Additive : layer.Options.Text("score_mode", Attention<float>.Dot);
        if (score is not (Attention<float>.Dot or Attention<float>.Concat or Attention<float>.Additive)) throw layer.Bad($"'score_mode' must be dot or concat, found '{Storage.BadFileException.Shown(score)}'");
        if (Features(layer, inputs[^1]) != features) throw layer.Bad($"its query and key must have equally many features, found {inputs[0].Shown} and {inputs[^1].Shown}");
        string node = layer.Node("", Attention<float>.Kind, KerasClasses.Options(
            ("features", features), ("score", score), ("scale", scales), ("causal", layer.TakeCausal()), ("dropout", layer.Options.Number("dropout", 0))), [.. inputs.Select(input => input.Source)]);
        if (scales) layer.Weight("scale", isAdditive ? [features] : [], [KerasPlace.Of($"{node}.scale", [isAdditive ? features : 1], isAdditive ? [0] : [])]);
        if (score == Attention<float>.Concat) layer.Weight("concat_score_weight", [], [KerasPlace.Of($"{node}.score_weight", [1])]);
        layer.Result(KerasLayer.WithFeatures(inputs[0].Shape, inputs[1].Shape[^1]), node, inputs[0].Mask);
    }

    public static void Average(KerasLayer layer)
    {
        int features = layer.Features;
        if (layer.Input.Shape.Length != 3) throw layer.Bad($"expected sequences (batch, steps, features), found the shape {layer.Input.Shown}");
        if (layer.Options.Flag("return_attention", false)) layer.Lacks("an attention average that gives its weights too");
        string node = layer.Node("", AttentionAverage<float>.Kind, KerasClasses.Options(("features", features)), layer.Input.Source);
        layer.Weight($"{layer.Name}_W", [features, 1], [KerasPlace.Turned($"{node}.weight")]);
        layer.Result([layer.Input.Shape[0], features], node);
    }

    public static void MultiHead(KerasLayer layer)
    {
        KerasFields options = layer.Options;
        KerasTensor[] inputs = Given(layer);
        int heads = options.Size("num_heads"), size = options.Size("key_dim"), valueSize = options.Has("value_dim") ? options.Size("value_dim") : size;
        int query = Features(layer, inputs[0]), value = Features(layer, inputs[1]), key = Features(layer, inputs[^1]);
        int outputs = options.Has("output_shape") ? options.OneSize("output_shape") : query;
        bool bias = options.Flag("use_bias", true);
        if (options.Flag("use_gate", false)) layer.Lacks("a multi-head attention with a gate");
        if (options.Has("sliding_window")) layer.Lacks("a multi-head attention with a sliding window");
        if (options.Raw("attention_axes") is { } axes && axes.ToJsonString() is not ("[1]" or "1")) layer.Lacks("a multi-head attention along other axes than the steps");
        options.Ignore("flash_attention");
        foreach (string built in (string[])["query_shape", "key_shape", "value_shape"]) options.Ignore(built);
        string node = layer.Node("", MultiHeadAttention<float>.Kind, KerasClasses.Options(
            ("heads", heads), ("query_features", query), ("key_features", key), ("value_features", value), ("key_size", size), ("value_size", valueSize),
            ("outputs", outputs), ("bias", bias), ("causal", layer.TakeCausal()), ("dropout", options.Number("dropout", 0))), [.. inputs.Select(input => input.Source)]);
        (string Name, int Features, int Size)[] maps = [("query", query, size), ("key", key, size), ("value", value, valueSize)];
        foreach ((string name, int features, int each) in maps)
        {
            int all = layer.Sized((long)heads * each);
            layer.Weight($"{name}/kernel", [features, heads, each], [KerasPlace.Of($"{node}.{name}_weight", [all, features], 1, 2, 0)]);
            if (bias) layer.Weight($"{name}/bias", [heads, each], [KerasPlace.Of($"{node}.{name}_bias", [all], 0, 1)]);
        }
        layer.Weight("attention_output/kernel", [heads, valueSize, outputs], [KerasPlace.Of($"{node}.output_weight", [outputs, layer.Sized((long)heads * valueSize)], 2, 0, 1)]);
        if (bias) layer.Weight("attention_output/bias", [outputs], [KerasPlace.Same($"{node}.output_bias")]);
        layer.Result(KerasLayer.WithFeatures(inputs[0].Shape, outputs), node, inputs[0].Mask);
    }

    public static void Dot(KerasLayer layer)
    {
        if (layer.Inputs is not [var a, var b]) throw layer.Bad($"expected 2 inputs, found {layer.Inputs.Count}");
        (int axis, int other) = Axes(layer, a.Shape.Length, b.Shape.Length);
        int?[] shape = [a.Shape[0], .. a.Shape[1..].Where((_, index) => index + 1 != axis), .. b.Shape[1..].Where((_, index) => index + 1 != other)];
        if (shape.Length == 1) shape = [shape[0], 1];
        if (a.Shape.Length != b.Shape.Length || shape.Length > 3) layer.Lacks($"a dot product of {a.Shown} and {b.Shown}");
        bool isFlat = a.Shape.Length == 2;
        string[] sources = [.. new[] { a, b }.Select((input, index) => input.Mask is null ? input.Source : layer.Node($"unmasked_{index + 1}", EndMask<float>.Kind, [], input.Source))];
        if (layer.Options.Flag("normalize", false))
        {
            if (isFlat || (axis == 2 && other == 2)) sources = [.. sources.Select((source, index) => layer.Node($"unit_{index + 1}", UnitNorm<float>.Kind, KerasClasses.Options(("epsilon", 1e-12)), source))];
            else layer.Lacks("a dot product that normalises along the steps");
        }
        JsonObject options = KerasClasses.Options(("axis", axis), ("other_axis", other));
        if (!isFlat && other == 2) options["other_steps"] = b.Shape[1] ?? throw layer.Bad($"the number of steps of its second input must be known, found the shape {b.Shown}");
        layer.Result(shape, layer.Node("", DotProduct<float>.Kind, options, sources));
    }

    private static (int, int) Axes(KerasLayer layer, int rank, int otherRank)
    {
        JsonNode? node = layer.Options.Raw("axes");
        double?[] axes = node is JsonArray list ? [.. list.Select(KerasFields.AsNumber)] : [KerasFields.AsNumber(node), KerasFields.AsNumber(node)];
        return axes is [double a, double b] && Resolved(a, rank) is int one && Resolved(b, otherRank) is int other ? (one, other)
            : throw layer.Bad($"'axes' must be one axis of steps or features, or one of each input, found {KerasFields.Shown(node)}");
    }

    private static int? Resolved(double axis, int rank) => axis < 0 ? Resolved(axis + rank, rank) : axis >= 1 && axis < rank && double.IsInteger(axis) ? (int)axis : null;

    /// <summary>Query, value and, where it is another, key; where two of them are one result, each is an input of its own.</summary>
    private static KerasTensor[] Given(KerasLayer layer)
    {
        KerasTensor[] inputs = [.. layer.Inputs];
        if (inputs.Length is not (2 or 3)) throw layer.Bad($"expected a query, a value and perhaps a key, found {inputs.Length} inputs");
        if (Array.Find(inputs, input => input.Shape.Length != 3) is { } other) throw layer.Bad($"expected sequences (batch, steps, features), found the shape {other.Shown}");
        return inputs;
    }

    private static int Features(KerasLayer layer, KerasTensor input) => input.Shape[^1] ?? throw layer.Bad($"the features of its inputs must be known, found the shape {input.Shown}");
}
