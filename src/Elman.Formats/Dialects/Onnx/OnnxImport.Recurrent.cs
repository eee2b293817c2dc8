using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// RNN, GRU and LSTM with every attribute and input.
internal sealed partial class OnnxImport
{
    private static readonly string[] _recurrentAttributes = ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "input_forget", "layout", "linear_before_reset"];

    /// <summary>The places of the inputs, the same in all three.</summary>
    private const int Sequences = 0, W = 1, R = 2, B = 3, Lengths = 4, InitialH = 5, InitialC = 6, Peepholes = 7;

    private IReadOnlyList<OnnxKnown> Recurrent(OnnxNode node, OnnxKnown?[] inputs)
    {
        OnnxKnown? At(int place) => inputs.ElementAtOrDefault(place);
        if (node.Attributes.FirstOrDefault(attribute => !_recurrentAttributes.Contains(attribute.Name)) is { } unknown) return Unread(node, $"has the attribute {BadFileException.Shown(unknown.Name)}");
        if (At(W) is not OnnxConstant { Array: { Shape.Rank: 3 } w } || At(R) is not OnnxConstant { Array: { Shape.Rank: 3 } r }) return Unread(node, "has weights that are no constants of three axes");
        if (At(B) is not (null or OnnxConstant { Array.Shape.Rank: 2 })) return Unread(node, "has biases that are no constant of two axes");
        if (OnnxCell.Of(node) is not { } cell) return Unread(node, $"has activations, a direction or other attributes that are not known; activations: {string.Join(", ", OnnxActivations.Known)}");
        int hidden = r.Shape[2], ways = cell.Ways, features = w.Shape[2];
        if (hidden < 1 || features < 1 || w.Shape[0] != ways || r.Shape[0] != ways || w.Shape[1] != cell.Gates.Count * hidden || r.Shape[1] != cell.Gates.Count * hidden)
            throw Bad(node, $"has weights {w.Shape} and {r.Shape}; {ways} directions of {cell.Gates.Count} gates take ({ways}, {cell.Gates.Count * hidden}, inputs) and ({ways}, {cell.Gates.Count * hidden}, {hidden})");
        bool isBatchFirst = node.Attribute("layout")?.Integer is 1;
        if (Sequence(node, At(Sequences)!, features, isBatchFirst, At(Lengths)) is not { } x) return Miss;
        bool hasPeepholes = At(Peepholes) is not null, isLstm = node.Operator == "LSTM";
        if (hasPeepholes && At(Peepholes) is not OnnxConstant) return Unread(node, "has peepholes that are no constant");
        LayerSpec spec = cell.Spec(hidden, At(B) is null ? BiasKind.None : BiasKind.Two, hasPeepholes);
        string name = LayerName(node);
        var taken = new List<string> { x.Source };
        if (Initial(node, At(InitialH), isLstm ? At(InitialC) : null, isLstm, ways, hidden, isBatchFirst, taken) is false) return Miss;
        string layer = Emit(name, new LayerDescription(RecurrentStack<float>.Kind, StackDescription.Write(features, [spec])), taken);
        for (int way = 0; way < ways; way++)
        {
            string path = $"{layer}.0.{(cell.IsReverse || way == 1 ? "backward" : "forward")}";
            IReadOnlyList<string> gates = (way == 1 ? spec.Back ?? spec : spec).Cell.Spec.Gates;
            _arrays[$"{path}.input_weight"] = cell.Rows(w, way, gates, hidden);
            _arrays[$"{path}.recurrent_weight"] = cell.Rows(r, way, gates, hidden);
            if (At(B) is OnnxConstant { Array: { } b })
            {
                if (!b.Shape.Equals(new Shape(ways, 2 * cell.Gates.Count * hidden))) throw Bad(node, $"has biases {b.Shape}; expected ({ways}, {2 * cell.Gates.Count * hidden})");
                _arrays[$"{path}.input_bias"] = cell.Rows(b, 2 * way, gates, hidden);
                _arrays[$"{path}.recurrent_bias"] = cell.Rows(b, 2 * way + 1, gates, hidden);
            }
            if (At(Peepholes) is not OnnxConstant { Array: { } p }) continue;
            if (!p.Shape.Equals(new Shape(ways, 3 * hidden))) throw Bad(node, $"has peepholes {p.Shape}; expected ({ways}, {3 * hidden})");
            foreach (string vector in spec.Cell.Spec.Vectors) _arrays[$"{path}.{vector}"] = cell.Peephole(p, way, vector, hidden);
        }
        return Given(node, layer, x, cell, hidden, isBatchFirst, isLstm);
    }

    private IReadOnlyList<OnnxKnown> Unread(OnnxNode node, string why)
    {
        _unsupported.Add($"{node.Operator} '{BadFileException.Shown(node.Shown)}', which {why}");
        return Miss;
    }

    /// <summary>The input as a signal (N, T, F): itself, or brought into that order.</summary>
    private OnnxView? Sequence(OnnxNode node, OnnxKnown known, int features, bool isBatchFirst, OnnxKnown? lengths)
    {
        OnnxAxis[] order = isBatchFirst ? [OnnxAxis.Sequences, OnnxAxis.Steps, OnnxAxis.Features] : [OnnxAxis.Steps, OnnxAxis.Sequences, OnnxAxis.Features];
        var gives = new SignalShape(features, HasSteps: true);
        OnnxView x;
        if (known is OnnxView view && view.Is(order) && !view.IsIds) x = view;
        else
        {
            if (known is OnnxConstant)
            {
                Unread(node, "goes over a constant");
                return null;
            }
            OnnxTensorValue tensor = Plain(known);
            if (tensor.Sizes is { } sizes && sizes.Count != 3) throw Bad(node, $"goes over a tensor of {sizes.Count} axes; expected 3");
            string turned = isBatchFirst ? Emit($"{node.Shown}.x", "Identity", [], [tensor], gives) : Emit($"{node.Shown}.x", "Transpose", new JsonObject { ["perm"] = List([1, 0, 2]) }, [tensor], gives);
            OnnxSize At(int axis) => tensor.Sizes?[axis] ?? new OnnxSize(null, $"{turned}:{axis}");
            x = new(turned, order, features, 1, At(isBatchFirst ? 0 : 1), At(isBatchFirst ? 1 : 0));
        }
        if (x.Features != features) throw Bad(node, $"goes over {x.Features} features, and its weights take {features}");
        if (lengths is null || (lengths is OnnxConstant { Single: { } all } && x.T.Number == all)) return x;
        string cut = Emit($"{node.Shown}.lengths", "WithLengths", [], [new OnnxTensorValue(x.Source, null, false), lengths], gives);
        return x with { Source = cut, HasLengths = true };
    }

    /// <summary>The states at the beginning, as inputs of the node behind its sequences: direction by direction, h before c. None where they are zero.</summary>
    private bool Initial(OnnxNode node, OnnxKnown? h, OnnxKnown? c, bool isLstm, int ways, int hidden, bool isBatchFirst, List<string> taken)
    {
        if (IsZero(h) && IsZero(c)) return true;
        for (int way = 0; way < ways; way++)
            foreach (OnnxKnown? state in isLstm ? (OnnxKnown?[])[h, c] : [h])
            {
                OnnxKnown model = IsZero(state) ? IsZero(h) ? c! : h! : state!;
                if (model is OnnxConstant)
                {
                    Unread(node, "begins in a state that is a constant other than zero");
                    return false;
                }
                taken.Add(State(node, model, way, ways, hidden, isBatchFirst, isZero: IsZero(state)));
            }
        return true;
    }

    private static bool IsZero(OnnxKnown? state) => state is null or OnnxConstant { Single: 0 } or OnnxFill { Value: 0 };

    private string State(OnnxNode node, OnnxKnown known, int way, int ways, int hidden, bool isBatchFirst, bool isZero)
    {
        var gives = new SignalShape(hidden, HasSteps: false);
        string source = ways == 1 && known is OnnxView { IsOneStep: false, IsSplit: false, HasSteps: false } view && view.Features == hidden
                && view.Axes.SequenceEqual(isBatchFirst ? [OnnxAxis.Sequences, OnnxAxis.One, OnnxAxis.Features] : [OnnxAxis.One, OnnxAxis.Sequences, OnnxAxis.Features])
            ? view.Source
            : Emit($"{node.Shown}.state", "Gather", new JsonObject { ["axis"] = isBatchFirst ? 1 : 0 }, [Plain(known), new OnnxConstant(NamedArray.From("way", Tensor.Scalar((long)way)))], gives);
        if (!isZero) return source;
        string shape = Emit($"{node.Shown}.state_shape", "Shape", [], [new OnnxTensorValue(source, null, false)]);
        return Emit($"{node.Shown}.zeros", "ConstantOfShape", new JsonObject { ["value"] = 0.0 }, [new OnnxTensorValue(shape, null, true)], gives);
    }

    /// <summary>Y, Y_h and Y_c: views of the layer's output and final states.</summary>
    private List<OnnxKnown> Given(OnnxNode node, string layer, OnnxView x, OnnxCell cell, int hidden, bool isBatchFirst, bool isLstm)
    {
        OnnxAxis way = cell.Ways == 2 ? OnnxAxis.Ways : OnnxAxis.One;
        OnnxAxis[] all = isBatchFirst ? [OnnxAxis.Sequences, OnnxAxis.Steps, way, OnnxAxis.Features] : [OnnxAxis.Steps, way, OnnxAxis.Sequences, OnnxAxis.Features];
        OnnxAxis[] last = isBatchFirst ? [OnnxAxis.Sequences, way, OnnxAxis.Features] : [way, OnnxAxis.Sequences, OnnxAxis.Features];
        var y = new OnnxView(layer, all, cell.Ways * hidden, cell.Ways, x.N, x.T, x.HasLengths);
        string side = cell.IsReverse ? "backward" : "forward";
        OnnxView h = y with { Source = cell.Ways == 2 ? $"{layer}.last" : $"{layer}.0.{side}.h", Axes = last, HasLengths = false };
        if (!isLstm) return [y, h];
        string inner = cell.Ways == 1 ? $"{layer}.0.{side}.c"
            : node.Outputs.ElementAtOrDefault(2) is null or "" ? "" : Emit($"{layer}.c", new LayerDescription(Concatenate<float>.Kind, []), $"{layer}.0.forward.c", $"{layer}.0.backward.c");
        return [y, h, h with { Source = inner }];
    }
}
