using System.Globalization;
using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>One direction of one layer of a recurrent node.</summary>
/// <param name="Hidden">Units.</param>
/// <param name="Cell">Null where there is no witness.</param>
public sealed record WitnessDirection(string Node, int Layer, bool Reverse, string CellName, int Hidden, CellWitness? Cell)
{
    /// <summary>As results call it: <c>0.forward</c>.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Layer}.{(Reverse ? "backward" : "forward")}");
}

/// <summary>What a node does at one step, with all its numbers.</summary>
/// <param name="Place">Of a recurrent node the layer and direction; empty elsewhere.</param>
/// <param name="Step">Null where there is no time.</param>
public sealed record WitnessMoment(string Node, string Place, int Sequence, int? Step, Scope Numbers);

/// <summary>
/// A model from its description and its parameters as plain numbers, computed by plain loops in double precision. It shares no code with the engine: only what
/// the description says, in words, and the numbers.
/// </summary>
public sealed class WitnessModel
{
    private readonly Dictionary<string, WitnessDirection[]> _recurrent = new(StringComparer.Ordinal);

    /// <param name="description">As files carry it.</param>
    /// <param name="arrays">Named <c>node.parameter</c>.</param>
    /// <param name="texts">For cells without a row in the table: what the cell says of itself, by its name.</param>
    public WitnessModel(JsonObject description, IReadOnlyDictionary<string, WitnessArray> arrays, IReadOnlyDictionary<string, Func<CellEquations>> texts)
    {
        Inputs = [.. description["inputs"]!.AsArray().Select(input => input!["name"]!.GetValue<string>())];
        Nodes = [.. description["nodes"]!.AsArray().Select(node => Node(node!.AsObject(), arrays))];
        Outputs = [.. description["outputs"]!.AsArray().Select(output => (output!["name"]!.GetValue<string>(), output["source"]!.GetValue<string>()))];
        foreach (WitnessNode node in Nodes)
        {
            if (node.Kind == Recurrent) _recurrent[node.Name] = [.. Directions(node, texts)];
            else if (LayerEquationTable.Find(node.Kind) is null)
                _missing.Add($"There is no independent witness for '{node.Kind}', the kind of node '{node.Name}'. Known: {string.Join(", ", LayerEquationTable.Kinds)}. Bring its equations by {nameof(LayerEquationTable)}.{nameof(LayerEquationTable.Add)}.");
        }
    }

    private readonly List<string> _missing = [];

    /// <summary>For what there is no witness, and what to do, a sentence each; with any, the model cannot be run here.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>The kind that has cells.</summary>
    public const string Recurrent = "recurrent";

    public IReadOnlyList<string> Inputs { get; }
    public IReadOnlyList<WitnessNode> Nodes { get; }
    public IReadOnlyList<(string Name, string Source)> Outputs { get; }

    /// <summary>The layers and directions of a recurrent node.</summary>
    public IReadOnlyList<WitnessDirection> DirectionsOf(string node) => _recurrent[node];

    /// <summary>Computes every node, and every further result of recurrent ones (<c>rnn.last</c>, <c>rnn.0.forward.h</c>), by name.</summary>
    /// <param name="seen">Called at every step of every node.</param>
    public IReadOnlyDictionary<string, WitnessSignal> Run(IReadOnlyDictionary<string, WitnessSignal> inputs, Action<WitnessMoment>? seen = null)
    {
        var signals = new Dictionary<string, WitnessSignal>(inputs, StringComparer.Ordinal);
        foreach (WitnessNode node in Nodes)
        {
            WitnessSignal[] given = [.. node.Inputs.Select(name => signals[name])];
            if (node.Kind == Recurrent) Run(node, given, signals, seen);
            else signals[node.Name] = Run(node, LayerEquationTable.Find(node.Kind)!, given, seen);
        }
        return signals;
    }

    private static WitnessSignal Run(WitnessNode node, LayerEquations layer, WitnessSignal[] given, Action<WitnessMoment>? seen)
    {
        if (layer.Compute is { } compute) return compute(node, given);
        IReadOnlyList<Equation> equations = layer.Of(node);
        Scope scope = layer.ScopeOf(node);
        return given[0].Each(At(0, 0).Vector("y").Length, (n, t) =>
        {
            Scope step = At(n, t);
            seen?.Invoke(new(node.Name, "", n, given[0].HasTime ? t : null, step));
            return step.Vector("y");
        });

        Scope At(int n, int t)
        {
            Scope step = scope.Copy();
            for (int i = 0; i < given.Length; i++) step.Set(LayerEquations.Input(i, given.Length), given[i].Values[n][t]);
            step.Run(equations);
            return step;
        }
    }

