using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Numerics;
using Elman.Storage;
using static Elman.Formats.Emit.Onnx.OnnxBuilder;

namespace Elman.Formats.Emit.Onnx;

// The layers that move steps or features.
internal sealed partial class OnnxExport
{
    /// <summary>Those behind which there are more or fewer steps than came in.</summary>
    private static readonly string[] _changeSteps = ["zero_padding", "cropping", "up_sampling", "repeat", "permute", "reshape", "convolution", "max_pooling", "average_pooling"];

    private static readonly Dictionary<string, Func<OnnxExport, EmitCall, ShapeFunction, string[], string>> _layers = new(StringComparer.Ordinal)
    {
        ["embedding"] = (export, call, _, x) => export._graph.Add("Gather", [export.Array(call.Weights + "weight"), x[0]]),
        ["last_step"] = (export, _, _, x) => export._graph.Add("Gather", [x[0], export._graph.Index(-1)], Integer("axis", 1)),
        ["first_step"] = (export, _, _, x) => export._graph.Add("Gather", [x[0], export._graph.Index(0)], Integer("axis", 1)),
        ["flatten"] = (export, _, _, x) => export._graph.Add("Flatten", [x[0]], Integer("axis", 1)),
        ["reverse_steps"] = (export, _, _, x) => export._graph.Add("Slice", [x[0], export._graph.Whole(-1), export._graph.Whole(long.MinValue), export._graph.Whole(1), export._graph.Whole(-1)]),
        ["permute"] = (export, _, _, x) => export._graph.Add("Transpose", [x[0]], Integers("perm", 0, 2, 1)),
        ["zero_padding"] = (export, _, layer, x) => export._graph.Add("Pad", [x[0], export._graph.Whole(0, Whole(layer, "before"), 0, 0, Whole(layer, "after"), 0)]),
        ["cropping"] = (export, _, layer, x) => export._graph.Add("Slice", [x[0], export._graph.Whole(Whole(layer, "before")), export._graph.Whole(Whole(layer, "after") is > 0 and var after ? -after : long.MaxValue), export._graph.Whole(1)]),
        ["repeat"] = (export, _, layer, x) => export._graph.Add("Tile", [export._graph.Add("Unsqueeze", [x[0], export._graph.Whole(1)]), export._graph.Whole(1, Whole(layer, "steps"), 1)]),
        ["up_sampling"] = (export, call, layer, x) => export._graph.Add("Reshape", [export._graph.Add("Tile", [export._graph.Add("Unsqueeze", [x[0], export._graph.Whole(2)]), export._graph.Whole(1, 1, Whole(layer, "size"), 1)]), export._graph.Whole(0, -1, call.Shape.Features)]),
        ["reshape"] = (export, call, _, x) => export._graph.Add("Reshape", [x[0], call.Shape.HasSteps ? export._graph.Whole(0, -1, call.Shape.Features) : export._graph.Whole(0, call.Shape.Features)]),
        ["global_max_pooling"] = (export, _, _, x) => export._graph.Add("ReduceMax", [x[0]], Integers("axes", 1), Integer("keepdims", 0)),
        ["global_average_pooling"] = (export, _, _, x) => export._graph.Add("ReduceMean", [x[0]], Integers("axes", 1), Integer("keepdims", 0)),
        ["prelu"] = (export, call, _, x) => export._graph.Add("Where", [export._graph.Add("Greater", [x[0], export._graph.Number(0)]), x[0], export._graph.Add("Mul", [x[0], export.Array(call.Weights + "weight")])]),
        ["convolution"] = (export, call, layer, x) => export.Convolution(call, layer, x[0]),
        ["max_pooling"] = (export, _, layer, x) => export.Pool("MaxPool", layer, x[0]),
        ["average_pooling"] = (export, _, layer, x) => export.Pool("AveragePool", layer, x[0], Integer("count_include_pad", layer.Options["counts_padding"]!.GetValue<bool>() ? 1 : 0)),
        ["group_norm"] = (export, call, layer, x) => export.GroupNorm(call, layer, x[0]),
        ["attention"] = (export, call, layer, x) => export.Attention(call, layer, x),
        ["multi_head_attention"] = (export, call, layer, x) => export.Heads(call, layer, x),
    };

