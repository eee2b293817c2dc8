using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>A stack of recurrent layers as layers of Keras, one behind the other.</summary>
internal static class KerasWrittenRecurrent
{
    /// <summary>Our cells that are classes of Keras, and its options under our names for them.</summary>
    private static readonly Dictionary<string, (string Class, (string Theirs, string Ours)[] Options, bool? ResetsAfter)> _cells = new(StringComparer.Ordinal)
    {
        ["elman"] = ("SimpleRNN", [("activation", "activation")], null),
        ["lstm"] = ("LSTM", [("activation", "candidate"), ("recurrent_activation", "gate")], null),
        ["gru"] = ("GRU", [("activation", "candidate"), ("recurrent_activation", "gate")], true),
        ["gru_reset_before"] = ("GRU", [("activation", "candidate"), ("recurrent_activation", "gate")], false),
    };

    /// <summary>What a layer may say of itself that is written here.</summary>
    private static readonly string[] _written = ["cell", "options", "hidden", "direction", "bias", "dropout", "input_dropout", "recurrent_dropout"];

    /// <summary>What drops units in training, under our name and Keras's.</summary>
    private static readonly (string Ours, string Theirs)[] _rates = [("input_dropout", "dropout"), ("recurrent_dropout", "recurrent_dropout")];

    /// <summary>Whether the sequence of a stack is taken for its last step only, which a forward layer gives itself.</summary>
    public static bool IsTakenAsLast(KerasWriter writer, string stack) =>
        writer.Node(stack) is { Layer.Kind: RecurrentStack<float>.Kind } node && StackDescription.Read(node.Layer.Options).Layers[^1].Direction == Direction.Forward
        && writer.UsersOf(stack).All(use => use.User?.Layer.Kind == LastStep<float>.Kind && use.Taken == stack);

    public static void Write(KerasWriter writer, NodeDescription node)
    {
        (_, LayerSpec[] layers) = StackDescription.Read(node.Layer.Options);
        if (KerasWrittenBoth.IsPartOfOne(writer, node))
        {
            writer.Defer(node.Name);
            return;
        }
        string[] taken = [.. writer.UsersOf(node.Name).Select(use => use.Taken).Distinct()];
        KerasOutput input = writer.Find(node.Inputs[0]);
        KerasOutput[] states = [.. node.Inputs.Skip(1).Select(writer.Find)];
        if (states.Length > 0 && (layers.Length > 1 || layers[0].Direction == Direction.Bidirectional)) throw Refused(node, "has initial states and is more than one layer of one direction");
        for (int i = 0; i < layers.Length; i++)
        {
            LayerSpec layer = layers[i];
            bool isLast = i == layers.Length - 1, isBoth = layer.Direction == Direction.Bidirectional;
            string name = isLast ? node.Name : writer.FreeName(string.Create(CultureInfo.InvariantCulture, $"{node.Name}_{i}"));
            bool sequences = !isLast || taken.Contains(node.Name) && !IsTakenAsLast(writer, node.Name), last = isLast && taken.Contains(node.Name + ".last");
            string stateOf = string.Create(CultureInfo.InvariantCulture, $"{node.Name}.{i}.");
            bool givesStates = taken.Any(source => source.StartsWith(stateOf, StringComparison.Ordinal)) || sequences && last;
            if (sequences && last && isBoth) throw Refused(node, "gives both the sequence and the last output of two directions");
            if (!isLast && layer.Direction == Direction.Reverse) throw Refused(node, "goes backwards below another layer");

            KerasWritten one = Layer(writer, node, layer, name, i, input, sequences, givesStates, states);
            if (layer.Dropout != 0 && !isLast) one = writer.Layer("Dropout", node, writer.FreeName(name + "_dropout"), [new(one.Name)], ("rate", layer.Dropout));
            input = new(one.Name);
            if (isLast) writer.Result(node.Name, new(name, IsReversed: sequences && layer.Direction == Direction.Reverse));
            if (last) writer.Result(node.Name + ".last", new(name, sequences ? 1 : 0));
            foreach ((int index, string state) in layer.Cell.Spec.States.Index())
            {
                int count = layer.Cell.Spec.States.Length;
                if (layer.Direction != Direction.Reverse) writer.Result($"{stateOf}forward.{state}", new(name, 1 + index));
                if (layer.Direction != Direction.Forward) writer.Result($"{stateOf}backward.{state}", new(name, 1 + index + (isBoth ? count : 0)));
            }
        }
    }

    private static KerasWritten Layer(KerasWriter writer, NodeDescription node, LayerSpec layer, string name, int index, KerasOutput input, bool sequences, bool states, KerasOutput[] initial)
    {
        string forward = string.Create(CultureInfo.InvariantCulture, $"{node.Name}.{index}.forward."), backward = string.Create(CultureInfo.InvariantCulture, $"{node.Name}.{index}.backward.");
        string kind = Class(node, layer);
        if (layer.Direction != Direction.Bidirectional)
        {
            bool back = layer.Direction == Direction.Reverse;
            KerasWritten one = writer.Layer(kind, node, name, [input]);
            foreach ((string option, JsonNode? value) in Options(node, layer, sequences, states, back, Zeroes(writer, node))) one.Config[option] = value;
            Weigh(one, "cell/vars", layer, back ? backward : forward);
            if (initial.Length == 0) return one;
            writer.Layers[^1] = one = one with { InitialState = initial };
            return one;
        }
        KerasWritten both = writer.Layer("Bidirectional", node, name, [input], ("merge_mode", "concat"));
        both.Config["layer"] = Inner("forward_" + name, node, layer, sequences, states, back: false);
        both.Config["backward_layer"] = Inner("backward_" + name, node, layer, sequences, states, back: true);
        Weigh(both, "forward_layer/cell/vars", layer, forward);
        Weigh(both, "backward_layer/cell/vars", layer, backward);
        return both;
    }

