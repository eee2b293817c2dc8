using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// Plain operators: attributes in the meaning of the newest version, constants folded.
internal sealed partial class OnnxImport
{
    /// <summary>Numbers of the types that a Cast may go to, as the core's operator calls them.</summary>
    private static string CastTo(long type) => OnnxType.Of((int)Math.Clamp(type, 0, int.MaxValue))?.Held switch
    {
        { } held when held == ElementType.Bool => "truth",
        { } held when held == ElementType.Float32 || held == ElementType.Float64 || held == ElementType.Float16 || held == ElementType.BrainFloat16 => "number",
        _ => "whole",
    };

    /// <summary>The operator as a node of the model.</summary>
    private IReadOnlyList<OnnxKnown> Plain(OnnxNode node, OnnxOperator row, IReadOnlyList<OnnxKnown?> inputs)
    {
        if (Attributes(node, row) is not { } attributes) return Miss;
        if (inputs.All(input => input is null or OnnxConstant))
        {
            _unsupported.Add($"{node.Operator} '{BadFileException.Shown(node.Shown)}', which takes constants only and could not be folded");
            return Miss;
        }
        int results = Math.Max(1, node.Outputs.Count);
        string name = Emit(node.Shown, row.Ours, attributes, inputs, results: results);
        return [.. Enumerable.Range(0, results).Select(i => new OnnxTensorValue(i == 0 ? name : FormattableString.Invariant($"{name}.{i}"), null, IsWhole(node, inputs)))];
    }

    private static bool IsWhole(OnnxNode node, IReadOnlyList<OnnxKnown?> inputs) => node.Operator switch
    {
        "Shape" or "Size" or "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "And" or "Or" or "Xor" or "Not" or "IsNaN" or "NonZero" or "ArgMax" or "ArgMin" => true,
        "Cast" => CastTo(node.Attribute("to")?.Integer ?? 1) != "number",
        "Where" => IsWhole(inputs.ElementAtOrDefault(1)),
        "ConstantOfShape" => node.Attribute("value")?.Tensor?.Array is { } value && new OnnxConstant(value).IsWhole,
        _ => IsWhole(inputs.FirstOrDefault()),
    };

    private static bool IsWhole(OnnxKnown? known) => known switch
    {
        OnnxTensorValue tensor => tensor.IsWhole,
        OnnxConstant constant => constant.IsWhole,
        OnnxView view => view.IsIds,
        OnnxSizes => true,
        _ => false,
    };

    /// <summary>The attributes of a node as the core's operator has them; null where one of them cannot be had, which is noted.</summary>
    private JsonObject? Attributes(OnnxNode node, OnnxOperator row)
    {
        if (row.Activation is not null)
        {
            if (OnnxActivations.Of(row, node) is { } activation) return new JsonObject { ["activation"] = activation };
            _unsupported.Add($"{node.Operator} '{BadFileException.Shown(node.Shown)}' with other numbers than the usual ones");
            return null;
        }
        var json = new JsonObject();
        foreach (OnnxAttribute attribute in node.Attributes)
            switch (attribute.Kind)
            {
                case OnnxAttribute.IsFloat when float.IsFinite(attribute.Float): json[attribute.Name] = (double)attribute.Float; break;
                case OnnxAttribute.IsInteger: json[attribute.Name] = int.CreateSaturating(attribute.Integer); break;
                case OnnxAttribute.IsText: json[attribute.Name] = attribute.Text; break;
                case OnnxAttribute.IsIntegers: json[attribute.Name] = List(attribute.Integers.Select(int.CreateSaturating)); break;
                case OnnxAttribute.IsTensor or OnnxAttribute.IsGraph: break;
                case OnnxAttribute.IsFloat when node.Operator == "Clip": break;
                default:
                    _unsupported.Add($"{node.Operator} '{BadFileException.Shown(node.Shown)}' with the attribute {BadFileException.Shown(attribute.Name)}");
                    return null;
            }
        switch (node.Operator)
        {
            case "Cast": json = new JsonObject { ["to"] = CastTo(node.Attribute("to")?.Integer ?? 1) }; break;
            case "ConstantOfShape" when node.Attribute("value")?.Tensor?.Array is { } value:
                var constant = new OnnxConstant(value);
                if (constant.IsWhole) json["whole"] = constant.Ids[0];
                else json["value"] = constant.Value.Numbers!.Values[0];
                break;
            case "Softmax" or "LogSoftmax" when _model.Opset < 13: json["flat"] = 1; break;
            case "Dropout": json = []; break;
        }
        return json;
    }

    /// <summary>A node that takes constants only.</summary>
    private IReadOnlyList<OnnxKnown>? Folded(OnnxNode node, OnnxOperator row, OnnxKnown?[] inputs)
    {
        if (inputs.Length == 0 || !inputs.All(input => input is null or OnnxConstant) || row.Attributes.Contains("body") || row.Attributes.Contains("then_branch")) return null;
        if (Attributes(node, row) is not { } attributes) return Miss;
        var step = new OperatorStep(row.Ours, attributes, [.. inputs.Select(_ => OperatorInput.Absent)], node.Outputs);
        try
        {
            Signal<double>[] results = OperatorTable<double>.Fold(step, [.. inputs.Select(input => ((OnnxConstant?)input)?.Value)], _mostFolded);
            return [.. results.Select((result, i) => new OnnxConstant(Kept(i < node.Outputs.Count ? node.Outputs[i] : "", result, inputs)))];
        }
        catch (ArgumentException error)
        {
            throw Bad(node, $"cannot be computed from its constants: {error.Message.TrimEnd('.')}");
        }
    }

    /// <summary>In the precision of the floating constants that it was made of.</summary>
    private static NamedArray Kept(string name, Signal<double> value, OnnxKnown?[] inputs)
    {
        if (value.Ids is { } ids) return NamedArray.From(name, new Tensor<long>(ids.Shape, Array.ConvertAll(ids.Values.ToArray(), id => (long)id)));
        bool isDouble = inputs.OfType<OnnxConstant>().Any(input => input.Array.Type == ElementType.Float64);
        Tensor<double> numbers = value.Numbers!;
        return isDouble ? NamedArray.From(name, numbers) : NamedArray.From(name, new Tensor<float>(numbers.Shape, Array.ConvertAll(numbers.Values.ToArray(), number => (float)number)));
    }
}
