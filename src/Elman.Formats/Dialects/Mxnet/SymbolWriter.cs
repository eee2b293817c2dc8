using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;

namespace Elman.Formats.Dialects.Mxnet;

/// <summary>A description as a graph of MXNet 1.x: what <c>SymbolBlock.imports</c> opens beside the file of parameters.</summary>
internal sealed class SymbolWriter
{
    /// <summary>The version that these operators and options are of, as MXNet counts: 1.9.1.</summary>
    private const int Version = 10901;

    private const string FurtherLast = ".last";

    private readonly List<(string Op, string Name, (string, string)[] Attributes, int[] Inputs)> _nodes = [];

    /// <summary>Which node gives what one of ours gives, examples first.</summary>
    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    private readonly Dictionary<string, LayerSpec> _oneWay = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> _activations = new()
    {
        ["relu"] = "relu", ["sigmoid"] = "sigmoid", ["tanh"] = "tanh", ["softplus"] = "softrelu", ["softsign"] = "softsign",
    };

    /// <summary>The layers that have an operator, and how each is written behind what it takes.</summary>
    private static readonly Dictionary<string, Func<SymbolWriter, NodeDescription, int, int>> _layers = new()
    {
        [RecurrentStack<float>.Kind] = (writer, node, before) => writer.Rnn(node, before),
        [Dense<float>.Kind] = (writer, node, before) => writer.Dense(node, before),
        [Embedding<float>.Kind] = (writer, node, before) => writer.Add("Embedding", node.Name, [("input_dim", Text(node, "count")), ("output_dim", Text(node, "features"))], before, writer.Parameter(node, "weight")),
        [LayerNorm<float>.Kind] = (writer, node, before) => writer.Norm(node, before),
        [ActivationLayer<float>.Kind] = (writer, node, before) => writer.Activation(node, before),
        [Dropout<float>.Kind] = (writer, node, before) => writer.Add("Dropout", node.Name, [("p", Text(node, "rate")), ("mode", "training")], before),
        [Softmax<float>.Kind] = (writer, node, before) => writer.Add("softmax", node.Name, [("axis", "-1")], before),
        [LastStep<float>.Kind] = (writer, node, before) => writer.Last(node.Name, before),
    };

    /// <exception cref="NotSupportedException">A layer has no operator there; it says which.</exception>
    public static byte[] Write(ModelDescription description)
    {
        var writer = new SymbolWriter();
        foreach (ModelInput input in description.Inputs) writer._given[input.Name] = writer.Add(SymbolGraph.Variable, input.Name, []);
        foreach (NodeDescription node in description.Nodes)
        {
            if (node.Inputs.Count != 1 || !_layers.TryGetValue(node.Layer.Kind, out var write)) throw Refused(node, $"its kind is '{node.Layer.Kind}'. Known, with one input: {string.Join(", ", _layers.Keys)}");
            writer._given[node.Name] = write(writer, node, writer.Given(node.Inputs[0]));
        }
        return writer.Bytes([.. description.Outputs.Select(output => writer.Given(output.Source))]);
    }

    private int Given(string source)
    {
        if (_given.TryGetValue(source, out int node)) return node;
        string rnn = source.EndsWith(FurtherLast, StringComparison.Ordinal) ? source[..^FurtherLast.Length] : "";
        // Where a stack runs forward only, the state after the last step is the last step of what it gives.
        if (!_oneWay.ContainsKey(rnn)) throw new NotSupportedException($"'{source}' cannot be written as a symbol of MXNet: only the last output of a stack that runs forward can. Save as .safetensors.");
        return _given[source] = Last(source, _given[rnn]);
    }

    private int Rnn(NodeDescription node, int before)
    {
        LayerSpec[] layers = StackDescription.Read(node.Layer.Options).Layers;
        TorchCell cell = TorchCell.Holding(node.Name, layers);
        LayerSpec first = layers[0];
        if (first.Bias != BiasKind.Two) throw Refused(node, "Gluon's recurrent layers have two biases");
        if (layers.Any(layer => layer != new LayerSpec(layer.Cell, layer.Hidden, layer.Direction, layer.Bias, layer.Dropout))) throw Refused(node, "it has options besides its size, direction and dropout");
        bool isBothWays = first.Direction == Direction.Bidirectional;
        string mode = cell.Gates.Count > 1 ? cell.Cell : $"rnn_{first.Cell.Options["activation"]}";
        var parameters = new List<int>();
        foreach (string what in (string[])["weight", "bias"])
            for (int k = 0; k < layers.Length; k++)
                foreach (string way in isBothWays ? (string[])["l", "r"] : ["l"])
                    foreach (string product in (string[])["i2h", "h2h"])
                        parameters.Add(Reshaped(node, $"{way}{Number(k)}_{product}_{what}"));
        int flat = Add("_rnn_param_concat", $"{node.Name}_parameters", [("dim", "0"), ("num_args", Number(parameters.Count))], [.. parameters]);
        int turned = Turn($"{node.Name}_steps_first", before);
        string state = $"({Number(layers.Length * (isBothWays ? 2 : 1))}, 0, {Number(first.Hidden)})";
        int[] states = [.. cell.Cell == "lstm" ? (int[])[Zeros(node, "h", state), Zeros(node, "c", state)] : [Zeros(node, "h", state)]];
        int rnn = Add("RNN", node.Name, [("bidirectional", isBothWays ? "True" : "False"), ("mode", mode), ("num_layers", Number(layers.Length)), ("p", layers[0].Dropout.ToString(CultureInfo.InvariantCulture)), ("state_outputs", "True"), ("state_size", Number(first.Hidden))], [turned, flat, .. states]);
        if (!isBothWays) _oneWay[node.Name] = first;
        return Turn($"{node.Name}_examples_first", rnn);
    }

