using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// A loop over the steps of a signal whose body is one of our cells becomes a layer of that cell.
internal sealed partial class OnnxImport
{
    private IReadOnlyList<OnnxKnown>? Cell(OnnxNode node, OnnxGraph body, OnnxKnown?[] inputs, OnnxScope scope)
    {
        const int counted = 2;
        int carried = body.Inputs.Count - counted;
        var reading = new OnnxLoopReading(body, name => scope.Find(name), Results, scope);
        foreach (OnnxTensor tensor in body.Initializers) reading.Constants[tensor.Name] = Held(tensor);
        for (int i = 0; i < carried; i++)
        {
            string name = body.Inputs[counted + i].Name, next = Unchanged(body, body.Outputs[1 + i].Name);
            if (next == name && inputs[counted + i] is { } same) reading.Constants[name] = same;
            else if (IsWholeType(body.Inputs[counted + i].Type)) reading.Counters.Add(name);
            else reading.Terms[name] = new StateTerm(i);
        }
        reading.Counters.Add(body.Inputs[0].Name);
        if (!reading.Read() || reading.Sequence is not { } x || !IsOverAll(reading, body, inputs, x)) return null;
        var states = new Dictionary<int, OnnxTerm>();
        for (int i = 0; i < carried; i++)
            if (reading.Terms.GetValueOrDefault(body.Inputs[counted + i].Name) is StateTerm)
            {
                if (reading.Terms.GetValueOrDefault(Unchanged(body, body.Outputs[1 + i].Name)) is not { } next) return null;
                states[i] = next;
            }
        return OnnxLoopCell.Of(states) is { } cell ? Layer(node, body, inputs, reading, cell, x, carried) : null;
    }

    /// <summary>Whether counters go up by one from zero, and the rounds are the steps: a fixed number of them, or as many as there are.</summary>
    private static bool IsOverAll(OnnxLoopReading reading, OnnxGraph body, OnnxKnown?[] inputs, OnnxView x)
    {
        bool isCounted = inputs[0] is OnnxConstant { Single: { } rounds } ? x.T.Number == rounds : inputs[0] is OnnxSizes { Sizes: [var size] } && size == x.T;
        bool begins = inputs[1] is null or OnnxConstant { Single: not 0 };
        for (int i = 2; i < body.Inputs.Count; i++)
            if (reading.Counters.Contains(body.Inputs[i].Name) && (inputs[i] is not OnnxConstant { Single: 0 } || !reading.CountsUp(body.Inputs[i].Name, body.Outputs[i - 1].Name))) return false;
        return isCounted && begins && reading.GoesOnUntil(body.Outputs[0].Name, x.T.Number);
    }

    private IReadOnlyList<OnnxKnown>? Layer(OnnxNode node, OnnxGraph body, OnnxKnown?[] inputs, OnnxLoopReading reading, OnnxLoopCell cell, OnnxView x, int carried)
    {
        // What the loop collects must be the output, and nothing of the counters may be asked for.
        OnnxTerm output = reading.Terms[Unchanged(body, body.Outputs[1 + cell.Output].Name)];
        for (int i = carried; i < node.Outputs.Count; i++)
            if (node.Outputs[i].Length > 0 && !ReferenceEquals(reading.Terms.GetValueOrDefault(Unchanged(body, body.Outputs[1 + i].Name)), output)) return null;
        int hidden = cell.Gates.Values.First().Units;
        if (cell.Gates.Values.Any(gate => gate.Units != hidden || gate.W!.Shape[0] != x.Features || gate.U!.Shape[0] != hidden)) return null;
        bool hasBias = cell.Gates.Values.Any(gate => gate.InputBias is not null || gate.RecurrentBias is not null);
        var spec = new LayerSpec(cell.Cell, hidden, Direction.Forward, hasBias ? BiasKind.Two : BiasKind.None);
        var taken = new List<string> { x.Source };
        int[] order = cell.Inner < 0 ? [cell.Output] : [cell.Output, cell.Inner];
        if (!order.All(state => IsZero(inputs[2 + state])))
        {
            if (order.Any(state => inputs[2 + state] is null or OnnxConstant)) return null;
            foreach (int state in order) taken.Add(Emit($"{node.Shown}.state", "Identity", [], [Plain(inputs[2 + state]!)], new SignalShape(hidden, HasSteps: false)));
        }
        string layer = Emit(node.Shown, new LayerDescription(RecurrentStack<float>.Kind, StackDescription.Write(x.Features, [spec])), taken);
        SumTerm[] gates = [.. cell.Cell.Spec.Gates.Select(gate => cell.Gates[gate])];
        Keep("input_weight", [.. gates.SelectMany(gate => Turned(gate.W!))], new(gates.Length * hidden, x.Features));
        Keep("recurrent_weight", [.. gates.SelectMany(gate => Turned(gate.U!))], new(gates.Length * hidden, hidden));
        if (hasBias)
        {
            Keep("input_bias", [.. gates.SelectMany(gate => gate.InputBias ?? new double[hidden])], new(gates.Length * hidden));
            Keep("recurrent_bias", [.. gates.SelectMany(gate => gate.RecurrentBias ?? new double[hidden])], new(gates.Length * hidden));
        }
        var y = new OnnxView(layer, [OnnxAxis.Steps, OnnxAxis.Sequences, OnnxAxis.Features], hidden, 1, x.N, x.T);
        return [.. Enumerable.Range(0, node.Outputs.Count).Select(i => (OnnxKnown)(
            i >= carried ? y
            : i == cell.Output ? y with { Source = $"{layer}.0.forward.h", Axes = [OnnxAxis.Sequences, OnnxAxis.Features] }
            : i == cell.Inner ? y with { Source = $"{layer}.0.forward.c", Axes = [OnnxAxis.Sequences, OnnxAxis.Features] }
            : Unchanged(body, body.Outputs[1 + i].Name) == body.Inputs[2 + i].Name ? inputs[2 + i]! : new OnnxMiss()))];

        void Keep(string name, double[] values, Shape shape) =>
            _arrays[$"{layer}.0.forward.{name}"] = reading.IsDouble ? NamedArray.From(name, new Tensor<double>(shape, values)) : NamedArray.From(name, new Tensor<float>(shape, Array.ConvertAll(values, value => (float)value)));

        static IEnumerable<double> Turned(Tensor<double> matrix) =>
            Enumerable.Range(0, matrix.Shape[1]).SelectMany(column => Enumerable.Range(0, matrix.Shape[0]).Select(row => matrix[row, column]));
    }
}
