using Elman.Formats.Containers.Onnx;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>
/// Which inputs of a graph are sequences (N, T, F) or examples (N, F), found by following each to the first operator that tells: a recurrent one takes its steps first (unless its layout says
/// otherwise), a loop takes a step at a time from the front, a product takes features last.
/// </summary>
internal sealed class OnnxLayouts
{
    private readonly Dictionary<string, IReadOnlyList<OnnxAxis>> _found = new(StringComparer.Ordinal);

    /// <summary>What passes the axes of an input on as they are.</summary>
    private static readonly HashSet<string> _passing = ["Identity", "Dropout", "Cast", "Relu", "Tanh", "Sigmoid", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign", "Clip"];

    private static readonly OnnxAxis[] _sequences = [OnnxAxis.Sequences, OnnxAxis.Steps, OnnxAxis.Features], _examples = [OnnxAxis.Sequences, OnnxAxis.Features];

    /// <summary>The axes of an input; null where it is a tensor with axes of its own.</summary>
    public IReadOnlyList<OnnxAxis>? Find(string input) => _found.GetValueOrDefault(input);

    public static OnnxLayouts Of(OnnxGraph graph, IReadOnlySet<string> constants)
    {
        var layouts = new OnnxLayouts();
        HashSet<string> known = [.. constants, .. graph.Nodes.Where(node => node.Operator == "Constant").SelectMany(node => node.Outputs)];
        // Where the axes of each value come from: an input, and its axes in their order there.
        var places = new Dictionary<string, (string Input, int[] Axes)>(StringComparer.Ordinal);
        foreach (OnnxValue input in graph.Inputs.Where(input => !constants.Contains(input.Name) && input.Dimensions is not null))
            places[input.Name] = (input.Name, [.. Enumerable.Range(0, input.Dimensions!.Count)]);
        foreach (OnnxNode node in graph.Nodes) layouts.Follow(node, places, known);
        return layouts;
    }

    private void Follow(OnnxNode node, Dictionary<string, (string Input, int[] Axes)> places, HashSet<string> constants)
    {
        bool isConstant(int place) => place < node.Inputs.Count && constants.Contains(node.Inputs[place]);
        (string Input, int[] Axes)? at(int place) => place < node.Inputs.Count && places.TryGetValue(node.Inputs[place], out var found) ? found : null;
        switch (node.Operator)
        {
            case "RNN" or "GRU" or "LSTM" when at(0) is { Axes.Length: 3 } x:
                int[] order = node.Attribute("layout")?.Integer is 1 ? [0, 1, 2] : [1, 0, 2];
                if (order.Select(axis => x.Axes[axis]).SequenceEqual([0, 1, 2])) _found.TryAdd(x.Input, _sequences);
                else if (x.Axes.Length == 3 && x.Axes.Contains(-1) && order.Take(2).Select(axis => x.Axes[axis]).SequenceEqual([0, 1])) _found.TryAdd(x.Input, [OnnxAxis.Sequences, OnnxAxis.Steps]);
                break;
            case "Loop" or "Scan":
                // tf2onnx turns the steps to the front and takes one after the other in the body.
                IEnumerable<string> read = node.Inputs.Concat(node.Attributes.Select(attribute => attribute.Graph).OfType<OnnxGraph>().SelectMany(body => body.Nodes.Where(inner => inner.Operator == "Gather").Select(inner => inner.Inputs.FirstOrDefault() ?? "")));
                foreach (string name in read)
                    if (places.TryGetValue(name, out var taken) && taken.Axes.SequenceEqual([1, 0, 2])) _found.TryAdd(taken.Input, _sequences);
                break;
            case "Transpose" when at(0) is { } turned && node.Attribute("perm") is { } perm && perm.Integers.Count == turned.Axes.Length && perm.Integers.All(axis => axis >= 0 && axis < turned.Axes.Length):
                places[node.Outputs[0]] = (turned.Input, [.. perm.Integers.Select(axis => turned.Axes[(int)axis])]);
                break;
            case "MatMul" or "Gemm" when at(0) is { } rows && isConstant(1):
                if (rows.Axes.SequenceEqual([0, 1])) _found.TryAdd(rows.Input, _examples);
                if (node.Operator == "MatMul") places[node.Outputs[0]] = rows;
                break;
            case "Add" when at(0) is { } left && isConstant(1): places[node.Outputs[0]] = left; break;
            case "Add" when at(1) is { } right && isConstant(0): places[node.Outputs[0]] = right; break;
            case "Gather" when at(1) is { Axes.Length: 2 } ids && isConstant(0) && (node.Attribute("axis")?.Integer ?? 0) == 0:
                places[node.Outputs[0]] = (ids.Input, [.. ids.Axes, -1]);
                break;
            default:
                if (_passing.Contains(node.Operator) && at(0) is { } passed && node.Outputs.Count > 0) places[node.Outputs[0]] = passed;
                break;
        }
    }
}
