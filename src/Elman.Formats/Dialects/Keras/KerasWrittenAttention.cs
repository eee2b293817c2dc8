using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>Our attentions, products and layers that lay numbers out anew, and what they are in Keras.</summary>
internal static class KerasWrittenAttention
{
    public static readonly IReadOnlyDictionary<string, Action<KerasWriter, NodeDescription>> Rows = new Dictionary<string, Action<KerasWriter, NodeDescription>>(StringComparer.Ordinal)
    {
        [PRelu<float>.Kind] = Rectifier,
        [Reshape<float>.Kind] = Reshaped,
        [Permute<float>.Kind] = (writer, node) => Plain(writer, node, "Permute", ("dims", new JsonArray(2, 1))),
        [DotProduct<float>.Kind] = (writer, node) => Plain(writer, node, "Dot", ("axes", new JsonArray((int)node.Layer.Options["axis"]!, (int)node.Layer.Options["other_axis"]!)), ("normalize", false)),
        [Attention<float>.Kind] = Attend,
        [MultiHeadAttention<float>.Kind] = AttendByHeads,
    };

    /// <summary>Whether a result has steps.</summary>
    private static bool HasSteps(KerasWriter writer, string source)
    {
        if (writer.InputOf(source) is { } input) return input.Shape.HasSteps;
        NodeDescription? node = writer.Node(source);
        // A further result of a recurrent node is a state, or its last output.
        if (node is null) return false;
        return node.Layer.Kind switch
        {
            Flatten<float>.Kind or LastStep<float>.Kind or AttentionAverage<float>.Kind => false,
            GlobalPooling<float>.Max or GlobalPooling<float>.Average => false,
            Repeat<float>.Kind => true,
            Reshape<float>.Kind => node.Layer.Options["to_steps"] is not null,
            _ => HasSteps(writer, node.Inputs[0]),
        };
    }

    private static void Rectifier(KerasWriter writer, NodeDescription node)
    {
        int features = (int)node.Layer.Options["features"]!;
        int? steps = (int?)node.Layer.Options["steps"];
        bool isShared = steps is null && HasSteps(writer, node.Inputs[0]);
        int[] shape = steps is int own ? [own, features] : isShared ? [1, features] : [features], ours = steps is int each ? [each, features] : [features];
        KerasWritten layer = Plain(writer, node, "PReLU", ("shared_axes", isShared ? new JsonArray(1) : null));
        layer.Weights.Add(new("vars/0", file => Shaped(file[$"{node.Name}.weight"], shape), [KerasPlace.Of($"{node.Name}.weight", ours, [.. Enumerable.Range(0, shape.Length)])]));
    }

    private static void Reshaped(KerasWriter writer, NodeDescription node)
    {
        int features = (int)node.Layer.Options["to_features"]!;
        Plain(writer, node, "Reshape", ("target_shape", (int?)node.Layer.Options["to_steps"] is int steps ? new JsonArray(steps, features) : new JsonArray(features)));
    }

    private static void Attend(KerasWriter writer, NodeDescription node)
    {
        JsonObject options = node.Layer.Options;
        string score = (string)options["score"]!;
        bool isAdditive = score == Attention<float>.Additive, scales = (bool)options["scale"]!;
        (string, JsonNode?) dropout = ("dropout", options["dropout"]!.DeepClone()), scale = ("use_scale", scales);
        KerasWritten layer = isAdditive ? Plain(writer, node, "AdditiveAttention", scale, dropout) : Plain(writer, node, "Attention", scale, ("score_mode", score), dropout);
        layer.IsCausal = (bool)options["causal"]!;
        int features = (int)options["features"]!, next = 0;
        if (scales) Add("scale", isAdditive ? [features] : [], [isAdditive ? features : 1]);
        if (score == Attention<float>.Concat) Add("score_weight", [], [1]);

        void Add(string name, int[] theirs, int[] ours) =>
            layer.Weights.Add(new(FormattableString.Invariant($"vars/{next++}"), file => Shaped(file[$"{node.Name}.{name}"], theirs), [KerasPlace.Of($"{node.Name}.{name}", ours, [.. Enumerable.Range(0, theirs.Length)])]));
    }

    private static void AttendByHeads(KerasWriter writer, NodeDescription node)
    {
        JsonObject options = node.Layer.Options;
        int heads = Size("heads"), size = Size("key_size"), valueSize = Size("value_size"), outputs = Size("outputs");
        bool bias = (bool)options["bias"]!;
        KerasWritten layer = Plain(writer, node, "MultiHeadAttention", ("num_heads", heads), ("key_dim", size), ("value_dim", valueSize), ("dropout", options["dropout"]!.DeepClone()), ("use_bias", bias),
            ("output_shape", outputs == Size("query_features") ? null : new JsonArray(outputs)), ("attention_axes", new JsonArray(1)));
        (layer.IsCausal, layer.TakesEach) = ((bool)options["causal"]!, true);
        foreach ((string name, int each, string features) in (ReadOnlySpan<(string, int, string)>)[("query", size, "query_features"), ("key", size, "key_features"), ("value", valueSize, "value_features")])
        {
            int inputs = Size(features);
            // (heads · size, features) here is (features, heads, size) in Keras.
            layer.Weights.Add(new($"{name}_dense/vars/0", file => Shaped(KerasPlace.Transposed(file[$"{node.Name}.{name}_weight"]), [inputs, heads, each]), [KerasPlace.Of($"{node.Name}.{name}_weight", [heads * each, inputs], 1, 2, 0)]));
            if (bias) layer.Weights.Add(new($"{name}_dense/vars/1", file => Shaped(file[$"{node.Name}.{name}_bias"], [heads, each]), [KerasPlace.Of($"{node.Name}.{name}_bias", [heads * each], 0, 1)]));
        }
        layer.Weights.Add(new("output_dense/vars/0", file => Shaped(KerasPlace.Transposed(file[$"{node.Name}.output_weight"]), [heads, valueSize, outputs]), [KerasPlace.Of($"{node.Name}.output_weight", [outputs, heads * valueSize], 2, 0, 1)]));
        if (bias) layer.Same("output_dense/vars/1", $"{node.Name}.output_bias");

        int Size(string option) => (int)options[option]!;
    }

    private static NamedArray Shaped(NamedArray array, int[] shape) => new(array.Name, array.Type, new Shape(shape), array.Bytes.ToArray());

    private static KerasWritten Plain(KerasWriter writer, NodeDescription node, string kind, params ReadOnlySpan<(string Name, JsonNode? Value)> options) => writer.Layer(kind, node, node.Name, writer.Inputs(node), options);
}
