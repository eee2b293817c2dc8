using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations.Witness;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Emit;

internal sealed partial class ProgramWalk
{
    /// <summary>What a layer may have: what changes nothing when a model is used, what stands in the equations, and what is written around the cell.</summary>
    private static readonly string[] _layerOptions =
        ["cell", "options", "hidden", "direction", "bias", "dropout", "input_dropout", "recurrent_dropout", "output_dropout", "zoneout", "projection", "hidden_clip", "layer_norm", "merge", "connection", "back"];

    private static readonly string[] _cellOptions = ["activation", "gate", "candidate", "output", "input_gate", "forget_gate", "output_gate", "pre_activation_clip", "cell_clip"];

    /// <summary>What goes past a layer, x_2 being the layer's input and x_1 its result.</summary>
    private static readonly Dictionary<(string Connection, bool Across), LayerEquations> _past = new()
    {
        [("residual", false)] = new("residual", "what a layer gives, and its input", "He et al. (2016), Deep residual learning", "y = x_1 + x_2"),
        [("residual", true)] = new("residual", "what a layer gives, and its input by a matrix", "He et al. (2016), Deep residual learning", "y = x_1 + W x_2"),
        [("highway", false)] = new("highway", "a gate between what a layer gives and its input", "Srivastava, Greff and Schmidhuber (2015), Highway networks", "t = σ(b_t + W_t x_2)\ny = t∘x_1 + (1 − t)∘x_2"),
        [("highway", true)] = new("highway", "a gate between what a layer gives and its input by a matrix", "Srivastava, Greff and Schmidhuber (2015), Highway networks", "t = σ(b_t + W_t x_2)\ny = t∘x_1 + (1 − t)∘(W x_2)"),
        [("dense", false)] = new("beside", "what a layer gives, and its input, side by side", "Huang et al. (2017), Densely connected networks", "y = (x_1, x_2)"),
    };

    private static readonly (string Symbol, string Parameter, int Axes)[] _pastParameters = [("W", "weight", 2), ("W_t", "gate_weight", 2), ("b_t", "gate_bias", 1)];

    private void Recurrent(NodeDescription node, LayerSpec[] specs, int features)
    {
        string below = _variables[node.Inputs[0]], last = below;
        var initial = new Queue<string>(node.Inputs.Skip(1).Select(name => _variables[name]));
        for (int k = 0; k < specs.Length; k++)
        {
            JsonObject layer = node.Layer.Options["layers"]![k]!.AsObject();
            RefuseUnknown(node.Name, k, layer);
            string at = string.Create(CultureInfo.InvariantCulture, $"{node.Name}_{k}"), prefix = string.Create(CultureInfo.InvariantCulture, $"{node.Name}.{k}.");
            bool isBoth = specs[k].Direction == Direction.Bidirectional;
            var sides = new List<string>();
            var ends = new List<string>();
            foreach (bool reverse in isBoth ? (bool[])[false, true] : [specs[k].Direction == Direction.Reverse])
            {
                LayerSpec spec = reverse ? specs[k].Back ?? specs[k] : specs[k];
                string way = reverse ? "backward" : "forward", variable = Free(isBoth ? $"{at}_{way}" : at);
                CellFunction function = Cell(node.Name, $"{prefix}{way}.", (reverse ? layer["back"] ?? layer : layer).AsObject());
                string[] states = [.. function.Cell.States.Select(state => Free($"{variable}_{state}"))];
                _calls.Add(new([variable, .. states], function, [below], $"{prefix}{way}.", reverse, node.Inputs.Count == 1 ? [] : [.. function.Cell.States.Select(_ => initial.Dequeue())], new(spec.Outputs, HasSteps: true)));
                foreach ((string state, string name) in function.Cell.States.Zip(states)) _variables[$"{node.Name}.{k.ToString(CultureInfo.InvariantCulture)}.{way}.{state}"] = name;
                sides.Add(variable);
                ends.Add(states[0]);
            }
            int merged = specs[k].Features(features) - (specs[k].Connection == Connection.Dense ? features : 0);
            string made = Merged(layer, sides, at, new(merged, HasSteps: true));
            last = Merged(layer, ends, at + "_last", new(merged, HasSteps: false));
            string connection = layer["connection"]?.GetValue<string>() ?? "none";
            if (connection != "none")
            {
                made = Past(prefix + "connection.", connection, made, below, at, new(specs[k].Features(features), HasSteps: true));
                last = AtEnd(made, at, specs[k].Direction == Direction.Reverse, new(specs[k].Features(features), HasSteps: false));
            }
            (below, features) = (made, specs[k].Features(features));
        }
        (_variables[node.Name], _variables[node.Name + ".last"]) = (below, last);
    }

