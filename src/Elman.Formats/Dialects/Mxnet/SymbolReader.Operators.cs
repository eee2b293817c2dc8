using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Formats.Dialects.Mxnet;

internal sealed partial class SymbolReader
{
    /// <summary>The operators that are read, and what each makes of its inputs.</summary>
    private static class SymbolOperators
    {
        public static Dictionary<string, Func<SymbolReader, SymbolNode, SymbolValue>> Rows { get; } = new(StringComparer.Ordinal)
        {
            ["RNN"] = (reader, node) => reader.Rnn(node),
            ["FullyConnected"] = (reader, node) => reader.Dense(node),
            ["Embedding"] = (reader, node) => reader.Embedding(node),
            ["LayerNorm"] = (reader, node) => reader.LayerNorm(node),
            ["Activation"] = (reader, node) => reader.Activation(node),
            ["Dropout"] = (reader, node) => reader.Dropout(node),
            ["softmax"] = (reader, node) => reader.Softmax(node),
            ["SwapAxis"] = (reader, node) => reader.Turned(node),
            ["SequenceLast"] = (reader, node) => reader.LastStep(node),
            ["Reshape"] = (reader, node) => reader.Flattened(node),
            ["_rnn_param_concat"] = (reader, node) => reader.Together(node),
            ["Concat"] = (reader, node) => reader.Together(node),
            ["_zeros"] = (_, _) => new SymbolZeros(),
            ["zeros"] = (_, _) => new SymbolZeros(),
            ["_copy"] = (reader, node) => reader.Data(node) ?? (SymbolValue)new SymbolMiss(),
            ["identity"] = (reader, node) => reader.Data(node) ?? (SymbolValue)new SymbolMiss(),
        };

        public static IEnumerable<string> Known => Rows.Keys;
    }

    /// <summary>The modes of an RNN, the cell that each is here, and the activation of a plain one.</summary>
    private static readonly Dictionary<string, (string Cell, string? Activation)> _modes = new()
    {
        ["rnn_tanh"] = ("elman", "tanh"),
        ["rnn_relu"] = ("elman", "relu"),
        ["lstm"] = ("lstm", null),
        ["gru"] = ("gru", null),
    };

    private static readonly Dictionary<string, string> _activations = new()
    {
        ["relu"] = "relu", ["sigmoid"] = "sigmoid", ["tanh"] = "tanh", ["softrelu"] = "softplus", ["softsign"] = "softsign",
    };

    private SymbolValue Rnn(SymbolNode node)
    {
        if (Data(node) is not { } data) return new SymbolMiss();
        if (!data.IsTimeFirst) return Missed(node, "its input does not have its steps first");
        if (!_modes.TryGetValue(node.Attributes.GetValueOrDefault("mode", ""), out (string Cell, string? Activation) mode)) return Missed(node, $"its mode is '{Shown(node.Attributes.GetValueOrDefault("mode", ""))}'; known: {string.Join(", ", _modes.Keys)}");
        foreach (string option in (string[])["projection_size", "lstm_state_clip_min", "lstm_state_clip_max"])
            if (node.Attributes.GetValueOrDefault(option, "None") is not ("None" or "0")) return Missed(node, $"its option {option} is not read by this version");
        if (IsTrue(node, "use_sequence_length")) return Missed(node, "it takes lengths as an input; save it without use_sequence_length");
        for (int place = 2; place < node.Inputs.Count; place++)
            if (Input(node, place) is not SymbolZeros) return Missed(node, "its initial state is an input of the graph; export the network without one");
        if (Input(node, 1) is not SymbolFlat { Arrays: var parameters }) return Missed(node, "its parameters are not arrays put together");
        return (Number(node, "state_size"), Number(node, "num_layers")) is (> 0 and int hidden, > 0 and < 1000 and int layers)
            ? Rnn(node, data, mode, parameters, hidden, layers)
            : Missed(node, "it does not tell state_size and num_layers");
    }

    /// <summary>The matrices of all layers and directions in pairs, then their biases, as cuDNN has them.</summary>
    private SymbolValue Rnn(SymbolNode node, SymbolData data, (string Cell, string? Activation) mode, IReadOnlyList<NamedArray> parameters, int hidden, int layers)
    {
        bool isBothWays = IsTrue(node, "bidirectional");
        int ways = isBothWays ? 2 : 1, pairs = layers * ways;
        if (parameters.Count != 4 * pairs || parameters[0].Shape.Rank != 2) return Missed(node, FormattableString.Invariant($"expected {4 * pairs} arrays, the first a matrix, found {parameters.Count}"));
        var options = mode.Activation is null ? new JsonObject() : new JsonObject { ["activation"] = mode.Activation };
        var spec = new LayerSpec(CellCatalog.Build(mode.Cell, options), hidden, isBothWays ? Direction.Bidirectional : Direction.Forward, BiasKind.Two) { Dropout = layers > 1 ? Real(node, "p") ?? 0 : 0 };
        // Dropout stands between layers, so the last has none.
        LayerSpec[] specs = [.. Enumerable.Range(0, layers).Select(k => k == layers - 1 ? spec with { Dropout = 0 } : spec)];
        TorchCell cell = TorchCell.All.First(row => row.Cell == mode.Cell);
        int inputs = parameters[0].Shape[1];
        string[] names = ["input_weight", "recurrent_weight", "input_bias", "recurrent_bias"];
        for (int k = 0; k < layers; k++)
            for (int way = 0; way < ways; way++)
                for (int name = 0; name < names.Length; name++)
                {
                    NamedArray array = parameters[name / 2 * 2 * pairs + 2 * (k * ways + way) + name % 2];
                    string ours = $"{node.Name}.{FormattableString.Invariant($"{k}")}.{TorchCell.Ways[way].Ours}.{names[name]}";
                    Use(ours, new ArrayPair(ours, array.Name, spec.Cell.Spec.Gates, cell.Gates).ToOurs(array));
                }
        return Layer(node, data, new(RecurrentStack<float>.Kind, StackDescription.Write(inputs, specs)), hidden * ways, inputs);
    }

