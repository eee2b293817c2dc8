using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>Keras's layers whose windows go along time: convolutions and pooling.</summary>
internal static class KerasWindows
{
    private const string Valid = "valid", Same = "same", Causal = "causal";

    public static void Convolution(KerasLayer layer)
    {
        int features = layer.Features, filters = layer.Options.Size("filters"), groups = layer.Options.Has("groups") ? layer.Options.Size("groups") : 1;
        if (features % groups != 0 || filters % groups != 0) throw layer.Bad($"{groups} groups do not divide {features} features and {filters} filters");
        string activation = KerasActivations.Read(layer.Options, "activation", KerasActivations.Linear);
        bool bias = layer.Options.Flag("use_bias", true);
        (JsonObject window, int size, int?[] shape) = Windows(layer, "kernel_size", filters);
        string node = Node(layer, "", window, features, filters, groups, bias, layer.Unmasked());
        layer.Weight("kernel", [size, features / groups, filters], [KerasPlace.Turned($"{node}.weight", 2, 0, 1)]);
        if (bias) layer.Weight("bias", [filters], [KerasPlace.Same($"{node}.bias")]);
        layer.Result(shape, KerasPlain.Activated(layer, activation, node, activation));
    }

    /// <summary>Each input has filters of its own: as many groups as inputs.</summary>
    public static void Depthwise(KerasLayer layer)
    {
        int features = layer.Features, multiplier = Multiplier(layer), filters = layer.Sized((long)features * multiplier);
        string activation = KerasActivations.Read(layer.Options, "activation", KerasActivations.Linear);
        bool bias = layer.Options.Flag("use_bias", true);
        layer.Options.Ignore("filters", "groups");
        (JsonObject window, int size, int?[] shape) = Windows(layer, "kernel_size", filters);
        string node = Node(layer, "", window, features, filters, features, bias, layer.Unmasked());
        layer.Weight("kernel", [size, features, multiplier], [KerasPlace.Of($"{node}.weight", [filters, size, 1], 1, 2, 0)]);
        if (bias) layer.Weight("bias", [filters], [KerasPlace.Same($"{node}.bias")]);
        layer.Result(shape, KerasPlain.Activated(layer, activation, node, activation));
    }

    /// <summary>A depthwise convolution, and what a Dense makes of each of its steps.</summary>
    public static void Separable(KerasLayer layer)
    {
        int features = layer.Features, filters = layer.Options.Size("filters"), multiplier = Multiplier(layer), between = layer.Sized((long)features * multiplier);
        string activation = KerasActivations.Read(layer.Options, "activation", KerasActivations.Linear);
        bool bias = layer.Options.Flag("use_bias", true);
        layer.Options.Ignore("groups");
        (JsonObject window, int size, int?[] shape) = Windows(layer, "kernel_size", filters);
        string depthwise = Node(layer, "depthwise", window, features, between, features, bias: false, layer.Unmasked());
        string node = layer.Node("", Dense<float>.Kind, KerasClasses.Options(("inputs", between), ("outputs", filters), ("bias", bias)), depthwise);
        layer.Weight("depthwise_kernel", [size, features, multiplier], [KerasPlace.Of($"{depthwise}.weight", [between, size, 1], 1, 2, 0)]);
        layer.Weight("pointwise_kernel", [1, between, filters], [KerasPlace.Of($"{node}.weight", [filters, between], 2, 0, 1)]);
        if (bias) layer.Weight("bias", [filters], [KerasPlace.Same($"{node}.bias")]);
        layer.Result(shape, KerasPlain.Activated(layer, activation, node, activation));
    }

    public static void Pooling(KerasLayer layer, string kind)
    {
        (JsonObject window, _, int?[] shape) = Windows(layer, "pool_size", layer.Features);
        layer.Result(shape, layer.Node("", kind, window, layer.Unmasked()));
    }

    /// <param name="takesMask">Whether Keras passes over masked steps; otherwise it counts them.</param>
    public static void GlobalPooling(KerasLayer layer, string kind, bool takesMask)
    {
        Channels(layer);
        int?[] shape = Sequences(layer);
        string node = layer.Node("", kind, [], takesMask ? layer.Input.Source : layer.Unmasked());
        if (!layer.Options.Flag("keepdims", false)) layer.Result([shape[0], shape[2]], node);
        else layer.Result([shape[0], 1, shape[2]], layer.Node("kept", Repeat<float>.Kind, KerasClasses.Options(("steps", 1)), node));
    }

    public static void Channels(KerasLayer layer)
    {
        if (layer.Options.Text("data_format", "channels_last") != "channels_last") throw layer.Bad("its features stand before its steps (channels_first); expected channels_last");
    }

    public static int?[] Sequences(KerasLayer layer) =>
        layer.Input.Shape.Length == 3 ? layer.Input.Shape : throw layer.Bad($"expected sequences (batch, steps, features), found the shape {layer.Input.Shown}");

    private static int Multiplier(KerasLayer layer) => layer.Options.Has("depth_multiplier") ? layer.Options.Size("depth_multiplier") : 1;

    private static string Node(KerasLayer layer, string suffix, JsonObject window, int inputs, int outputs, int groups, bool bias, string source)
    {
        var options = (JsonObject)window.DeepClone();
        foreach ((string name, JsonNode? value) in KerasClasses.Options(("inputs", inputs), ("outputs", outputs), ("groups", groups), ("bias", bias))) options[name] = value?.DeepClone();
        return layer.Node(suffix, Convolution<float>.Kind, options, source);
    }

    /// <summary>The windows as our options, how many steps each sees, and the shape that comes out.</summary>
    private static (JsonObject Options, int Size, int?[] Shape) Windows(KerasLayer layer, string sizeOption, int features)
    {
        Channels(layer);
        int?[] shape = Sequences(layer);
        bool isPool = sizeOption == "pool_size";
        int size = layer.Options.OneSize(sizeOption), stride = layer.Options.Has("strides") ? layer.Options.OneSize("strides") : isPool ? size : 1;
        int dilation = layer.Options.Has("dilation_rate") ? layer.Options.OneSize("dilation_rate") : 1;
        long span = ((long)size - 1) * dilation + 1;
        string padding = layer.Options.Text("padding", Valid);
        if (padding is not (Valid or Same) && (isPool || padding != Causal))
            throw layer.Bad($"'padding' must be {(isPool ? "valid or same" : "valid, same or causal")}, found '{Storage.BadFileException.Shown(padding)}'");
        if (span > int.MaxValue) throw layer.Bad($"its window would span {span} steps; expected at most {int.MaxValue}");
        int? steps = shape[1] is int there ? layer.Sized(((padding == Valid ? there - span + 1 : there) + stride - 1) / stride) : null;
        return (KerasClasses.Options(("size", size), ("stride", stride), ("dilation", dilation), ("padding", padding)), size, [shape[0], steps, features]);
    }
}
