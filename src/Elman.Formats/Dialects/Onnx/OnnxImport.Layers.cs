using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// Operators on signals that are layers here.
internal sealed partial class OnnxImport
{
    /// <summary>The products that have no bias yet, by the node they became.</summary>
    private readonly Dictionary<string, (int Inputs, int Outputs, string Value)> _products = new(StringComparer.Ordinal);

    /// <summary>A table of constants and ids of sequences.</summary>
    private OnnxView? Embedded(OnnxNode node, OnnxKnown?[] inputs)
    {
        if (inputs is not [OnnxConstant { IsWhole: false, Array.Shape.Rank: 2 } table, OnnxView { IsIds: true } ids] || (node.Attribute("axis")?.Integer ?? 0) != 0) return null;
        int features = table.Array.Shape[1];
        string name = Emit(node.Shown, new LayerDescription(Embedding<float>.Kind, new JsonObject { ["count"] = table.Array.Shape[0], ["features"] = features }), ids.Source);
        _arrays[$"{name}.weight"] = table.Array;
        return ids with { Source = name, Axes = [.. ids.Axes, OnnxAxis.Features], Features = features, Ways = 1, IsIds = false };
    }

    /// <summary>x W, with W (features, outputs).</summary>
    private OnnxView? Product(OnnxNode node, OnnxView view, OnnxKnown? weight)
    {
        if (!IsRow(view) || weight is not OnnxConstant { IsWhole: false, Array.Shape: { Rank: 2 } shape } matrix || shape[0] != view.Features) return null;
        return Dense(node, view, Transposed(matrix.Array), null);
    }

    private OnnxView? Affine(OnnxNode node, OnnxView view, OnnxKnown?[] inputs)
    {
        bool isPlain = (node.Attribute("alpha")?.Float ?? 1) == 1 && (node.Attribute("beta")?.Float ?? 1) == 1 && (node.Attribute("transA")?.Integer ?? 0) == 0, isTurned = node.Attribute("transB")?.Integer is 1;
        if (!isPlain || !IsRow(view) || view.Axes.Count != 2 || inputs.ElementAtOrDefault(1) is not OnnxConstant { Array.Shape: { Rank: 2 } shape } weight || shape[isTurned ? 1 : 0] != view.Features) return null;
        OnnxKnown? bias = inputs.ElementAtOrDefault(2);
        int outputs = shape[isTurned ? 0 : 1];
        if (bias is not (null or OnnxConstant { Array.Shape.Rank: 1 }) || (bias as OnnxConstant)?.Array.Shape.Count is { } count && count != outputs) return null;
        return Dense(node, view, isTurned ? weight.Array : Transposed(weight.Array), (bias as OnnxConstant)?.Array);
    }

    /// <summary>Whether the last axis is the features, all of them, so that a product works on each step alone.</summary>
    private static bool IsRow(OnnxView view) => !view.IsIds && !view.IsSplit && view.Axes.Count > 0 && view.Axes[^1] == OnnxAxis.Features;

    private OnnxView Dense(OnnxNode node, OnnxView view, NamedArray weight, NamedArray? bias)
    {
        int outputs = weight.Shape[0];
        string name = Emit(LayerName(node), Described(view.Features, outputs, bias is not null), view.Source);
        _arrays[$"{name}.weight"] = weight;
        if (bias is null) _products[name] = (view.Features, outputs, node.Outputs[0]);
        else _arrays[$"{name}.bias"] = bias;
        return view with { Source = name, Features = outputs, Ways = 1 };
    }

    private static LayerDescription Described(int inputs, int outputs, bool hasBias) => new(Dense<float>.Kind, new JsonObject { ["inputs"] = inputs, ["outputs"] = outputs, ["bias"] = hasBias });

    /// <summary>PyTorch calls the product of its module fc <c>/fc/MatMul</c>; the layer takes the module's name.</summary>
    private static string LayerName(OnnxNode node)
    {
        string name = node.Shown.Trim('/');
        foreach (string end in (string[])["/MatMul", "/Gemm", "/RNN", "/LSTM", "/GRU"])
            if (name.EndsWith(end, StringComparison.Ordinal) && name.Length > end.Length) return name[..^end.Length];
        return name;
    }

    /// <summary>A bias on a product that nobody else takes.</summary>
    private OnnxView? Biased(OnnxNode node, OnnxView view, OnnxKnown?[] inputs)
    {
        if (inputs is not ([OnnxView, OnnxConstant { IsWhole: false }] or [OnnxConstant { IsWhole: false }, OnnxView]) || !IsRow(view)) return null;
        OnnxConstant bias = inputs.OfType<OnnxConstant>().First();
        if (!_products.TryGetValue(view.Source, out (int Inputs, int Outputs, string Value) product) || _uses.GetValueOrDefault(product.Value) != 1 || bias.Array.Shape.Rank != 1 || bias.Array.Shape.Count != product.Outputs) return null;
        int at = _nodes.FindIndex(other => other.Name == view.Source);
        _nodes[at] = _nodes[at] with { Layer = Described(product.Inputs, product.Outputs, hasBias: true) };
        _arrays[$"{view.Source}.bias"] = bias.Array;
        _products.Remove(view.Source);
        return view;
    }

    private OnnxView? Softmax(OnnxNode node, OnnxView view)
    {
        long axis = node.Attribute("axis")?.Integer ?? (_model.Opset < 13 ? 1 : -1);
        bool isLast = axis == -1 || axis == view.Axes.Count - 1;
        return isLast && IsRow(view) ? view with { Source = Emit(node.Shown, new LayerDescription(Softmax<float>.Kind, []), view.Source) } : null;
    }

    private OnnxView? Activated(OnnxNode node, OnnxOperator row, OnnxView view)
    {
        if (view.IsIds || OnnxActivations.Of(row, node) is not { } activation) return null;
        return view with { Source = Emit(node.Shown, new LayerDescription(ActivationLayer<float>.Kind, new JsonObject { ["activation"] = activation }), view.Source) };
    }

    /// <summary>(I, O) as (O, I).</summary>
    private static NamedArray Transposed(NamedArray array)
    {
        (int rows, int columns, int size) = (array.Shape[0], array.Shape[1], array.Type.Size);
        var bytes = new byte[array.Bytes.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                array.Bytes.Slice((row * columns + column) * size, size).CopyTo(bytes.AsSpan((column * rows + row) * size));
        return new NamedArray(array.Name, array.Type, new(columns, rows), bytes);
    }
}