    /// <summary>A layer inside Bidirectional, where masked steps of a sequence are zero.</summary>
    public static JsonObject Inner(string name, NodeDescription node, LayerSpec layer, bool sequences, bool states, bool back)
    {
        JsonObject options = KerasWritten.Options(name);
        foreach ((string option, JsonNode? value) in Options(node, layer, sequences, states, back, zeroes: sequences)) options[option] = value;
        return KerasWritten.Object("keras.layers", Class(node, layer), options);
    }

    private static string Class(NodeDescription node, LayerSpec layer) => _cells.TryGetValue(layer.Cell.Spec.Name, out var row) ? row.Class
        : throw Refused(node, $"has a cell '{layer.Cell.Spec.Name}', which is none of Keras's ({string.Join(", ", _cells.Keys)})");

    private static IEnumerable<(string, JsonNode?)> Options(NodeDescription node, LayerSpec layer, bool sequences, bool states, bool back, bool zeroes)
    {
        (_, (string Theirs, string Ours)[] activations, bool? resetsAfter) = _cells[layer.Cell.Spec.Name];
        yield return ("units", layer.Hidden);
        foreach ((string theirs, string ours) in activations)
        {
            string activation = (string)layer.Cell.Options[ours]!;
            yield return (theirs, KerasActivations.Theirs(activation) ?? throw Refused(node, $"has activation '{activation}'"));
        }
        yield return ("use_bias", layer.Bias != BiasKind.None);
        if (resetsAfter is bool after) yield return ("reset_after", after);
        yield return ("return_sequences", sequences);
        yield return ("return_state", states);
        yield return ("go_backwards", back);
        yield return ("stateful", false);
        foreach ((string option, JsonNode? value) in Rates(node, layer)) yield return (option, value);
        yield return ("zero_output_for_mask", zeroes);
    }

    /// <summary>The options of a layer that are Keras's too; any other is refused, so that none is lost.</summary>
    private static IEnumerable<(string, JsonNode?)> Rates(NodeDescription node, LayerSpec layer)
    {
        var json = (JsonObject)StackDescription.Write(1, [layer])["layers"]![0]!;
        if (json.FirstOrDefault(field => !_written.Contains(field.Key)) is { Key: { } unknown } other) throw Refused(node, $"has {unknown} = {other.Value?.ToJsonString()}");
        foreach ((string ours, string theirs) in _rates)
        {
            if (json[ours] is not JsonObject dropout) continue;
            // Keras draws a mask for a whole sequence.
            if (dropout["shared_over_time"] is JsonValue shared && shared.TryGetValue(out bool whole) && !whole) throw Refused(node, $"has {ours} that is drawn anew at every step");
            yield return (theirs, dropout["rate"]?.DeepClone());
        }
    }

    /// <summary>Whether steps that a mask passes over are zero in what the node gives.</summary>
    private static bool Zeroes(KerasWriter writer, NodeDescription node) =>
        writer.UsersOf(node.Name).Any(use => use.User is { } user && user.Layer.Kind == PutBack<float>.Kind && (string?)user.Layer.Options["between"] == "zero");

    public static void Weigh(KerasWritten written, string place, LayerSpec layer, string ours)
    {
        IReadOnlyList<string> mine = layer.Cell.Spec.Gates, theirs = KerasCell.All.First(row => row.Layer == _cells[layer.Cell.Spec.Name].Class).Gates;
        string input = ours + "input_bias", recurrent = ours + "recurrent_bias";
        bool two = layer.Bias == BiasKind.Two;
        Add(0, own => Kernel(own, ours + "input_weight"), KerasPlace.Kernel(ours + "input_weight", mine, theirs));
        Add(1, own => Kernel(own, ours + "recurrent_weight"), KerasPlace.Kernel(ours + "recurrent_weight", mine, theirs));
        if (layer.Bias == BiasKind.None) return;
        if (_cells[layer.Cell.Spec.Name].ResetsAfter == true)
            Add(2, own => KerasBias.Stacked(Ordered(own, input), two ? Ordered(own, recurrent) : null), [KerasPlace.Bias(input, 0, mine, theirs), .. two ? [KerasPlace.Bias(recurrent, 1, mine, theirs)] : Array.Empty<KerasPlace>()]);
        else
            Add(2, own => two ? KerasBias.Sum(Ordered(own, input), Ordered(own, recurrent)) : Ordered(own, input), [KerasPlace.Bias(input, 0, mine, theirs), .. two ? [new KerasPlace(recurrent, KerasBias.Zero)] : Array.Empty<KerasPlace>()]);

        void Add(int number, Func<ArrayFile, NamedArray> make, params KerasPlace[] places) => written.Weights.Add(new(string.Create(CultureInfo.InvariantCulture, $"{place}/{number}"), make, places) { IsSum = number == 2 && two && _cells[layer.Cell.Spec.Name].ResetsAfter != true });
        NamedArray Ordered(ArrayFile own, string name) => new ArrayPair(name, name, mine, theirs).ToTheirs(own[name]);
        NamedArray Kernel(ArrayFile own, string name) => KerasPlace.Transposed(Ordered(own, name));
    }

    private static NotSupportedException Refused(NodeDescription node, string what) => new($"Node '{node.Name}' {what}, which Keras has no layer for. Save as .safetensors.");
}