    private string Moved(EmitCall call, ShapeFunction function) => _layers.TryGetValue(function.Kind, out var write)
        ? write(this, call, function, [.. call.Arguments.Select(Value)])
        : throw new NotSupportedException($"'{call.Targets[0]}' cannot be written as ONNX: there are no operators here for its kind, '{function.Kind}'. Known: {string.Join(", ", _layers.Keys)}. Save as .safetensors, which keeps everything.");

    private static long Whole(ShapeFunction layer, string option, long otherwise = 0) => layer.Options[option]?.GetValue<int>() ?? otherwise;

    private string Convolution(EmitCall call, ShapeFunction layer, string x)
    {
        string name = call.Weights + "weight";
        string weight = _graph.Constant(name, made => Turned(made, _arrays[name]));
        string[] inputs = [ChannelsFirst(x), weight, .. layer.Arrays.Contains("bias") ? (string[])[Array(call.Weights + "bias")] : []];
        return ChannelsFirst(_graph.Add("Conv", inputs, [Integer("group", Whole(layer, "groups", 1)), Integers("dilations", Whole(layer, "dilation", 1)), .. Windows(layer)]));
    }

    private string Pool(string operation, ShapeFunction layer, string x, params OnnxAttribute[] more)
    {
        if (Whole(layer, "dilation", 1) is var dilation && dilation > 1)
        {
            if (operation == "AveragePool") throw new NotSupportedException($"ONNX's AveragePool has no dilation before version 19, and '{layer.Name}' has {dilation}. Save as .safetensors, which keeps everything.");
            more = [.. more, Integers("dilations", dilation)];
        }
        return ChannelsFirst(_graph.Add(operation, [ChannelsFirst(x)], [.. more, .. Windows(layer)]));
    }

    private static OnnxAttribute[] Windows(ShapeFunction layer)
    {
        long size = Whole(layer, "size", 1);
        OnnxAttribute[] common = [Integers("kernel_shape", size), Integers("strides", Whole(layer, "stride", 1))];
        return layer.Options["padding"]!.GetValue<string>() switch
        {
            "same" => [.. common, Text("auto_pad", "SAME_UPPER")],
            "causal" => [.. common, Integers("pads", (size - 1) * Whole(layer, "dilation", 1), 0)],
            "explicit" => [.. common, Integers("pads", Whole(layer, "before"), Whole(layer, "after"))],
            _ => common,
        };
    }

    /// <summary>(N, T, F) as (N, F, T), and back.</summary>
    private string ChannelsFirst(string x) => _graph.Add("Transpose", [x], Integers("perm", 0, 2, 1));

    /// <summary>(outputs, places, inputs) as ONNX has it, (outputs, inputs, places).</summary>
    private static NamedArray Turned(string name, NamedArray array)
    {
        int size = array.Type.Size, outputs = array.Shape[0], places = array.Shape[1], inputs = array.Shape[2];
        var bytes = new byte[array.Bytes.Length];
        for (int o = 0; o < outputs; o++)
            for (int k = 0; k < places; k++)
                for (int i = 0; i < inputs; i++) array.Bytes.Slice(((o * places + k) * inputs + i) * size, size).CopyTo(bytes.AsSpan(((o * inputs + i) * places + k) * size));
        return new(name, array.Type, new Shape(outputs, inputs, places), bytes);
    }

    private string GroupNorm(EmitCall call, ShapeFunction layer, string x)
    {
        long groups = Whole(layer, "groups", 1), width = call.Shape.Features / groups;
        string parts = _graph.Add("Reshape", [x, _graph.Whole(0, -1, groups, width)]);
        string centred = _graph.Add("Sub", [parts, _graph.Add("ReduceMean", [parts], Integers("axes", 1, 3))]);
        string variance = _graph.Add("ReduceMean", [_graph.Add("Mul", [centred, centred])], Integers("axes", 1, 3));
        string normal = _graph.Add("Div", [centred, _graph.Add("Sqrt", [_graph.Add("Add", [variance, _graph.Number(layer.Options["epsilon"]!.GetValue<double>())])])]);
        string y = _graph.Add("Reshape", [normal, _graph.Whole(0, -1, call.Shape.Features)]);
        if (layer.Arrays.Contains("weight")) y = _graph.Add("Mul", [y, Array(call.Weights + "weight")]);
        return layer.Arrays.Contains("bias") ? _graph.Add("Add", [y, Array(call.Weights + "bias")]) : y;
    }

