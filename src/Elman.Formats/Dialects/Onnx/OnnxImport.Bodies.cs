using System.Text.Json.Nodes;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// Loops and branches that run as they stand. What a body takes from outside is an input of its node.
internal sealed partial class OnnxImport
{
    /// <summary>A value within a body.</summary>
    private sealed record Inner(string Name) : OnnxKnown;

    /// <summary>One node that has bodies: what it takes from outside, and how many names there are within.</summary>
    /// <param name="Hoists">Whether what does not change from round to round is computed before the loop; within a branch it must not be.</param>
    private sealed record BodyNode(string Name, List<string> Taken, bool Hoists)
    {
        private int _count;

        public string Next(string letter) => FormattableString.Invariant($"{letter}{_count++}");
    }

    private IReadOnlyList<OnnxKnown> Loop(OnnxNode node, OnnxKnown?[] inputs, OnnxScope scope)
    {
        const int counted = 2;
        OnnxGraph body = node.Attribute("body")?.Graph ?? throw Bad(node, $"has no body");
        int carried = body.Inputs.Count - counted;
        if (carried < 0 || inputs.Length != body.Inputs.Count || body.Outputs.Count < 1 + carried || node.Outputs.Count > body.Outputs.Count - 1)
            throw Bad(node, $"is given {inputs.Length} values, and its body takes {body.Inputs.Count} and gives {body.Outputs.Count}");
        // What a body hands on as it came is the same in every round.
        bool[] same = [.. Enumerable.Range(0, carried).Select(i => Unchanged(body, body.Outputs[1 + i].Name) == body.Inputs[counted + i].Name)];
        int[] changing = [.. Enumerable.Range(0, carried).Where(i => !same[i])];
        var made = new BodyNode(Named(node.Shown), [], Hoists: true);
        OperatorInput[] places = [.. inputs.Take(counted).Concat(changing.Select(i => inputs[counted + i])).Select(input => Place(input, made.Taken, made.Name, made.Next("p")))];
        var inner = new OnnxScope(scope);
        for (int i = 0; i < carried; i++)
            if (same[i]) inner[body.Inputs[counted + i].Name] = inputs[counted + i] ?? throw Bad(node, $"carries nothing as '{body.Inputs[counted + i].Name}'");
        string[] takes = [.. body.Inputs.Take(counted).Concat(changing.Select(i => body.Inputs[counted + i])).Select(input => Enter(input.Name, inner, made))];
        string[] asked = [body.Outputs[0].Name, .. changing.Select(i => body.Outputs[1 + i].Name), .. body.Outputs.Skip(1 + carried).Select(output => output.Name)];
        OperatorBody steps = Body(body, takes, asked, inner, made);
        int[] results = [.. changing, .. Enumerable.Range(carried, body.Outputs.Count - 1 - carried)];
        List<OnnxKnown> given = Emit(made, "Loop", new JsonObject { ["body"] = steps.ToJson() }, places, [.. results.Select(i => body.Outputs[1 + i])]);
        return [.. Enumerable.Range(0, node.Outputs.Count).Select(i => i < carried && same[i] ? inputs[counted + i]! : given[Array.IndexOf(results, i)])];
    }

    private IReadOnlyList<OnnxKnown> Scan(OnnxNode node, OnnxKnown?[] inputs, OnnxScope scope)
    {
        OnnxGraph body = node.Attribute("body")?.Graph ?? throw Bad(node, $"has no body");
        if (_model.Opset < 9) return Unread(node, "is of version 8, which took a batch; export it with an opset of 9 or newer");
        if (inputs.Length != body.Inputs.Count || node.Outputs.Count > body.Outputs.Count) throw Bad(node, $"is given {inputs.Length} values, and its body takes {body.Inputs.Count}");
        if (Attributes(node, OnnxOperator.All["Scan"]) is not { } attributes) return Miss;
        var made = new BodyNode(Named(node.Shown), [], Hoists: true);
        OperatorInput[] places = [.. inputs.Select(input => Place(input, made.Taken, made.Name, made.Next("p")))];
        var inner = new OnnxScope(scope);
        string[] takes = [.. body.Inputs.Select(input => Enter(input.Name, inner, made))];
        attributes["body"] = Body(body, takes, [.. body.Outputs.Select(output => output.Name)], inner, made).ToJson();
        return Emit(made, "Scan", attributes, places, [.. body.Outputs.Take(node.Outputs.Count)]);
    }