    private void Run(WitnessNode node, WitnessSignal[] given, Dictionary<string, WitnessSignal> signals, Action<WitnessMoment>? seen)
    {
        WitnessSignal x = given[0], last = x;
        var initial = new Queue<double[][]>(given.Skip(1).Select(signal => signal.Values.Select(steps => steps[0]).ToArray()));
        foreach (IGrouping<int, WitnessDirection> layer in _recurrent[node.Name].GroupBy(direction => direction.Layer))
        {
            var outputs = new List<double[][][]>();
            var ends = new List<double[][]>();
            foreach (WitnessDirection direction in layer)
            {
                CellWitness cell = direction.Cell!;
                double[][][]? states = given.Length == 1 ? null : [.. cell.Cell.States.Select(_ => initial.Dequeue())];
                (double[][][] output, double[][][] final) = cell.Run(x, direction.Reverse, states, seen is null ? null : (n, t, numbers) => seen(new(node.Name, direction.Place, n, t, numbers)));
                outputs.Add(output);
                ends.Add(final[0]);
                foreach ((string state, double[][] values) in cell.Cell.States.Zip(final)) signals[$"{node.Name}.{direction.Place}.{state}"] = Rows(values);
            }
            var frame = new FrameWitness(node, layer.Key);
            WitnessSignal below = x;
            x = frame.Past(below, x.Each(frame.Merge([.. outputs.Select(output => output[0][0])]).Length, (n, t) => frame.Merge([.. outputs.Select(output => output[n][t])])));
            x = frame.Padded(x);
            last = Rows(frame.IsPlain ? [.. ends[0].Select((_, n) => frame.Merge([.. ends.Select(end => end[n])]))] : frame.AtEnd(x));
        }
        (signals[node.Name], signals[$"{node.Name}.last"]) = (x, last);
    }

    private static WitnessSignal Rows(double[][] values) => new([.. values.Select(row => (double[][])[row])], false, [.. values.Select(_ => 1)]);

    private static WitnessNode Node(JsonObject node, IReadOnlyDictionary<string, WitnessArray> arrays)
    {
        string name = node["name"]!.GetValue<string>(), before = name + ".";
        return new(name, node["kind"]!.GetValue<string>(), node["options"]!.AsObject(), [.. node["inputs"]!.AsArray().Select(input => input!.GetValue<string>())],
            arrays.Where(row => row.Key.StartsWith(before, StringComparison.Ordinal)).ToDictionary(row => row.Key[before.Length..], row => row.Value, StringComparer.Ordinal));
    }

    private IEnumerable<WitnessDirection> Directions(WitnessNode node, IReadOnlyDictionary<string, Func<CellEquations>> texts)
    {
        foreach ((int index, JsonNode? both) in node.Options["layers"]!.AsArray().Index())
        {
            string direction = both!["direction"]!.GetValue<string>();
            if (both["padding"]?.GetValue<string>() == "compute")
                _missing.Add($"There is no independent witness for outputs behind the end of a sequence (padding 'compute') of node '{node.Name}', layer {index.ToString(CultureInfo.InvariantCulture)}. Explain the model with the padding rule zero or hold; all steps that are there are the same.");
            foreach (bool reverse in (bool[])[false, true])
            {
                if (direction == (reverse ? "forward" : "reverse")) continue;
                string before = string.Create(CultureInfo.InvariantCulture, $"{index}.{(reverse ? "backward" : "forward")}.");
                JsonObject layer = (reverse ? both["back"] ?? both : both).AsObject();
                int hidden = layer["hidden"]!.GetValue<int>();
                string name = layer["cell"]!.GetValue<string>();
                CellWitness? cell = null;
                try
                {
                    CellEquations equations = CellEquationTable.Find(name) ?? texts[name]();
                    cell = new CellWitness(equations, layer, parameter => node.Arrays.GetValueOrDefault(before + parameter));
                }
                catch (FormatException error)
                {
                    _missing.Add($"There is no independent witness for the cell '{name}' of node '{node.Name}', layer {index.ToString(CultureInfo.InvariantCulture)}: {error.Message.TrimEnd('.')}. Write its equations in CellSpec.Equations so that they can be evaluated, or bring them by {nameof(CellEquationTable)}.{nameof(CellEquationTable.Add)}.");
                }
                yield return new(node.Name, index, reverse, name, hidden, cell);
            }
        }
    }
}