    private int Dense(NodeDescription node, int before)
    {
        bool hasBias = (bool)node.Layer.Options["bias"]!;
        int weight = Parameter(node, "weight");
        int[] inputs = hasBias ? [before, weight, Parameter(node, "bias")] : [before, weight];
        return Add("FullyConnected", node.Name, [("flatten", "False"), ("no_bias", hasBias ? "False" : "True"), ("num_hidden", Text(node, "outputs"))], inputs);
    }

    private int Norm(NodeDescription node, int before)
    {
        if (!(bool)node.Layer.Options["affine"]!) throw Refused(node, "MXNet's LayerNorm always has gamma and beta");
        return Add("LayerNorm", node.Name, [("axis", "-1"), ("eps", Text(node, "epsilon"))], before, Parameter(node, "gamma"), Parameter(node, "beta"));
    }

    private int Activation(NodeDescription node, int before) => _activations.TryGetValue(Text(node, "activation"), out string? name)
        ? Add("Activation", node.Name, [("act_type", name)], before)
        : throw Refused(node, $"its activation is {Text(node, "activation")}; MXNet has {string.Join(", ", _activations.Keys)}");

    private int Last(string name, int before) => Add("SequenceLast", name, [("axis", "1"), ("use_sequence_length", "False")], before);

    private int Turn(string name, int before) => Add("SwapAxis", name, [("dim1", "0"), ("dim2", "1")], before);

    private int Zeros(NodeDescription node, string name, string shape) => Add("_zeros", $"{node.Name}_{name}", [("dtype", "float32"), ("shape", shape)]);

    private int Reshaped(NodeDescription node, string parameter) => Add("Reshape", $"{node.Name}_{parameter}_flat", [("shape", "-1")], Parameter(node, parameter));

    private int Parameter(NodeDescription node, string parameter) => Add(SymbolGraph.Variable, $"{node.Name}.{parameter}", []);

    private int Add(string op, string name, (string, string)[] attributes, params int[] inputs)
    {
        _nodes.Add((op, name, attributes, inputs));
        return _nodes.Count - 1;
    }

    private byte[] Bytes(int[] heads)
    {
        JsonArray References(IEnumerable<int> nodes) => new([.. nodes.Select(node => (JsonNode)new JsonArray(node, 0, 0))]);
        var json = new JsonObject
        {
            ["nodes"] = new JsonArray([.. _nodes.Select(node => Json(node, References(node.Inputs)))]),
            ["arg_nodes"] = new JsonArray([.. _nodes.Index().Where(row => row.Item.Op == SymbolGraph.Variable).Select(row => (JsonNode)row.Index)]),
            // The RNN alone gives more than one thing: its states too.
            ["node_row_ptr"] = new JsonArray([.. Entries().Select(entry => (JsonNode)entry)]),
            ["heads"] = References(heads),
            ["attrs"] = new JsonObject { ["mxnet_version"] = new JsonArray("int", Version) },
        };
        return [.. System.Text.Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" })), (byte)'\n'];
    }

    /// <summary>Where the outputs of each node begin when all are counted.</summary>
    private IEnumerable<int> Entries()
    {
        int entry = 0;
        yield return entry;
        foreach (var node in _nodes) yield return entry += node.Op == "RNN" ? node.Inputs.Length - 1 : 1;
    }

    private static JsonObject Json((string Op, string Name, (string Key, string Value)[] Attributes, int[] Inputs) node, JsonArray inputs)
    {
        var json = new JsonObject { ["op"] = node.Op, ["name"] = node.Name };
        if (node.Attributes.Length > 0) json["attrs"] = new JsonObject(node.Attributes.Select(row => KeyValuePair.Create(row.Key, (JsonNode?)row.Value)));
        json["inputs"] = inputs;
        return json;
    }

    private static string Text(NodeDescription node, string option) => node.Layer.Options[option]!.ToString();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static NotSupportedException Refused(NodeDescription node, string why) => new($"Node '{node.Name}' cannot be written as a symbol of MXNet: {why}. Save as .safetensors, which keeps everything.");
}
