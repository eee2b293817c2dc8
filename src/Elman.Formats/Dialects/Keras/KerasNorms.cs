using Elman.Layers;

namespace Elman.Formats.Dialects;

/// <summary>Keras's norms beside the layer norm.</summary>
internal static class KerasNorms
{
    public static void Batch(KerasLayer layer)
    {
        int features = layer.Features;
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) throw layer.Bad("it normalises along another axis than the last");
        if (layer.Options.Flag("renorm", false)) layer.Lacks("a batch norm that renormalises");
        layer.Options.Ignore("renorm_clipping", "renorm_momentum", "fused", "virtual_batch_size", "synchronized");
        bool scale = layer.Options.Flag("scale", true), center = layer.Options.Flag("center", true);
        string node = layer.Node("", BatchNorm<float>.Kind, KerasClasses.Options(
            ("features", features), ("epsilon", layer.Options.Number("epsilon", 1e-3)), ("momentum", layer.Options.Number("momentum", 0.99)),
            ("unbiased", false), ("scale", scale), ("center", center)), layer.Input.Source);
        Affine(layer, node, features, scale, center);
        layer.Weight("moving_mean", [features], [KerasPlace.Same($"{node}.moving_mean")], trained: false);
        layer.Weight("moving_variance", [features], [KerasPlace.Same($"{node}.moving_variance")], trained: false);
        layer.Result(layer.Input.Shape, node, layer.Input.Mask);
    }

    public static void Group(KerasLayer layer)
    {
        int features = layer.Features, groups = layer.Options.Number("groups", 32) == -1 ? features : layer.Options.Has("groups") ? layer.Options.Size("groups") : 32;
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) layer.Lacks("a group norm along another axis than the last");
        if (features % groups != 0) throw layer.Bad($"{groups} groups do not divide {features} features");
        bool scale = layer.Options.Flag("scale", true), center = layer.Options.Flag("center", true);
        string node = layer.Node("", GroupNorm<float>.Kind, KerasClasses.Options(
            ("features", features), ("groups", groups), ("epsilon", layer.Options.Number("epsilon", 1e-3)), ("scale", scale), ("center", center)), layer.Input.Source);
        Affine(layer, node, features, scale, center);
        layer.Result(layer.Input.Shape, node, layer.Input.Mask);
    }

    public static void Rms(KerasLayer layer)
    {
        int features = layer.Features;
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) layer.Lacks("a norm along another axis than the last");
        string node = layer.Node("", RmsNorm<float>.Kind, KerasClasses.Options(("features", features), ("epsilon", layer.Options.Number("epsilon", 1e-6)), ("scale", true)), layer.Unmasked());
        layer.Weight("scale", [features], [KerasPlace.Same($"{node}.weight")]);
        layer.Result(layer.Input.Shape, node);
    }

    public static void Unit(KerasLayer layer)
    {
        if (!KerasClasses.IsLastAxis(layer, "axis", layer.Input.Shape.Length)) layer.Lacks("a norm along another axis than the last");
        layer.Result(layer.Input.Shape, layer.Node("", UnitNorm<float>.Kind, KerasClasses.Options(("epsilon", 1e-12)), layer.Input.Source), layer.Input.Mask);
    }

    private static void Affine(KerasLayer layer, string node, int features, bool scale, bool center)
    {
        if (scale) layer.Weight("gamma", [features], [KerasPlace.Same($"{node}.weight")]);
        if (center) layer.Weight("beta", [features], [KerasPlace.Same($"{node}.bias")]);
    }
}
