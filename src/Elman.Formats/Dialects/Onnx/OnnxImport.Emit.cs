using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// Nodes of the model: their names, their arrays, and only those that lead to an output.
internal sealed partial class OnnxImport
{
    /// <summary>Numbers of which a constant of a plain operator is written into the description; more become a parameter.</summary>
    private const int FewNumbers = 1;

    private readonly Dictionary<string, OnnxTensorValue> _materialised = new(StringComparer.Ordinal);

    private string Named(string wanted)
    {
        string plain = string.Concat(wanted.Trim('/', ' ').Select(c => char.IsControl(c) ? '_' : c));
        if (plain.Length == 0) plain = "node";
        string name = plain;
        for (int i = 1; !_names.Add(name); i++) name = FormattableString.Invariant($"{plain}_{i}");
        return name;
    }

    private string Emit(string name, LayerDescription layer, params IReadOnlyList<string> inputs)
    {
        string unique = Named(name);
        _nodes.Add(new(unique, layer, inputs));
        return unique;
    }

    /// <summary>One of our operators on values of the model.</summary>
    private string Emit(string name, string operation, JsonObject attributes, IReadOnlyList<OnnxKnown?> inputs, SignalShape? gives = null, int results = 1)
    {
        var taken = new List<string>();
        string unique = Named(name);
        OperatorInput[] places = [.. inputs.Select((input, place) => Place(input, taken, unique, FormattableString.Invariant($"{place}")))];
        _nodes.Add(new(unique, OperatorLayer<float>.Describe(new OperatorStep(operation, attributes, places, [.. Enumerable.Range(0, results).Select(i => FormattableString.Invariant($"r{i}"))]), taken.Count, gives), taken));
        return unique;
    }

    /// <summary>What an operator takes at one place; values of the model are added to what its node takes.</summary>
    private OperatorInput Place(OnnxKnown? known, List<string> taken, string node, string parameter)
    {
        switch (known)
        {
            case null: return OperatorInput.Absent;
            case OnnxConstant { IsWhole: true } whole: return OperatorInput.Of(whole.Value.Ids!);
            case OnnxConstant { Array.Shape.Count: <= FewNumbers } few when few.Value.Numbers!.Values.ToArray().All(double.IsFinite): return OperatorInput.Of(few.Value.Numbers!);
            case OnnxConstant many:
                _arrays[$"{node}.{parameter}"] = many.Array;
                return OperatorInput.Of(parameter, many.Array.Shape);
        }
        string source = Plain(known).Source;
        int at = taken.IndexOf(source);
        if (at < 0)
        {
            at = taken.Count;
            taken.Add(source);
        }
        return new OperatorInput(FormattableString.Invariant($"{at}"));
    }

    /// <summary>A value as a tensor in ONNX's own order of axes.</summary>
    private OnnxTensorValue Plain(OnnxKnown known) => known switch
    {
        OnnxTensorValue tensor => tensor,
        OnnxView view => Plain(view),
        OnnxSizes sizes => Computed(sizes.Origin, isWhole: true),
        OnnxFill fill => Computed(fill.Origin, isWhole: false),
        _ => throw Bad($"a constant stands where a value of the model is needed."),
    };

    private OnnxTensorValue Computed(OnnxOrigin origin, bool isWhole)
    {
        string key = $"computed {origin.Node.Outputs[0]}";
        if (_materialised.TryGetValue(key, out OnnxTensorValue? there)) return there;
        return _materialised[key] = Plain(origin.Node, OnnxOperator.All[origin.Node.Operator], origin.Inputs)[0] is OnnxTensorValue made ? made with { IsWhole = isWhole } : throw Bad(origin.Node, $"could not be computed");
    }

