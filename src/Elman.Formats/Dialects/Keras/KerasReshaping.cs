using System.Text.Json.Nodes;
using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>Keras's layers that lay steps and features out anew. None of them knows masks.</summary>
internal static class KerasReshaping
{
    public static void Reshape(KerasLayer layer)
    {
        int?[] shape = layer.Input.Shape;
        int[] target = [.. layer.Options.List("target_shape").Select(size => KerasFields.AsNumber(size) is double number && number is -1 or >= 1 and <= int.MaxValue && double.IsInteger(number) ? (int)number : throw layer.Bad("'target_shape' must be a list of sizes of at least 1, one of which may be -1"))];
        if (shape.Length is not (2 or 3) || target.Length is not (1 or 2))
        {
            layer.Lacks($"a reshape from {layer.Input.Shown} to {target.Length} axes");
            layer.Result([shape[0], .. target.Select(size => size < 0 ? (int?)null : size)], "");
            return;
        }
        if (shape[1..].Any(size => size is null)) throw layer.Bad($"the number of steps must be known, found the shape {layer.Input.Shown}");
        long all = shape[1..].Aggregate(1L, (product, size) => product * size!.Value), known = target.Where(size => size > 0).Aggregate(1L, (product, size) => product * size);
        if (target.Count(size => size < 0) > 1 || known == 0 || all % known != 0 || (all != known && !target.Contains(-1))) throw layer.Bad($"{layer.Input.Shown} does not fill ({string.Join(", ", target)})");
        int[] filled = [.. target.Select(size => size < 0 ? layer.Sized(all / known) : size)];
        JsonObject options = KerasClasses.Options(("features", shape[^1]), ("to_features", filled[^1]));
        if (shape.Length == 3) options["steps"] = shape[1];
        if (filled.Length == 2) options["to_steps"] = filled[0];
        layer.Result([shape[0], .. filled], layer.Node("", Reshape<float>.Kind, options, layer.Unmasked()));
    }

    public static void Permute(KerasLayer layer)
    {
        int?[] shape = KerasWindows.Sequences(layer);
        double?[] order = [.. layer.Options.List("dims").Select(KerasFields.AsNumber)];
        if (order is [1, 2]) layer.Result(shape, layer.Unmasked());
        else if (order is not [2, 1]) throw layer.Bad($"'dims' must be the axes 1 and 2 in an order, found {KerasFields.Shown(layer.Options.Raw("dims"))}");
        else if (shape is not [_, int steps, int features]) throw layer.Bad($"the number of steps must be known, found the shape {layer.Input.Shown}");
        else layer.Result([shape[0], features, steps], layer.Node("", Permute<float>.Kind, KerasClasses.Options(("steps", steps), ("features", features)), layer.Unmasked()));
    }

    public static void ZeroPadding(KerasLayer layer)
    {
        KerasWindows.Channels(layer);
        int?[] shape = KerasWindows.Sequences(layer);
        (int before, int after) = Ends(layer, "padding");
        int? steps = shape[1] is int there ? layer.Sized((long)there + before + after) : null;
        layer.Result([shape[0], steps, shape[2]], layer.Node("", ZeroPadding<float>.Kind, KerasClasses.Options(("before", before), ("after", after)), layer.Unmasked()));
    }

    public static void Cropping(KerasLayer layer)
    {
        int?[] shape = KerasWindows.Sequences(layer);
        (int before, int after) = Ends(layer, "cropping");
        int? steps = shape[1] is int there ? layer.Sized((long)there - before - after) : null;
        layer.Result([shape[0], steps, shape[2]], layer.Node("", Cropping<float>.Kind, KerasClasses.Options(("before", before), ("after", after)), layer.Unmasked()));
    }

    public static void UpSampling(KerasLayer layer)
    {
        int?[] shape = KerasWindows.Sequences(layer);
        int size = layer.Options.OneSize(layer.Options.Has("size") ? "size" : "length");
        int? steps = shape[1] is int there ? layer.Sized((long)there * size) : null;
        layer.Result([shape[0], steps, shape[2]], layer.Node("", UpSampling<float>.Kind, KerasClasses.Options(("size", size)), layer.Unmasked()));
    }

    /// <summary>One number for both ends, or a list of two.</summary>
    private static (int Before, int After) Ends(KerasLayer layer, string option)
    {
        JsonNode? node = layer.Options.Raw(option);
        double?[] ends = node is JsonArray list ? [.. list.Select(KerasFields.AsNumber)] : [KerasFields.AsNumber(node), KerasFields.AsNumber(node)];
        return ends is [>= 0 and <= int.MaxValue, >= 0 and <= int.MaxValue] && ends.All(end => double.IsInteger(end!.Value))
            ? ((int)ends[0]!.Value, (int)ends[1]!.Value)
            : throw layer.Bad($"'{option}' must be a number of steps, or one before and one after, found {KerasFields.Shown(node)}");
    }
}
