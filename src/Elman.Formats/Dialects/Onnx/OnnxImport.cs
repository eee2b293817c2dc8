using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

/// <summary>
/// From an ONNX graph to a description and named arrays. Node by node it keeps what is known of every value: constants are folded, what merely turns and cuts a signal is noted as a view
/// of it, what is a layer here becomes that layer, and the rest become plain operators.
/// </summary>
internal sealed partial class OnnxImport
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyDictionary<string, double> _set;
    private readonly List<NodeDescription> _nodes = [];
    private readonly Dictionary<string, NamedArray> _arrays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _assumptions = [];
    private readonly List<string> _unsupported = [];
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly long _mostFolded;

    private OnnxImport(OnnxModel model, IReadOnlyDictionary<string, double> set, long bytes)
    {
        (_model, _set) = (model, set);
        // What is folded may repeat the numbers of the file, but not without end.
        _mostFolded = 8 * bytes + (1 << 20);
    }

    /// <param name="set">Inputs and names of sizes that are fixed.</param>
    /// <param name="bytes">Bytes of the file, for what folding may take.</param>
    public static DialectModel Read(OnnxModel model, IReadOnlyDictionary<string, double> set, long bytes) => new OnnxImport(model, set, bytes).Model();

    private DialectModel Model()
    {
        OnnxGraph graph = _model.Graph;
        CheckVersion();
        CountUses(graph);
        var scope = new OnnxScope(null);
        List<ModelInput> inputs = Inputs(graph, scope);
        Evaluate(graph, scope);
        ModelOutput[] outputs = [.. graph.Outputs.Select(output => Output(output, scope))];
        RefuseUnsupported();
        var description = new ModelDescription(inputs, _nodes, outputs);
        return new(Pruned(description), _arrays, _assumptions);
    }

    /// <summary>As ONNX numbers its sets of operators: older than 7 broadcasts in a way of its own.</summary>
    private void CheckVersion()
    {
        const int oldest = 7, newest = 26;
        if (_model.Opset is < oldest or > newest)
            throw new BadFileException(_model.Path, $"it uses version {_model.Opset} of ONNX's operators; versions {oldest} to {newest} are read. Export it again with another opset_version.");
    }

    private void CountUses(OnnxGraph graph)
    {
        foreach (string name in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Name))) _uses[name] = _uses.GetValueOrDefault(name) + 1;
        foreach (OnnxGraph inner in graph.Nodes.SelectMany(node => node.Attributes).Select(attribute => attribute.Graph).OfType<OnnxGraph>()) CountUses(inner);
    }

    private void Evaluate(OnnxGraph graph, OnnxScope scope)
    {
        foreach (OnnxTensor tensor in graph.Initializers) scope[tensor.Name] = Held(tensor);
        foreach (OnnxNode node in graph.Nodes) Evaluate(node, scope);
    }

    private OnnxKnown Held(OnnxTensor tensor)
    {
        if (tensor.Array is { } array) return new OnnxConstant(array);
        _unsupported.Add($"tensor '{BadFileException.Shown(tensor.Name)}' of {tensor.NotHeld}");
        return new OnnxMiss();
    }

    private void Evaluate(OnnxNode node, OnnxScope scope)
    {
        if (_model.Functions.FirstOrDefault(function => function.Domain == node.Domain && function.Name == node.Operator) is { } called)
        {
            Call(called, node, scope);
            return;
        }
        OnnxKnown?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : scope.Find(name) ?? throw Bad(node, $"takes '{BadFileException.Shown(name)}', which nothing before it gives"))];
        IReadOnlyList<OnnxKnown> results = Array.Exists(inputs, input => input is OnnxMiss) && IsKnown(node) ? [] : Results(node, inputs, scope);
        for (int i = 0; i < node.Outputs.Count; i++)
            if (node.Outputs[i].Length > 0) scope[node.Outputs[i]] = i < results.Count ? results[i] : new OnnxMiss();
    }

    private static bool IsKnown(OnnxNode node) => OnnxModel.IsStandard(node.Domain) && (OnnxOperator.All.ContainsKey(node.Operator) || _special.ContainsKey(node.Operator));

    /// <summary>Operators that are more than a function of tensors.</summary>
    private static readonly Dictionary<string, Func<OnnxImport, OnnxNode, OnnxKnown?[], OnnxScope, IReadOnlyList<OnnxKnown>>> _special = new(StringComparer.Ordinal)
    {
        ["Constant"] = (import, node, _, _) => [import.Constant(node)],
        ["RNN"] = (import, node, inputs, _) => import.Recurrent(node, inputs),
        ["GRU"] = (import, node, inputs, _) => import.Recurrent(node, inputs),
        ["LSTM"] = (import, node, inputs, _) => import.Recurrent(node, inputs),
        ["If"] = (import, node, inputs, scope) => import.Branch(node, inputs, scope),
        ["Loop"] = (import, node, inputs, scope) => import.Loop(node, inputs, scope),
        ["Scan"] = (import, node, inputs, scope) => import.Scan(node, inputs, scope),
    };

    private IReadOnlyList<OnnxKnown> Results(OnnxNode node, OnnxKnown?[] inputs, OnnxScope scope)
    {
        if (!IsKnown(node))
        {
            _unsupported.Add($"{(OnnxModel.IsStandard(node.Domain) ? "" : node.Domain + ".")}{node.Operator} '{BadFileException.Shown(node.Shown)}'");
            return [];
        }
        if (_special.TryGetValue(node.Operator, out var reader)) return reader(this, node, inputs, scope);
        OnnxOperator row = OnnxOperator.All[node.Operator];
        if (node.Attributes.FirstOrDefault(attribute => !row.Attributes.Contains(attribute.Name)) is { } unknown)
        {
            _unsupported.Add($"{node.Operator} '{BadFileException.Shown(node.Shown)}' with the attribute {BadFileException.Shown(unknown.Name)}");
            return [];
        }
        return Folded(node, row, inputs) ?? Symbolic(node, inputs) ?? Viewed(node, row, inputs) ?? Plain(node, row, inputs);
    }

    private OnnxKnown Constant(OnnxNode node)
    {
        OnnxAttribute? given = node.Attributes.FirstOrDefault(attribute => attribute.Name.StartsWith("value", StringComparison.Ordinal));
        switch (given?.Name)
        {
            case "value" when given.Tensor is { } tensor: return Held(tensor with { Name = node.Outputs[0] });
            case "value_float": return new OnnxConstant(NamedArray.From(node.Outputs[0], Tensor.Scalar(given.Float)));
            case "value_floats": return new OnnxConstant(NamedArray.From(node.Outputs[0], Tensor.From<float>([.. given.Floats])));
            case "value_int": return new OnnxConstant(NamedArray.From(node.Outputs[0], Tensor.Scalar(given.Integer)));
            case "value_ints": return new OnnxConstant(NamedArray.From(node.Outputs[0], Tensor.From<long>([.. given.Integers])));
            default:
                _unsupported.Add($"Constant '{BadFileException.Shown(node.Shown)}' with {given?.Name ?? "no value"}");
                return new OnnxMiss();
        }
    }

    /// <summary>A condition that is known chooses a branch at once; its nodes become the graph's own.</summary>
    private List<OnnxKnown> Branch(OnnxNode node, OnnxKnown?[] inputs, OnnxScope scope)
    {
        if (inputs.FirstOrDefault() is not OnnxConstant { Single: { } chosen }) return Branches(node, inputs, scope);
        OnnxGraph branch = node.Attribute(chosen != 0 ? "then_branch" : "else_branch")?.Graph ?? throw Bad(node, $"lacks a branch");
        var inner = new OnnxScope(scope);
        Evaluate(branch, inner);
        return [.. branch.Outputs.Select(output => inner.Find(output.Name) ?? throw Bad(node, $"gives '{BadFileException.Shown(output.Name)}', which nothing in its branch gives"))];
    }

    /// <summary>A function of the model's own: its nodes, with the call's values and attributes in place of its names.</summary>
    private void Call(OnnxFunction function, OnnxNode node, OnnxScope scope)
    {
        const int deepest = 32;
        if (scope.Depth > deepest) throw Bad($"its functions call each other more than {deepest} deep.");
        var inner = new OnnxScope(scope, isFunction: true);
        for (int i = 0; i < function.Inputs.Count; i++)
            if (i < node.Inputs.Count && node.Inputs[i].Length > 0 && scope.Find(node.Inputs[i]) is { } given) inner[function.Inputs[i]] = given;
            else inner[function.Inputs[i]] = new OnnxMiss();
        foreach (OnnxNode step in function.Nodes)
            Evaluate(step with
            {
                Name = $"{node.Shown}/{step.Shown}",
                Attributes = [.. step.Attributes.Select(attribute => attribute.Reference.Length == 0 ? attribute : (node.Attribute(attribute.Reference) ?? function.Defaults.FirstOrDefault(row => row.Name == attribute.Reference)) is { } value ? value with { Name = attribute.Name } : null).OfType<OnnxAttribute>()],
            }, inner);
        for (int i = 0; i < node.Outputs.Count && i < function.Outputs.Count; i++)
            if (node.Outputs[i].Length > 0) scope[node.Outputs[i]] = inner.Find(function.Outputs[i]) ?? new OnnxMiss();
    }

    private void RefuseUnsupported()
    {
        if (_unsupported.Count == 0) return;
        const int most = 30;
        string[] named = [.. _unsupported.Distinct().Take(most)];
        throw new BadFileException(_model.Path, $"{_unsupported.Count} of its nodes cannot be read: {string.Join("; ", named)}{(_unsupported.Count > most ? "; …" : "")}. Operators that are read: {string.Join(", ", OnnxOperator.All.Keys.Concat(_special.Keys).Distinct().Order(StringComparer.Ordinal))}.");
    }

    private BadFileException Bad(InvariantText problem) => new(_model.Path, problem);

    private BadFileException Bad(OnnxNode node, InvariantText problem) => new(_model.Path, $"{node.Operator} '{BadFileException.Shown(node.Shown)}' {problem}.", node.Offset);

    private static IReadOnlyList<OnnxKnown> Miss => [];
}

/// <summary>Values by name; a branch sees those around it, a function only its own.</summary>
internal sealed class OnnxScope(OnnxScope? outer, bool isFunction = false)
{
    private readonly Dictionary<string, OnnxKnown> _values = new(StringComparer.Ordinal);

    public int Depth => outer is null ? 0 : outer.Depth + 1;

    public OnnxKnown this[string name] { set => _values[name] = value; }

    public OnnxKnown? Find(string name) => _values.GetValueOrDefault(name) ?? (isFunction ? null : outer?.Find(name));
}