    /// <summary>Axes cut in two, then brought into order, then those of size 1 put between.</summary>
    private OnnxTensorValue Plain(OnnxView view)
    {
        string key = $"{view.Source}|{string.Join(',', view.Axes)}";
        if (_materialised.TryGetValue(key, out OnnxTensorValue? there)) return there;
        OnnxKnown made = new OnnxTensorValue(view.Source, null, view.IsIds);
        if (view.HasLengths) made = Operator("WithoutLengths", []);
        var canonical = new List<OnnxAxis> { OnnxAxis.Sequences };
        if (view.HasSteps) canonical.Add(view.IsOneStep ? OnnxAxis.One : OnnxAxis.Steps);
        if (view.IsSplit)
        {
            canonical.Add(OnnxAxis.Ways);
            made = Operator("Reshape", new JsonObject { ["shape"] = new JsonArray([.. canonical.SkipLast(1).Select(_ => (JsonNode)0), view.Ways, -1]) });
        }
        if (!view.IsIds) canonical.Add(OnnxAxis.Features);
        OnnxAxis[] order = [.. view.Axes.Where(axis => axis != OnnxAxis.One)];
        int[] permutation = [.. order.Select(axis => canonical.IndexOf(axis))];
        if (permutation.Contains(-1) || permutation.Length != canonical.Count) throw Bad($"a value made of '{view.Source}' has lost an axis.");
        if (!permutation.SequenceEqual(Enumerable.Range(0, permutation.Length))) made = Operator("Transpose", new JsonObject { ["perm"] = List(permutation) });
        int[] ones = [.. view.Axes.Index().Where(row => row.Item == OnnxAxis.One).Select(row => row.Index)];
        if (ones.Length > 0) made = Operator("Unsqueeze", new JsonObject { ["axes"] = List(ones) });
        return _materialised[key] = (OnnxTensorValue)made with { Sizes = view.Sizes };

        OnnxTensorValue Operator(string operation, JsonObject attributes) => new(Emit($"{view.Source}.{operation.ToLowerInvariant()}", operation, attributes, [made]), null, view.IsIds);
    }

    private static JsonArray List(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    private ModelOutput Output(OnnxValue output, OnnxScope scope)
    {
        OnnxKnown known = scope.Find(output.Name) ?? throw Bad($"nothing gives its output '{BadFileException.Shown(output.Name)}'.");
        if (known is OnnxMiss) return new(output.Name, output.Name);
        if (known is OnnxConstant) throw Bad($"its output '{BadFileException.Shown(output.Name)}' is a constant, whatever is put in. Leave it out of the graph.");
        string source = known is OnnxView view && (view.Is(OnnxAxis.Sequences, OnnxAxis.Steps, OnnxAxis.Features) || (view.Is(OnnxAxis.Sequences, OnnxAxis.Features) && !view.IsOneStep)) ? view.Source : Plain(known).Source;
        // An output shows a node, not an input.
        return new(output.Name, _inputNames.Contains(source) ? Emit(output.Name, "Identity", [], [new OnnxTensorValue(source, null, false)]) : source);
    }

    /// <summary>Without the nodes that lead to no output, their arrays, and inputs that nobody takes.</summary>
    private ModelDescription Pruned(ModelDescription whole)
    {
        Dictionary<string, NodeDescription> byName = _nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(whole.Outputs.Select(output => output.Source));
        while (waiting.TryPop(out string? source))
        {
            string? owner = byName.ContainsKey(source) || _inputNames.Contains(source) ? source : Owner(source);
            if (owner is null || !used.Add(owner) || !byName.TryGetValue(owner, out NodeDescription? node)) continue;
            foreach (string input in node.Inputs) waiting.Push(input);
        }
        foreach (string array in _arrays.Keys.Where(key => !used.Contains(Owner(key) ?? "")).ToArray()) _arrays.Remove(array);
        foreach (ModelInput input in whole.Inputs.Where(input => !used.Contains(input.Name)))
            _assumptions.Add($"Input '{input.Name}' of the file has no influence on its outputs and was left out.");
        return whole with { Inputs = [.. whole.Inputs.Where(input => used.Contains(input.Name))], Nodes = [.. whole.Nodes.Where(node => used.Contains(node.Name))] };

        string? Owner(string name)
        {
            for (int dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
                if (byName.ContainsKey(name[..dot])) return name[..dot];
            return null;
        }
    }
}