    /// <summary>A branch that is chosen when the model runs.</summary>
    private List<OnnxKnown> Branches(OnnxNode node, OnnxKnown?[] inputs, OnnxScope scope)
    {
        var made = new BodyNode(Named(node.Shown), [], Hoists: false);
        OperatorInput[] places = [.. inputs.Select(input => Place(input, made.Taken, made.Name, made.Next("p")))];
        var attributes = new JsonObject();
        OnnxGraph? first = null;
        foreach (string name in (string[])["then_branch", "else_branch"])
        {
            OnnxGraph branch = node.Attribute(name)?.Graph ?? throw Bad(node, $"has no {name}");
            first ??= branch;
            attributes[name] = Body(branch, [], [.. branch.Outputs.Select(output => output.Name)], new OnnxScope(scope), made).ToJson();
        }
        return Emit(made, "If", attributes, places, [.. first!.Outputs.Take(node.Outputs.Count)]);
    }

    private List<OnnxKnown> Emit(BodyNode made, string operation, JsonObject attributes, OperatorInput[] places, OnnxValue[] results)
    {
        string[] names = [.. results.Select((_, i) => FormattableString.Invariant($"r{i}"))];
        _nodes.Add(new(made.Name, OperatorLayer<float>.Describe(new OperatorStep(operation, attributes, places, names), made.Taken.Count), made.Taken));
        return [.. results.Select((result, i) => (OnnxKnown)new OnnxTensorValue(i == 0 ? made.Name : FormattableString.Invariant($"{made.Name}.{i}"), null, IsWholeType(result.Type)))];
    }

    private static bool IsWholeType(int type) => OnnxType.Of(type)?.Held is { } held && held != ElementType.Float32 && held != ElementType.Float64 && held != ElementType.Float16 && held != ElementType.BrainFloat16;

    private static string Enter(string name, OnnxScope inner, BodyNode made)
    {
        string within = made.Next("v");
        inner[name] = new Inner(within);
        return within;
    }

    /// <summary>The value that a chain of identities hands on.</summary>
    private static string Unchanged(OnnxGraph body, string name)
    {
        for (int i = 0; i < body.Nodes.Count; i++)
        {
            if (body.Nodes.FirstOrDefault(node => node.Operator == "Identity" && node.Outputs.Contains(name)) is not { } before) break;
            name = before.Inputs[0];
        }
        return name;
    }

    private OperatorBody Body(OnnxGraph graph, string[] takes, string[] asked, OnnxScope scope, BodyNode made)
    {
        foreach (OnnxTensor tensor in graph.Initializers) scope[tensor.Name] = Held(tensor);
        var steps = new List<OperatorStep>();
        foreach (OnnxNode node in graph.Nodes) Within(node, scope, made, steps);
        return new(takes, steps, [.. asked.Select(name => Within(scope.Find(name) ?? throw Bad($"nothing gives the output '{BadFileException.Shown(name)}' of a body."), made))]);
    }

    private OperatorInput Within(OnnxKnown? known, BodyNode made) => known is Inner inner ? new OperatorInput(inner.Name) : known is OnnxMiss ? OperatorInput.Absent : Place(known, made.Taken, made.Name, made.Next("p"));

    private void Within(OnnxNode node, OnnxScope scope, BodyNode made, List<OperatorStep> steps)
    {
        OnnxKnown?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : scope.Find(name) ?? throw Bad(node, $"takes '{BadFileException.Shown(name)}', which nothing before it gives"))];
        bool hasBodies = node.Attributes.Any(attribute => attribute.Graph is not null), isFixed = inputs.All(input => input is null or OnnxConstant);
        if (!hasBodies && (isFixed || (made.Hoists && !Array.Exists(inputs, input => input is Inner or OnnxMiss))))
        {
            IReadOnlyList<OnnxKnown> results = Results(node, inputs, scope);
            for (int i = 0; i < node.Outputs.Count; i++) scope[node.Outputs[i]] = i < results.Count ? results[i] : new OnnxMiss();
            return;
        }
        string[] given = [.. node.Outputs.Select(name => name.Length == 0 ? "" : Enter(name, scope, made))];
        if (node.Operator is "RNN" or "GRU" or "LSTM" || !IsKnown(node) || !OnnxOperator.All.TryGetValue(node.Operator, out OnnxOperator? row))
        {
            Unread(node, node.Operator is "RNN" or "GRU" or "LSTM" ? "stands in the body of a loop or of a branch that is not chosen at loading; fix the input that chooses it" : "stands in a body");
            return;
        }
        if (Attributes(node, row) is not { } attributes) return;
        OperatorInput[] places = [.. inputs.Select(input => Within(input, made))];
        foreach (OnnxAttribute attribute in node.Attributes.Where(attribute => attribute.Graph is not null))
        {
            var inner = new OnnxScope(scope);
            string[] takes = [.. attribute.Graph!.Inputs.Select(input => Enter(input.Name, inner, made))];
            attributes[attribute.Name] = Body(attribute.Graph, takes, [.. attribute.Graph.Outputs.Select(output => output.Name)], inner, made).ToJson();
        }
        steps.Add(new OperatorStep(row.Ours, attributes, places, given));
    }
}