    private CellFunction Cell(string node, string prefix, JsonObject layer)
    {
        string name = layer["cell"]!.GetValue<string>();
        CellEquations cell = CellEquationTable.Find(name) ?? throw Refused(node, $"nobody has said the equations of its cell '{name}'. Known: {string.Join(", ", CellEquationTable.Names)}");
        WitnessArray? Array(string parameter) => _arrays.TryGetValue(prefix + parameter, out NamedArray? array) ? new([.. array.Shape], new double[array.Shape.Count]) : null;
        var witness = new CellWitness(cell, layer, Array);
        var letters = witness.Functions.ToDictionary(row => row.Letter, row => row.Name, StringComparer.Ordinal);
        string key = $"{name} {string.Join("; ", witness.Equations.Select(EquationText.Of))} {string.Join(' ', letters)} {Array("input_bias") is null} {Array("recurrent_bias") is null}";
        return (CellFunction)Once(key, name, unique => new CellFunction(unique, cell, layer, witness.Equations, letters, Array("input_bias") is not null, Array("recurrent_bias") is not null, Array("projection_weight") is not null));
    }

    private string Merged(JsonObject layer, List<string> sides, string at, SignalShape shape)
    {
        if (sides.Count == 1) return sides[0];
        string kind = layer["merge"]?.GetValue<string>() switch { "sum" => "add", "multiply" => "multiply", "average" => "average", _ => "concatenate" };
        LayerEquations row = LayerEquationTable.Find(kind)!;
        var witness = new WitnessNode(at, kind, [], ["f", "b"], new Dictionary<string, WitnessArray>());
        string target = Free(at);
        _calls.Add(new([target], AtEachStep(kind, row.Title, row.Source, row.Of(witness), [], ["x_1", "x_2"], [], []), sides, "", false, [], shape));
        return target;
    }

    private string Past(string prefix, string connection, string made, string below, string at, SignalShape shape)
    {
        LayerEquations row = _past[(connection, _arrays.ContainsKey(prefix + "weight"))];
        (string, string, int)[] parameters = [.. _pastParameters.Where(parameter => _arrays.ContainsKey(prefix + parameter.Parameter))];
        EmitFunction function = AtEachStep(row.Kind, row.Title, row.Source, EquationReader.Read(row.Text), connection == "highway" ? new() { ["σ"] = "sigmoid" } : [], ["x_1", "x_2"], parameters, []);
        string target = Free(at + "_sum");
        _calls.Add(new([target], function, [made, below], parameters.Length > 0 ? prefix : "", false, [], shape));
        return target;
    }

    private string AtEnd(string made, string at, bool reverse, SignalShape shape)
    {
        string kind = reverse ? "first_step" : "last_step", target = Free(at + "_end");
        _calls.Add(new([target], Once(kind, kind, name => new ShapeFunction(name, kind, reverse ? "the step that is visited last" : "last step", "", [], [], 1)), [made], "", false, [], shape));
        return target;
    }

    private static void RefuseUnknown(string node, int layer, JsonObject json)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"its layer {layer}");
        if (json.Select(field => field.Key).Except(_layerOptions).FirstOrDefault() is { } option) throw Refused(node, $"{where} has '{option}', for which a short program has no words");
        if (json["options"]!.AsObject().Select(field => field.Key).Except(_cellOptions).FirstOrDefault() is { } own) throw Refused(node, $"the cell of {where} has '{own}', for which a short program has no words");
        if (json["back"] is JsonObject back) RefuseUnknown(node, layer, back);
    }
}
