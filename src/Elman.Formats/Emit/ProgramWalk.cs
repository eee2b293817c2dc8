using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations.Witness;
using Elman.Recurrent;
using Elman.Storage;

namespace Elman.Formats.Emit;

/// <summary>The one walk over a model that all languages share: node by node, what is called with what.</summary>
internal sealed partial class ProgramWalk
{
    private readonly Dictionary<string, EmitFunction> _functions = new(StringComparer.Ordinal);
    private readonly List<EmitCall> _calls = [];
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, NamedArray> _arrays;

    private ProgramWalk(IReadOnlyDictionary<string, NamedArray> arrays) => _arrays = arrays;

    /// <exception cref="NotSupportedException">A layer or an option cannot be written; it says which.</exception>
    public static EmitProgram Of<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var walk = new ProgramWalk(ModelArrays.Write(model).ToDictionary(array => array.Name, StringComparer.Ordinal));
        foreach (string word in Words.Reserved) walk._taken.Add(word);
        foreach (ModelInput input in model.Inputs) walk._variables[input.Name] = walk.Free(input.Name);
        Wiring<T> wiring = model.Wiring;
        for (int i = 0; i < wiring.Nodes.Length; i++)
        {
            ModelNode<T> node = wiring.Nodes[i];
            SignalShape[] given = [.. wiring.NodeSources[i].Select(wiring.ShapeOf)];
            if (given.Any(shape => shape.HasMask) || wiring.Plans[i].Output.HasMask)
                throw Refused(node.Name, "it works with a mask, and a short program has whole sequences only");
            if (given.Append(wiring.Plans[i].Output).Any(shape => shape.IsTensor)) throw Refused(node.Name, "it works with a tensor whose axes the model knows nothing of");
            var description = new NodeDescription(node.Name, node.Layer.Description, [.. wiring.NodeSources[i].Select(wiring.NameOf)]);
            if (node.Layer is RecurrentStack<T> stack) walk.Recurrent(description, [.. stack.Layers.Select(layer => layer.Spec)], given[0].Features);
            else walk.Layer(description, wiring.Plans[i].Output);
        }
        EmitInput Input(ModelInput input)
        {
            int[] counts = [.. model.Nodes.Where(node => node.Inputs.Contains(input.Name)).Select(node => node.Layer).OfType<Embedding<T>>().Select(layer => layer.Count)];
            return new(input.Name, walk._variables[input.Name], input.Shape, input.Shape.IsIds ? counts.DefaultIfEmpty(1).Min() : 0);
        }
        (string, string Variable, SignalShape)[] outputs = [.. model.Outputs.Zip(wiring.OutputSources).Select(row => (row.First.Name, walk._variables[wiring.NameOf(row.Second)], wiring.ShapeOf(row.Second)))];
        IReadOnlyList<EmitCall> calls = Used(walk._calls, [.. outputs.Select(output => output.Variable)]);
        return new([.. model.Inputs.Select(Input)], [.. calls.Select(call => call.Function).Distinct()], calls, outputs);
    }

    /// <summary>Without the calls whose results nobody takes; a result among others that nobody takes has no name.</summary>
    private static List<EmitCall> Used(List<EmitCall> calls, HashSet<string> wanted)
    {
        var used = new List<EmitCall>();
        foreach (EmitCall call in Enumerable.Reverse(calls).Where(call => call.Targets.Any(wanted.Contains)))
        {
            used.Insert(0, call with { Targets = [.. call.Targets.Select(target => wanted.Contains(target) ? target : EmitCall.Nobody)] });
            wanted.UnionWith([.. call.Arguments, .. call.Initial]);
        }
        return used;
    }

    private void Layer(NodeDescription node, SignalShape output)
    {
        (string kind, JsonObject options) = (node.Layer.Kind, node.Layer.Options);
        LayerEquations equations = LayerEquationTable.Find(kind) ?? throw Refused(node.Name, $"nobody has said its equations. Known: {string.Join(", ", LayerEquationTable.Kinds)}");
        EmitFunction function;
        if (equations.Compute is null) function = Steps(node, equations);
        else if (!ShapeTable.Has(kind, options)) throw Refused(node.Name, $"there are no words for its kind, '{kind}'. Known: {string.Join(", ", LayerEquationTable.Kinds.Where(name => LayerEquationTable.Find(name)!.Compute is null).Concat(ShapeTable.Kinds))}");
        else if (ShapeTable.Refusal(kind, options) is { } reason) throw Refused(node.Name, reason);
        else function = Moved(node, equations);
        string target = Free(node.Name);
        bool hasWeights = function is StepFunction { Parameters.Count: > 0 } or ShapeFunction { Arrays.Count: > 0 };
        _calls.Add(new([target], function, [.. node.Inputs.Select(name => _variables[name])], hasWeights ? node.Name + "." : "", false, [], output));
        _variables[node.Name] = target;
    }

    private EmitFunction Moved(NodeDescription node, LayerEquations equations)
    {
        (string kind, JsonObject options) = (node.Layer.Kind, node.Layer.Options);
        string before = node.Name + ".";
        string[] arrays = [.. _arrays.Keys.Where(name => name.StartsWith(before, StringComparison.Ordinal)).Select(name => name[before.Length..])];
        return Once($"{kind} {options.ToJsonString()} {string.Join(' ', arrays)} {node.Inputs.Count}", kind, name => new ShapeFunction(name, kind, equations.Title, equations.Source, options, arrays, node.Inputs.Count));
    }

    private EmitFunction Steps(NodeDescription node, LayerEquations row)
    {
        JsonObject options = node.Layer.Options;
        string before = node.Name + ".";
        var given = _arrays.Where(array => array.Key.StartsWith(before, StringComparison.Ordinal)).ToDictionary(array => array.Key[before.Length..], array => new WitnessArray([.. array.Value.Shape], []), StringComparer.Ordinal);
        var witness = new WitnessNode(node.Name, node.Layer.Kind, options, node.Inputs, given);
        var letters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (row.Function is (string letter, string option)) letters[letter] = options[option]!.GetValue<string>();
        IReadOnlyList<Equation> equations = row.Of(witness);
        HashSet<string> used = [.. equations.SelectMany(equation => equation.Value.All).Select(part => part switch { Quantity symbol => symbol.Name, MatrixTimes product => product.Matrix, _ => "" })];
        (string, string, int)[] parameters = [.. row.Symbols.Where(symbol => given.ContainsKey(symbol.Name) && used.Contains(symbol.Symbol)).Select(symbol => (symbol.Symbol, symbol.Name, given[symbol.Name].Shape.Length))];
        (string, string)[] numbers = [.. row.Symbols.Where(symbol => used.Contains(symbol.Symbol) && options[symbol.Name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number).Select(symbol => (symbol.Symbol, options[symbol.Name]!.ToJsonString()))];
        string[] inputs = [.. node.Inputs.Select((_, index) => LayerEquations.Input(index, node.Inputs.Count))];
        return AtEachStep(row.Kind, row.Title, row.Source, equations, letters, inputs, parameters, numbers);
    }

    private EmitFunction AtEachStep(string kind, string title, string source, IReadOnlyList<Equation> equations, Dictionary<string, string> letters, string[] inputs, (string, string, int)[] parameters, (string, string)[] numbers)
    {
        string key = $"{kind} {string.Join("; ", equations.Select(EquationText.Of))} {string.Join(' ', letters)} {string.Join(' ', numbers)}";
        return Once(key, kind, name => new StepFunction(name, title, source, equations, letters, inputs, parameters, numbers));
    }

    /// <summary>The function of this form, made where it is the first of it; a second form of the same kind gets a number.</summary>
    private EmitFunction Once(string key, string kind, Func<string, EmitFunction> make)
    {
        if (_functions.TryGetValue(key, out EmitFunction? known)) return known;
        string name = kind;
        for (int number = 2; _functions.Values.Any(function => function.Name == name); number++) name = string.Create(CultureInfo.InvariantCulture, $"{kind}_{number}");
        return _functions[key] = make(name);
    }

    /// <summary>A variable for a name, unlike all others and unlike what the languages and the program's functions are called.</summary>
    private string Free(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name) text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (char.IsAsciiDigit(text[0])) text.Insert(0, "n_");
        while (!_taken.Add(text.ToString())) text.Append('_');
        return text.ToString();
    }

    private static NotSupportedException Refused(string node, string why) => new($"Node '{node}' cannot be written as a program: {why}.");
}
