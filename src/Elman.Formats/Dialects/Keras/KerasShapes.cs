namespace Elman.Formats.Dialects;

/// <summary>Keras's layers that this library does not have yet: their shapes and weights, so that a summary can show them.</summary>
internal static class KerasShapes
{
    public static void Convolution(KerasLayer layer)
    {
        KerasFields options = layer.Options;
        int filters = options.Size("filters"), kernel = options.OneSize("kernel_size"), groups = options.Has("groups") ? options.Size("groups") : 1, features = layer.Features;
        if (features % groups != 0 || filters % groups != 0) throw layer.Bad($"{groups} groups do not divide {features} features and {filters} filters");
        _ = KerasActivations.Read(options, "activation", KerasActivations.Linear);
        int dilation = options.Has("dilation_rate") ? options.OneSize("dilation_rate") : 1;
        Channels(layer);
        layer.Weight("kernel", [kernel, features / groups, filters], []);
        if (options.Flag("use_bias", true)) layer.Weight("bias", [filters], []);
        layer.Lacks("convolution");
        int?[] shape = Sequences(layer);
        layer.Result([shape[0], Windows(layer, shape[1], ((long)kernel - 1) * dilation + 1), filters], "");
    }

    public static void Pooling(KerasLayer layer)
    {
        int size = layer.Options.OneSize("pool_size");
        Channels(layer);
        layer.Lacks("pooling");
        int?[] shape = Sequences(layer);
        layer.Result([shape[0], Windows(layer, shape[1], size), shape[2]], "");
    }

    public static void GlobalPooling(KerasLayer layer)
    {
        bool keeps = layer.Options.Flag("keepdims", false);
        Channels(layer);
        layer.Lacks("pooling");
        int?[] shape = Sequences(layer);
        layer.Result(keeps ? [shape[0], 1, shape[2]] : [shape[0], shape[2]], "");
    }

    public static void BatchNormalization(KerasLayer layer)
    {
        int features = layer.Features;
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) throw layer.Bad("it normalises along another axis than the last");
        layer.Options.Ignore("momentum", "renorm_momentum", "epsilon");
        if (layer.Options.Flag("scale", true)) layer.Weight("gamma", [features], []);
        if (layer.Options.Flag("center", true)) layer.Weight("beta", [features], []);
        layer.Weight("moving_mean", [features], [], trained: false);
        layer.Weight("moving_variance", [features], [], trained: false);
        layer.Lacks("batch normalisation");
        layer.Result(layer.Input.Shape, "", layer.Input.Mask);
    }

    private static void Channels(KerasLayer layer)
    {
        if (layer.Options.Text("data_format", "channels_last") != "channels_last") throw layer.Bad("its features stand before its steps (channels_first); expected channels_last");
    }

    private static int?[] Sequences(KerasLayer layer) =>
        layer.Input.Shape.Length == 3 ? layer.Input.Shape : throw layer.Bad($"expected sequences (batch, steps, features), found the shape {layer.Input.Shown}");

    /// <summary>How often a window of this many steps fits, by stride and padding.</summary>
    private static int? Windows(KerasLayer layer, int? steps, long window)
    {
        int stride = layer.Options.Has("strides") ? layer.Options.OneSize("strides") : (int)Math.Min(window, int.MaxValue);
        string padding = layer.Options.Text("padding", "valid");
        if (padding is not ("valid" or "same" or "causal")) throw layer.Bad($"'padding' must be valid, same or causal, found '{Storage.BadFileException.Shown(padding)}'");
        if (steps is not int there) return null;
        long room = padding == "valid" ? there - window + 1 : there;
        return layer.Sized((room + stride - 1) / stride);
    }
}