    private string Attention(EmitCall call, ShapeFunction layer, string[] x)
    {
        string key = x[^1], scores;
        string Scaled(string value, string array) => layer.Arrays.Contains(array) ? _graph.Add("Mul", [value, Array(call.Weights + array)]) : value;
        if (layer.Options["score"]!.GetValue<string>() == "dot")
        {
            scores = Scaled(_graph.Add("MatMul", [x[0], ChannelsFirst(key)]), "scale");
        }
        else
        {
            string sums = _graph.Add("Add", [_graph.Add("Unsqueeze", [x[0], _graph.Whole(2)]), _graph.Add("Unsqueeze", [key, _graph.Whole(1)])]);
            bool isConcat = layer.Options["score"]!.GetValue<string>() == "concat";
            string bent = isConcat ? _graph.Add("Tanh", [Scaled(sums, "scale")]) : Scaled(_graph.Add("Tanh", [sums]), "scale");
            scores = Scaled(_graph.Add("ReduceSum", [bent, _graph.Whole(-1)], Integer("keepdims", 0)), "score_weight");
        }
        return Attended(layer, scores, x[1]);
    }

    /// <summary>The softmax of scores (…, T, S), times values (…, S, F); of a causal layer over the steps up to the query's.</summary>
    private string Attended(ShapeFunction layer, string scores, string values)
    {
        if (layer.Options["causal"]?.GetValue<bool>() == true)
        {
            string ones = _graph.Add("Add", [_graph.Add("Mul", [scores, _graph.Number(0)]), _graph.Number(1)]);
            // The place of each query and of each key, counted along its axis.
            string seen = _graph.Add("LessOrEqual", [_graph.Add("CumSum", [ones, _graph.Index(-1)]), _graph.Add("CumSum", [ones, _graph.Index(-2)])]);
            scores = _graph.Add("Where", [seen, scores, _graph.Number(double.NegativeInfinity)]);
        }
        return _graph.Add("MatMul", [_graph.Add("Softmax", [scores], Integer("axis", -1)), values]);
    }

    private string Heads(EmitCall call, ShapeFunction layer, string[] x)
    {
        long heads = Whole(layer, "heads"), size = Whole(layer, "key_size"), valueSize = Whole(layer, "value_size");
        string Map(string part, string value)
        {
            string name = $"{call.Weights}{part}_weight", made = _graph.Add("MatMul", [value, _graph.Constant(name + ".T", own => OnnxRecurrent.Part(own, _arrays[name], 0, 1, isMatrix: true))]);
            return layer.Arrays.Contains(part + "_bias") ? _graph.Add("Add", [made, Array($"{call.Weights}{part}_bias")]) : made;
        }
        // (N, T, heads · size) as (N, heads, T, size).
        string Apart(string value, long width) => _graph.Add("Transpose", [_graph.Add("Reshape", [value, _graph.Whole(0, -1, heads, width)])], Integers("perm", 0, 2, 1, 3));
        string query = Apart(Map("query", x[0]), size), key = Apart(Map("key", x[^1]), size), value = Apart(Map("value", x[1]), valueSize);
        string scores = _graph.Add("Div", [_graph.Add("MatMul", [query, _graph.Add("Transpose", [key], Integers("perm", 0, 1, 3, 2))]), _graph.Number(Math.Sqrt(size))]);
        string joined = _graph.Add("Transpose", [Attended(layer, scores, value)], Integers("perm", 0, 2, 1, 3));
        return Map("output", _graph.Add("Reshape", [joined, _graph.Whole(0, -1, heads * valueSize)]));
    }
}
