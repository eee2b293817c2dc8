using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>Keras's layers without a recurrence.</summary>
internal static class KerasPlain
{
    public static void Input(KerasLayer layer)
    {
        KerasFields options = layer.Options;
        int?[] shape = options.Shape(options.Has("batch_shape") ? "batch_shape" : "batch_input_shape");
        foreach (string kind in (string[])["sparse", "ragged", "optional"])
            if (options.Flag(kind, false)) layer.Lacks($"an input that is {kind}");
        bool isIds = layer.IsTakenAsIds;
        if (shape.Length != (isIds ? 2 : 3) && shape.Length != (isIds ? 1 : 2)) layer.Lacks($"an input of shape ({string.Join(", ", shape.Select(size => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None"))})");
        else if (!isIds && shape[^1] is null) layer.Lacks("an input whose number of features is not known");
        layer.Result(shape, layer.InputName, isIds: isIds);
    }

    public static void Dense(KerasLayer layer)
    {
        int units = layer.Options.Size("units"), features = layer.Features;
        bool bias = layer.Options.Flag("use_bias", true);
        string activation = KerasActivations.Read(layer.Options, "activation", KerasActivations.Linear);
        string node = layer.Node("", Dense<float>.Kind, Json(("inputs", features), ("outputs", units), ("bias", bias)), layer.Input.Source);
        layer.Weight("kernel", [features, units], [KerasPlace.Turned($"{node}.weight")]);
        if (bias) layer.Weight("bias", [units], [KerasPlace.Same($"{node}.bias")]);
        layer.Result(KerasLayer.WithFeatures(layer.Input.Shape, units), Activated(layer, activation, node, activation), layer.Input.Mask);
    }

    public static void Activation(KerasLayer layer)
    {
        string activation = KerasActivations.Read(layer.Options, "activation", KerasActivations.Linear);
        layer.Result(layer.Input.Shape, Activated(layer, activation, layer.Input.Source, ""), layer.Input.Mask);
    }

    public static void ActivationLayer(KerasLayer layer)
    {
        layer.Result(layer.Input.Shape, Activated(layer, KerasActivations.OfLayer(layer.Class, layer.Options), layer.Input.Source, ""), layer.Input.Mask);
    }

    public static void Softmax(KerasLayer layer)
    {
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) layer.Lacks("a softmax along another axis than the last");
        layer.Result(layer.Input.Shape, Activated(layer, KerasActivations.Softmax, layer.Input.Source, ""), layer.Input.Mask);
    }

    public static void Embedding(KerasLayer layer)
    {
        int count = layer.Options.Size("input_dim"), features = layer.Options.Size("output_dim");
        bool masks = layer.Options.Flag("mask_zero", false);
        if (!layer.Input.IsIds) layer.Lacks("an embedding of what a layer has computed");
        JsonObject options = Json(("count", count), ("features", features));
        if (masks) options["mask"] = 0;
        string node = layer.Node("", Embedding<float>.Kind, options, layer.Input.Source);
        layer.Weight("embeddings", [count, features], [KerasPlace.Same($"{node}.weight")]);
        layer.Result([.. layer.Input.Shape, features], node, masks ? MaskOf(layer.Input.Source, 0) : null);
    }

    public static void Masking(KerasLayer layer)
    {
        double value = layer.Options.Number("mask_value", 0);
        if (layer.Input.Shape.Length != 3) throw layer.Bad($"expected sequences (batch, steps, features), found the shape {layer.Input.Shown}");
        if (layer.Input.Mask is not null) layer.Lacks("a mask upon a mask");
        layer.Result(layer.Input.Shape, layer.Node("", Masking<float>.Kind, Json(("value", value)), layer.Input.Source), MaskOf(layer.Input.Source, value));
    }

    public static void Dropout(KerasLayer layer)
    {
        double rate = layer.Options.Number("rate");
        if (layer.Options.Has("noise_shape")) layer.Lacks("a dropout with a noise_shape");
        if (rate is < 0 or >= 1) throw layer.Bad("'rate' must be at least 0 and below 1");
        layer.Result(layer.Input.Shape, layer.Node("", Dropout<float>.Kind, Json(("rate", rate)), layer.Input.Source), layer.Input.Mask);
    }

    /// <summary>What draws in training and does nothing else.</summary>
    public static void Noise(KerasLayer layer, string kind, string theirs, string ours)
    {
        double amount = layer.Options.Number(theirs);
        if (amount < 0 || (ours == "rate" && amount >= 1)) throw layer.Bad($"'{theirs}' must be at least 0{(ours == "rate" ? " and below 1" : "")}");
        layer.Options.Ignore("noise_shape", "data_format");
        layer.Result(layer.Input.Shape, layer.Node("", kind, Json((ours, amount)), layer.Input.Source), layer.Input.Mask);
    }

    /// <summary>α is (steps, features), with 1 for an axis that shares it.</summary>
    public static void PRelu(KerasLayer layer)
    {
        int?[] shape = layer.Input.Shape;
        double?[] shared = layer.Options.Raw("shared_axes") switch
        {
            null => [],
            JsonArray list => [.. list.Select(KerasFields.AsNumber)],
            var one => [KerasFields.AsNumber(one)],
        };
        if (shape.Length is not (2 or 3) || shared.Any(axis => axis is null || !double.IsInteger(axis.Value) || axis < 1 || axis >= shape.Length)) throw layer.Bad($"'shared_axes' must be axes of {layer.Input.Shown} beside the batch, found {KerasFields.Shown(layer.Options.Raw("shared_axes"))}");
        int[] sizes = [.. Enumerable.Range(1, shape.Length - 1).Select(axis => shared.Contains(axis) ? 1 : shape[axis] ?? throw layer.Bad($"an axis whose α is not shared must be known, found the shape {layer.Input.Shown}"))];
        bool isPerStep = sizes.Length == 2 && !shared.Contains(1);
        JsonObject options = Json(("features", sizes[^1]));
        if (isPerStep) options["steps"] = sizes[0];
        string node = layer.Node("", PRelu<float>.Kind, options, layer.Input.Source);
        layer.Weight("alpha", [.. sizes.Select(size => (long)size)], [KerasPlace.Of($"{node}.weight", isPerStep ? sizes : [sizes[^1]], [.. Enumerable.Range(0, sizes.Length)])]);
        layer.Result(shape, node, layer.Input.Mask);
    }

    public static void LayerNormalization(KerasLayer layer)
    {
        int features = layer.Features;
        bool scale = layer.Options.Flag("scale", true), center = layer.Options.Flag("center", true);
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) layer.Lacks("a norm along another axis than the last");
        if (layer.Options.Flag("rms_scaling", false)) layer.Lacks("a norm by the root of the mean square");
        if (scale != center) layer.Lacks($"a norm with {(scale ? "gamma and no beta" : "beta and no gamma")}");
        string node = layer.Node("", LayerNorm<float>.Kind, Json(("features", features), ("epsilon", layer.Options.Number("epsilon", 1e-3)), ("affine", scale)), layer.Input.Source);
        if (scale) layer.Weight("gamma", [features], [KerasPlace.Same($"{node}.weight")]);
        if (center) layer.Weight("beta", [features], [KerasPlace.Same($"{node}.bias")]);
        layer.Result(layer.Input.Shape, node, layer.Input.Mask);
    }

    public static void Concatenate(KerasLayer layer)
    {
        int?[] first = First(layer);
        if (!KerasClasses.IsLastAxis(layer, "axis", first.Length)) layer.Lacks("a concatenation along another axis than the features");
        int features = layer.Sized(layer.Inputs.Sum(input => (long)(input.Shape[^1] ?? throw layer.Bad("the features of its inputs must be known"))));
        layer.Result(KerasLayer.WithFeatures(first, features), layer.Node("", Concatenate<float>.Kind, [], Sources(layer)), CommonMask(layer));
    }

    public static void Merge(KerasLayer layer, string kind)
    {
        int?[] first = First(layer);
        if (layer.Inputs.Any(input => input.Shape[^1] != first[^1])) layer.Lacks("a merge of inputs of different sizes");
        layer.Result(first, layer.Node("", kind, [], Sources(layer)), CommonMask(layer));
    }

    public static void Flatten(KerasLayer layer)
    {
        _ = layer.Options.Text("data_format", "channels_last");
        int?[] shape = layer.Input.Shape;
        if (shape is [var batch, int steps, int features])
            layer.Result([batch, layer.Sized((long)steps * features)], layer.Node("", Flatten<float>.Kind, Json(("steps", steps), ("features", features)), layer.Input.Source));
        else if (shape.Length == 2) layer.Result(shape, layer.Input.Source);
        else throw layer.Bad($"the number of steps must be known, found the shape {layer.Input.Shown}");
    }

    public static void RepeatVector(KerasLayer layer)
    {
        int count = layer.Options.Size("n");
        if (layer.Input.Shape.Length != 2) throw layer.Bad($"expected examples (batch, features), found the shape {layer.Input.Shown}");
        layer.Result([layer.Input.Shape[0], count, layer.Input.Shape[1]], layer.Node("", Repeat<float>.Kind, Json(("steps", count)), layer.Input.Source));
    }

    /// <summary>x ≠ a number: the beginning of a mask.</summary>
    public static void NotEqual(KerasLayer layer)
    {
        if (layer.Numbers is not [double value]) throw layer.Bad("it compares with more than a number, which this library knows only as the beginning of a mask");
        layer.Result(layer.Input.Shape, "", MaskOf(layer.Input.Source, value));
    }

    /// <summary>A step counts if any of its features does.</summary>
    public static void Any(KerasLayer layer)
    {
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length) || layer.Input.Source.Length > 0) layer.Lacks("an 'any' that is no mask of steps");
        layer.Result(layer.Input.Shape[..^1], "", layer.Input.Mask);
    }

    /// <summary>Our name for a mask: what it is computed from, and how.</summary>
    private static string MaskOf(string source, double value) => FormattableString.Invariant($"{source} ≠ {value:R}");

    public static string Activated(KerasLayer layer, string activation, string source, string suffix) => activation switch
    {
        KerasActivations.Linear => source,
        KerasActivations.Softmax => layer.Node(suffix, Softmax<float>.Kind, [], source),
        _ => layer.Node(suffix.Split('(')[0], ActivationLayer<float>.Kind, Json(("activation", activation)), source),
    };

    private static int?[] First(KerasLayer layer)
    {
        if (layer.Inputs.Count == 0) throw layer.Bad("expected at least 1 input, found none");
        int?[] first = layer.Inputs[0].Shape;
        if (layer.Inputs.FirstOrDefault(input => input.Shape.Length != first.Length) is { } other) throw layer.Bad($"its inputs must have as many axes each, found {layer.Inputs[0].Shown} and {other.Shown}");
        return first;
    }

    private static string[] Sources(KerasLayer layer) => [.. layer.Inputs.Select(input => input.Source)];

    private static string? CommonMask(KerasLayer layer)
    {
        string? mask = layer.Inputs[0].Mask;
        if (layer.Inputs.Any(input => input.Mask != mask)) layer.Lacks("a merge of inputs with different masks");
        return mask;
    }

    private static JsonObject Json(params ReadOnlySpan<(string Name, JsonNode? Value)> options) => KerasClasses.Options(options);
}