    private SymbolValue Dense(SymbolNode node)
    {
        bool hasBias = !IsTrue(node, "no_bias");
        if (Data(node) is not { } data || Parameter(node, 1) is not { } weight) return new SymbolMiss();
        if (weight.Shape.Rank != 2) return Missed(node, $"its weight has shape {weight.Shape}");
        // Gluon flattens unless it is told not to, and only a model of a fixed number of steps could follow.
        if (data.HasSteps && node.Attributes.GetValueOrDefault("flatten", "True") is "True" or "1") return Missed(node, "it flattens a sequence; build it with flatten=False");
        Use($"{node.Name}.weight", weight);
        if (hasBias)
        {
            if (Parameter(node, 2) is not { } bias) return new SymbolMiss();
            Use($"{node.Name}.bias", bias);
        }
        return Layer(node, data, new(Dense<float>.Kind, new JsonObject { ["inputs"] = weight.Shape[1], ["outputs"] = weight.Shape[0], ["bias"] = hasBias }), weight.Shape[0], weight.Shape[1]);
    }

    private SymbolValue Embedding(SymbolNode node)
    {
        if (Data(node) is not { } data || Parameter(node, 1) is not { } weight) return new SymbolMiss();
        if (weight.Shape.Rank != 2) return Missed(node, $"its weight has shape {weight.Shape}");
        Use($"{node.Name}.weight", weight);
        return Layer(node, data, new(Embedding<float>.Kind, new JsonObject { ["count"] = weight.Shape[0], ["features"] = weight.Shape[1] }), weight.Shape[1]);
    }

    private SymbolValue LayerNorm(SymbolNode node)
    {
        if (Data(node) is not { } data || Parameter(node, 1) is not { } gamma || Parameter(node, 2) is not { } beta) return new SymbolMiss();
        if ((Number(node, "axis") ?? -1) is not (-1 or 2)) return Missed(node, "it does not run along the last axis");
        Use($"{node.Name}.weight", gamma);
        Use($"{node.Name}.bias", beta);
        int features = gamma.Shape.Count;
        return Layer(node, data, new(LayerNorm<float>.Kind, new JsonObject { ["features"] = features, ["epsilon"] = Real(node, "eps") ?? 1e-5, ["affine"] = true }), features, features);
    }

    private SymbolValue Activation(SymbolNode node)
    {
        if (Data(node) is not { } data) return new SymbolMiss();
        return _activations.TryGetValue(node.Attributes.GetValueOrDefault("act_type", ""), out string? name)
            ? Layer(node, data, new(ActivationLayer<float>.Kind, new JsonObject { ["activation"] = name }), data.Features)
            : Missed(node, $"its act_type is '{Shown(node.Attributes.GetValueOrDefault("act_type", ""))}'; known: {string.Join(", ", _activations.Keys)}");
    }

    private SymbolValue Dropout(SymbolNode node) => Data(node) is { } data
        ? Layer(node, data, new(Dropout<float>.Kind, new JsonObject { ["rate"] = Real(node, "p") ?? 0.5 }), data.Features)
        : new SymbolMiss();

    private SymbolValue Softmax(SymbolNode node)
    {
        if (Data(node) is not { } data) return new SymbolMiss();
        return (Number(node, "axis") ?? -1) is -1 or 2 ? Layer(node, data, new(Softmax<float>.Kind, []), data.Features) : Missed(node, "it does not run along the last axis");
    }

    /// <summary>Steps before examples, or examples before steps: here that is nothing to compute.</summary>
    private SymbolValue Turned(SymbolNode node)
    {
        if (Data(node) is not { } data) return new SymbolMiss();
        return (Number(node, "dim1") ?? 0, Number(node, "dim2") ?? 0) is (0, 1) or (1, 0) ? data with { IsTimeFirst = !data.IsTimeFirst } : Missed(node, "it swaps other axes than the first two");
    }

    private SymbolValue LastStep(SymbolNode node)
    {
        if (Data(node) is not { } data) return new SymbolMiss();
        if (IsTrue(node, "use_sequence_length")) return Missed(node, "it takes lengths as an input; save it without use_sequence_length");
        if ((Number(node, "axis") ?? 0) != (data.IsTimeFirst ? 0 : 1)) return Missed(node, "it does not run along the steps");
        return Layer(node, data, new(LastStep<float>.Kind, []), data.Features) with { HasSteps = false };
    }

    /// <summary>Only a parameter is reshaped, before it is put together with others.</summary>
    private SymbolValue Flattened(SymbolNode node) => Input(node, 0) is SymbolParameter { Array: var array } && node.Attributes.GetValueOrDefault("shape") is "-1" or "(-1,)"
        ? new SymbolFlat([array])
        : Missed(node, "it reshapes something else than a parameter of an RNN");

    private const int MostTogether = 10_000;

    private SymbolValue Together(SymbolNode node)
    {
        var arrays = new List<NamedArray>();
        for (int place = 0; place < node.Inputs.Count; place++)
        {
            if (Input(node, place) is not SymbolFlat flat) return Missed(node, "it puts together something else than the parameters of an RNN");
            arrays.AddRange(flat.Arrays);
            // An RNN has eight arrays a layer; what is put together again and again would double each time.
            if (arrays.Count > MostTogether) return Missed(node, FormattableString.Invariant($"it puts together more than {MostTogether} arrays"));
        }
        return new SymbolFlat(arrays);
    }
}
