using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;

namespace Elman.Formats.Dialects;

/// <summary>Our kinds of layers and what they are in Keras: the one list of those that are written.</summary>
internal static class KerasWrittenKinds
{
    public static readonly IReadOnlyDictionary<string, Action<KerasWriter, NodeDescription>> Rows = new Dictionary<string, Action<KerasWriter, NodeDescription>>(StringComparer.Ordinal)
    {
        [RecurrentStack<float>.Kind] = KerasWrittenRecurrent.Write,
        [Dense<float>.Kind] = Dense,
        [Embedding<float>.Kind] = Embedding,
        [LayerNorm<float>.Kind] = Norm,
        [ActivationLayer<float>.Kind] = Activation,
        [Softmax<float>.Kind] = (writer, node) => Plain(writer, node, "Softmax", ("axis", -1)),
        [Dropout<float>.Kind] = (writer, node) => Plain(writer, node, "Dropout", ("rate", node.Layer.Options["rate"]!.DeepClone())),
        [Flatten<float>.Kind] = (writer, node) => Plain(writer, node, "Flatten", ("data_format", "channels_last")),
        [Repeat<float>.Kind] = (writer, node) => Plain(writer, node, "RepeatVector", ("n", node.Layer.Options["steps"]!.DeepClone())),
        [Masking<float>.Kind] = (writer, node) => Plain(writer, node, "Masking", ("mask_value", node.Layer.Options["value"]!.DeepClone())),
        [Concatenate<float>.Kind] = (writer, node) => Merge(writer, node, "Concatenate", ("axis", -1)),
        [Add<float>.Kind] = (writer, node) => Merge(writer, node, "Add"),
        ["subtract"] = (writer, node) => Plain(writer, node, "Subtract"),
        ["multiply"] = (writer, node) => Merge(writer, node, "Multiply"),
        ["average"] = (writer, node) => Merge(writer, node, "Average"),
        ["maximum"] = (writer, node) => Plain(writer, node, "Maximum"),
        ["minimum"] = (writer, node) => Plain(writer, node, "Minimum"),
        // In Keras a mask flows along by itself: layers pass the masked steps over and put the rest back in place.
        [PresentSteps<float>.Kind] = (writer, node) => writer.Result(node.Name, writer.Find(node.Inputs[0])),
        [PutBack<float>.Kind] = (writer, node) => writer.Result(node.Name, writer.Find(node.Inputs[0])),
        [EndMask<float>.Kind] = (writer, node) => writer.Result(node.Name, writer.Find(node.Inputs[0])),
        [LastStep<float>.Kind] = Last,
        [ReverseSteps<float>.Kind] = Reverse,
    }.Concat(KerasWrittenBeside.Rows).Concat(KerasWrittenAttention.Rows).ToDictionary(StringComparer.Ordinal);

    private static void Plain(KerasWriter writer, NodeDescription node, string kind, params ReadOnlySpan<(string Name, JsonNode? Value)> options) => writer.Layer(kind, node, node.Name, writer.Inputs(node), options);

    private static void Merge(KerasWriter writer, NodeDescription node, string kind, params ReadOnlySpan<(string Name, JsonNode? Value)> options)
    {
        if (KerasWrittenBoth.Of(writer, node) is { } pair) KerasWrittenBoth.Write(writer, node, pair);
        else Plain(writer, node, kind, options);
    }

    private static void Dense(KerasWriter writer, NodeDescription node)
    {
        bool bias = (bool)node.Layer.Options["bias"]!;
        KerasWritten layer = writer.Layer("Dense", node, node.Name, writer.Inputs(node), ("units", node.Layer.Options["outputs"]!.DeepClone()), ("activation", KerasActivations.Linear), ("use_bias", bias));
        layer.Turned("vars/0", $"{node.Name}.weight");
        if (bias) layer.Same("vars/1", $"{node.Name}.bias");
    }

    private static void Embedding(KerasWriter writer, NodeDescription node)
    {
        JsonObject options = node.Layer.Options;
        if (options["mask"] is { } mask && (int)mask != 0) throw new NotSupportedException(FormattableString.Invariant($"Node '{node.Name}' masks id {(int)mask}; Keras masks id 0 only."));
        KerasWritten layer = writer.Layer("Embedding", node, node.Name, writer.Inputs(node), ("input_dim", options["count"]!.DeepClone()), ("output_dim", options["features"]!.DeepClone()), ("mask_zero", options["mask"] is not null));
        layer.Same("vars/0", $"{node.Name}.weight");
    }

    private static void Norm(KerasWriter writer, NodeDescription node)
    {
        bool affine = (bool)node.Layer.Options["affine"]!;
        KerasWritten layer = writer.Layer("LayerNormalization", node, node.Name, writer.Inputs(node), ("axis", -1), ("epsilon", node.Layer.Options["epsilon"]!.DeepClone()), ("center", affine), ("scale", affine));
        if (!affine) return;
        layer.Same("vars/0", $"{node.Name}.weight");
        layer.Same("vars/1", $"{node.Name}.bias");
    }

    private static void Activation(KerasWriter writer, NodeDescription node)
    {
        string ours = (string)node.Layer.Options["activation"]!;
        if (KerasActivations.Theirs(ours) is { } theirs) Plain(writer, node, "Activation", ("activation", theirs));
        else if (Numerics.Activations.Activation.Parse(ours) is { Name: "leaky_relu" } leaky) Plain(writer, node, "LeakyReLU", ("negative_slope", leaky["alpha"]));
        else if (Numerics.Activations.Activation.Parse(ours) is { Name: "elu" } elu) Plain(writer, node, "ELU", ("alpha", elu["alpha"]));
        else if (Numerics.Activations.Activation.Parse(ours) is { Name: "bounded_relu" } relu)
            Plain(writer, node, "ReLU", ("max_value", double.IsFinite(relu["bound"]) ? relu["bound"] : null), ("negative_slope", relu["leak"]), ("threshold", relu["threshold"]));
        else throw new NotSupportedException($"Node '{node.Name}' has activation '{ours}', which Keras 3 does not have.");
    }

    /// <summary>The output of the last step is what a layer gives that gives no sequence: <see cref="KerasWrittenRecurrent"/> has seen to it.</summary>
    private static void Last(KerasWriter writer, NodeDescription node)
    {
        if (!KerasWrittenRecurrent.IsTakenAsLast(writer, node.Inputs[0]))
            throw new NotSupportedException($"Node '{node.Name}' takes the last step of a sequence, for which Keras has a layer only behind a forward recurrent layer whose sequence nobody else takes. Save as .safetensors.");
        writer.Result(node.Name, writer.Find(node.Inputs[0]));
    }

    private static void Reverse(KerasWriter writer, NodeDescription node)
    {
        KerasOutput input = writer.Find(node.Inputs[0]);
        if (!input.IsReversed) throw new NotSupportedException($"Node '{node.Name}' turns a sequence round, for which Keras has a layer only behind a recurrent layer that goes backwards. Save as .safetensors.");
        writer.Result(node.Name, input with { IsReversed = false });
    }
}
