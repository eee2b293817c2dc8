using Elman.Formats.Containers.Onnx;

namespace Elman.Formats.Dialects.Onnx;

// What a graph computes of shapes, with sizes that are not fixed, and tensors of one number all over.
internal sealed partial class OnnxImport
{
    /// <summary>Operators after which a tensor of one number all over still is one.</summary>
    private static readonly HashSet<string> _keepsFill = ["Identity", "Cast", "Dropout", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand", "Slice", "Split", "Gather", "Tile"];

    private IReadOnlyList<OnnxKnown>? Symbolic(OnnxNode node, OnnxKnown?[] inputs)
    {
        var origin = new OnnxOrigin(node, inputs);
        OnnxKnown? first = inputs.FirstOrDefault();
        if (first is OnnxFill fill && _keepsFill.Contains(node.Operator)) return [.. node.Outputs.Select(_ => fill with { Origin = origin })];
        switch (node.Operator)
        {
            case "Shape" when node.Attributes.Count == 0 && SizesOf(first) is { } sizes: return [new OnnxSizes([.. sizes], false, origin)];
            case "ConstantOfShape" when first is OnnxSizes:
                OnnxConstant? value = node.Attribute("value")?.Tensor?.Array is { } array ? new(array) : null;
                return value is { IsWhole: true } ? null : [new OnnxFill(value?.Single ?? 0, origin)];
            case "Expand" when first is OnnxConstant { Single: { } single, IsWhole: false } && inputs.ElementAtOrDefault(1) is OnnxSizes: return [new OnnxFill(single, origin)];
        }
        return inputs.Any(input => input is OnnxSizes) && OfSizes(node, inputs, origin) is { } made ? [made] : null;
    }

    private static IReadOnlyList<OnnxSize>? SizesOf(OnnxKnown? known) => known switch
    {
        OnnxView view => view.Sizes,
        OnnxTensorValue { Sizes: { } sizes } => sizes,
        _ => null,
    };

    private static OnnxSizes? OfSizes(OnnxNode node, OnnxKnown?[] inputs, OnnxOrigin origin)
    {
        OnnxSizes? first = AsSizes(inputs[0]);
        switch (node.Operator)
        {
            case "Identity" or "Cast" when first is not null: return first with { Origin = origin };
            case "Unsqueeze" when first is { IsScalar: true }: return first with { IsScalar = false, Origin = origin };
            case "Squeeze" or "Reshape" when first is { Sizes.Count: 1 }:
                bool isScalar = node.Operator == "Squeeze" || inputs.ElementAtOrDefault(1) is OnnxConstant { Array.Shape.Count: 0 };
                return node.Operator == "Reshape" && !isScalar && inputs.ElementAtOrDefault(1) is not OnnxConstant { Array.Shape.Count: 1 } ? null : first with { IsScalar = isScalar, Origin = origin };
            case "Gather" when first is { IsScalar: false } && inputs.ElementAtOrDefault(1) is OnnxConstant { Array.Shape.Rank: <= 1 } places:
                int[] ids = [.. places.Ids.Select(id => id < 0 ? id + first.Sizes.Count : id)];
                return ids.All(id => id >= 0 && id < first.Sizes.Count) ? new([.. ids.Select(id => first.Sizes[id])], places.Array.Shape.Rank == 0, origin) : null;
            case "Slice" when first is { IsScalar: false }: return Cut(node, first, inputs, origin);
            case "Concat": return inputs.All(input => AsSizes(input) is { IsScalar: false }) ? new([.. inputs.SelectMany(input => AsSizes(input)!.Sizes)], false, origin) : null;
            default: return null;
        }
    }

    private static OnnxSizes? AsSizes(OnnxKnown? known) => known switch
    {
        OnnxSizes sizes => sizes,
        OnnxConstant { IsWhole: true, Array.Shape.Rank: <= 1 } constant => new([.. constant.Ids.Select(id => OnnxSize.Of(id))], constant.Array.Shape.Rank == 0, null!),
        _ => null,
    };

    private static OnnxSizes? Cut(OnnxNode node, OnnxSizes sizes, OnnxKnown?[] inputs, OnnxOrigin origin)
    {
        if (Bound(node, inputs, 1, "starts") is not { } start || Bound(node, inputs, 2, "ends") is not { } end || (inputs.Length > 4 && Bound(node, inputs, 4, "") != 1)) return null;
        int count = sizes.Sizes.Count, from = Math.Clamp(start < 0 ? start + count : start, 0, count), to = Math.Clamp(end < 0 ? (int)Math.Max(0, (long)end + count) : end, from, count);
        return new([.. sizes.Sizes.Skip(from).Take(to - from)], false, origin);
    }

    private static int? Bound(OnnxNode node, OnnxKnown?[] inputs, int place, string attribute) =>
        inputs.ElementAtOrDefault(place) is OnnxConstant { Array.Shape.Count: 1 } given ? given.Ids[0]
        : node.Attribute(attribute)?.Integers is [var one] ? int.CreateSaturating(one) : null;
}
