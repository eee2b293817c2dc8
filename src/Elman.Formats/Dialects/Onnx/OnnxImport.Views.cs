using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// What turns, cuts and stretches a signal without computing anything, and what is a layer on it.
internal sealed partial class OnnxImport
{
    /// <summary>The node as another view of its signal, or as a layer; null where it is neither.</summary>
    private IReadOnlyList<OnnxKnown>? Viewed(OnnxNode node, OnnxOperator row, OnnxKnown?[] inputs)
    {
        if (node.Operator is "Gather" && Embedded(node, inputs) is { } embedded) return [embedded];
        OnnxView? view = inputs.FirstOrDefault() as OnnxView ?? (node.Operator is "Add" ? inputs.ElementAtOrDefault(1) as OnnxView : null);
        if (view is null) return null;
        OnnxKnown? made = node.Operator switch
        {
            "Identity" or "Dropout" => view,
            "Cast" => CastTo(node.Attribute("to")?.Integer ?? 1) == (view.IsIds ? "whole" : "number") ? view : null,
            "Transpose" => Turned(node, view),
            "Squeeze" => Squeezed(node, view, inputs),
            "Unsqueeze" => Unsqueezed(node, view, inputs),
            "Reshape" => Reshaped(view, inputs.ElementAtOrDefault(1)),
            "Slice" => LastOf(node, view, inputs),
            "Gather" => OneStep(node, view, inputs),
            "MatMul" => Product(node, view, inputs.ElementAtOrDefault(1)),
            "Gemm" => Affine(node, view, inputs),
            "Add" => Biased(node, view, inputs),
            "Softmax" => Softmax(node, view),
            _ when row.Activation is not null => Activated(node, row, view),
            _ => null,
        };
        return made is null ? null : [made, .. node.Outputs.Skip(1).Select(_ => new OnnxMiss())];
    }

    private static OnnxView? Turned(OnnxNode node, OnnxView view)
    {
        int rank = view.Axes.Count;
        int[] order = node.Attribute("perm") is { } perm ? [.. perm.Integers.Select(int.CreateSaturating)] : [.. Enumerable.Range(0, rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank))) return null;
        return view with { Axes = [.. order.Select(axis => view.Axes[axis])] };
    }

    private static int[]? Axes(OnnxNode node, OnnxKnown?[] inputs, int rank)
    {
        int[]? named = inputs.ElementAtOrDefault(1) is OnnxConstant given ? given.Ids : node.Attribute("axes") is { } axes ? [.. axes.Integers.Select(int.CreateSaturating)] : null;
        return named is null || named.Any(axis => axis < -rank || axis >= rank) ? null : [.. named.Select(axis => axis < 0 ? axis + rank : axis)];
    }

    private static OnnxView? Squeezed(OnnxNode node, OnnxView view, OnnxKnown?[] inputs)
    {
        int[]? axes = Axes(node, inputs, view.Axes.Count);
        return axes is not null && axes.All(axis => view.Axes[axis] == OnnxAxis.One) ? view with { Axes = [.. view.Axes.Where((_, axis) => !axes.Contains(axis))] } : null;
    }

    private static OnnxView? Unsqueezed(OnnxNode node, OnnxView view, OnnxKnown?[] inputs)
    {
        int given = inputs.ElementAtOrDefault(1) is OnnxConstant constant ? constant.Array.Shape.Count : node.Attribute("axes")?.Integers.Count ?? 0, rank = view.Axes.Count + given;
        if (given == 0 || Axes(node, inputs, rank) is not { } axes || axes.Distinct().Count() != given) return null;
        var others = new Queue<OnnxAxis>(view.Axes);
        return view with { Axes = [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? OnnxAxis.One : others.Dequeue())] };
    }

    /// <summary>A shape that drops axes of size 1 or puts the directions beside each other, written with sizes, with 0 for as it is, or with −1 for what is left.</summary>
    private static OnnxView? Reshaped(OnnxView view, OnnxKnown? shape)
    {
        if (AsSizes(shape) is not { } target) return null;
        // Axes in their order, those of size 1 aside; the directions before the features are one axis with them.
        var axes = new List<OnnxAxis>();
        foreach (OnnxAxis axis in view.Axes.Where(axis => axis != OnnxAxis.One))
            if (axis == OnnxAxis.Features && axes.Count > 0 && axes[^1] == OnnxAxis.Ways) axes[^1] = OnnxAxis.Features;
            else axes.Add(axis);
        if (axes.Contains(OnnxAxis.Ways)) return null;
        OnnxView merged = view with { Axes = axes };
        if (target.Sizes.Count != axes.Count) return null;
        int open = -1;
        for (int i = 0; i < axes.Count; i++)
        {
            OnnxSize wanted = target.Sizes[i];
            if (wanted.Number == -1)
            {
                if (open >= 0) return null;
                open = i;
                continue;
            }
            // 0 copies the size of the same axis of what comes in.
            bool isKept = wanted.Number == 0 && i < view.Axes.Count && view.Axes[i] == axes[i] && (axes[i] != OnnxAxis.Features || !view.IsSplit);
            if (!isKept && wanted != merged.SizeOf(axes[i])) return null;
        }
        return merged;
    }

    /// <summary>The last step, its axis kept with size 1: <c>y[:, -1:]</c>.</summary>
    private OnnxView? LastOf(OnnxNode node, OnnxView view, OnnxKnown?[] inputs)
    {
        if (Bound(node, inputs, 1, "starts") != -1 || Bound(node, inputs, 2, "ends") is not { } end || (end != int.MaxValue && end < 0)) return null;
        if (inputs.Length > 4 && Bound(node, inputs, 4, "") is not 1) return null;
        int axis = (inputs.Length > 3 || node.Attribute("axes") is not null ? Bound(node, inputs, 3, "axes") : 0) ?? -100;
        if (axis < 0) axis += view.Axes.Count;
        return Last(node, view, axis) is { } last ? last with { Axes = [.. view.Axes.Select((other, place) => place == axis ? OnnxAxis.One : other)] } : null;
    }

    /// <summary>The last step, without its axis: <c>y[:, -1]</c>.</summary>
    private OnnxView? OneStep(OnnxNode node, OnnxView view, OnnxKnown?[] inputs)
    {
        if (inputs.ElementAtOrDefault(1) is not OnnxConstant { IsWhole: true, Array.Shape: { Rank: 0 } } place) return null;
        int axis = (int)(node.Attribute("axis")?.Integer ?? 0), id = place.Ids[0];
        if (axis < 0) axis += view.Axes.Count;
        if (axis < 0 || axis >= view.Axes.Count) return null;
        if (view.Axes[axis] == OnnxAxis.One && id is 0 or -1) return view with { Axes = [.. view.Axes.Where((_, other) => other != axis)] };
        return id == -1 || (view.T.Number is { } steps && id == steps - 1) ? Last(node, view, axis) : null;
    }

    private OnnxView? Last(OnnxNode node, OnnxView view, int axis)
    {
        if (axis < 0 || axis >= view.Axes.Count || view.Axes[axis] != OnnxAxis.Steps || view.HasLengths || view.IsIds) return null;
        string name = Emit(node.Shown, new LayerDescription(LastStep<float>.Kind, []), view.Source);
        return view with { Source = name, Axes = [.. view.Axes.Where((_, other) => other != axis)] };
    }
}
