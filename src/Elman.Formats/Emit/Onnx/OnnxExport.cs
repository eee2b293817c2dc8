using System.Numerics;
using Elman.Formats.Containers.Onnx;
using Elman.Layers;
using Elman.Models;
using Elman.Models.Explanations.Witness;
using Elman.Storage;
using static Elman.Formats.Emit.Onnx.OnnxBuilder;

namespace Elman.Formats.Emit.Onnx;

/// <summary>A model as a graph of ONNX: the same walk as that of programs, its calls written as operators.</summary>
internal sealed partial class OnnxExport
{
    /// <summary>The version of the file format that belongs to the operators 15 to 17; older readers of 14 know it too.</summary>
    private const int Format = 8;

    private const string N = "N", T = "T";

    private readonly OnnxBuilder _graph;
    private readonly EmitProgram _program;
    private readonly IReadOnlyDictionary<string, NamedArray> _arrays;
    private readonly bool _hasStates, _optional;
    private readonly List<OnnxValue> _inputs = [], _outputs = [];
    private readonly List<OnnxTensor> _defaults = [];

    /// <summary>What a variable of the program is in the graph: (N, T, F); and of what recurrent layers give, (T, N, F).</summary>
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal), _timeFirst = new(StringComparer.Ordinal);

    private readonly List<(string Name, string Value, int Features)> _states = [];

    private OnnxExport(EmitProgram program, IReadOnlyDictionary<string, NamedArray> arrays, ElementType type, OnnxOptions options)
    {
        (_program, _arrays, _graph) = (program, arrays, new(type));
        // A state is worth something to whoever goes on with the next steps; behind a layer that runs back nobody can.
        _optional = options.OptionalStates;
        _hasStates = options.States && !program.Calls.Any(call => call.Reverse);
    }

    public static OnnxModel Of<TNumber>(Model<TNumber> model, OnnxOptions options) where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        options.Check();
        EmitProgram program = ProgramWalk.Of(model);
        ArrayFile file = ModelArrays.Write(model);
        var export = new OnnxExport(program, file.ToDictionary(array => array.Name, StringComparer.Ordinal), typeof(TNumber) == typeof(double) ? ElementType.Float64 : ElementType.Float32, options);
        OnnxGraph graph = export.Graph();
        string[] producer = file.Metadata[ModelArrays.ProducerKey].Split(' ', 2);
        return new(Format, producer[0].ToLowerInvariant(), producer.Length > 1 ? producer[1] : "", [new(OnnxModel.Standard, options.Opset)], graph, [], "memory")
        {
            Documentation = $"{string.Join(", ", program.Inputs.Select(input => $"{input.Name} {input.Shape}"))} -> {string.Join(", ", program.Outputs.Select(output => $"{output.Name} {output.Shape}"))}",
        };
    }

    private OnnxGraph Graph()
    {
        foreach (EmitInput input in _program.Inputs)
        {
            _values[input.Variable] = _graph.Take(input.Name);
            _inputs.Add(new(input.Name, input.Shape.IsIds ? OnnxType.Of(ElementType.Int64).Number : NumberType, Dimensions(input.Shape, T)));
        }
        foreach ((string name, _, _) in _program.Outputs) _graph.Take(name);
        foreach (EmitCall call in _program.Calls)
        {
            (_graph.Place, _graph.Documentation) = ((call.Weights.Length > 0 ? call.Weights.TrimEnd('.') : call.Targets[0]).Replace('.', '/'), call.Function.Title);
            if (call.Function is CellFunction cell) Cell(call, cell);
            else _values[call.Targets[0]] = call.Function is StepFunction step ? AtEachStep(call, step) : Moved(call, (ShapeFunction)call.Function);
        }
        bool changesSteps = _program.Functions.Any(function => function is ShapeFunction shape && _changeSteps.Contains(shape.Kind));
        foreach ((string name, string variable, SignalShape shape) in _program.Outputs)
        {
            _graph.Named("Identity", [Value(variable)], name);
            _outputs.Add(new(name, NumberType, Dimensions(shape, changesSteps ? $"{T}_{name}" : T)));
        }
        foreach ((string name, string value, int features) in _states)
        {
            _graph.Named("Identity", [value], name);
            _outputs.Add(new(name, NumberType, [new(null, N), new(features, null)]) { Documentation = "the state after the last step" });
        }
        return new("elman", _graph.Nodes, [.. _graph.Constants, .. _defaults], _inputs, _outputs);
    }

    private int NumberType => OnnxType.Of(_graph.Type).Number;

    private static OnnxDimension[] Dimensions(SignalShape shape, string steps) =>
        [new(null, N), .. shape.HasSteps ? (OnnxDimension[])[new(null, steps)] : [], .. shape.IsIds ? (OnnxDimension[])[] : [new(shape.Features, null)]];

    /// <summary>A variable as (N, T, F).</summary>
    private string Value(string variable)
    {
        if (!_values.TryGetValue(variable, out string? value)) _values[variable] = value = _graph.Add("Transpose", [_timeFirst[variable]], Integers("perm", 1, 0, 2));
        return value;
    }

    /// <summary>A variable as (T, N, F), as recurrent operators take it.</summary>
    private string TimeFirst(string variable)
    {
        if (!_timeFirst.TryGetValue(variable, out string? value)) _timeFirst[variable] = value = _graph.Add("Transpose", [_values[variable]], Integers("perm", 1, 0, 2));
        return value;
    }

    private string Array(string name) => _graph.Constant(name, _ => _arrays[name]);

    private string AtEachStep(EmitCall call, StepFunction function)
    {
        var symbols = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string symbol, string variable) in function.Inputs.Zip(call.Arguments)) symbols[symbol] = Value(variable);
        foreach ((string symbol, string parameter, int axes) in function.Parameters)
        {
            string name = call.Weights + parameter;
            symbols[symbol] = axes == 2 ? _graph.Constant(name + ".T", made => OnnxRecurrent.Part(made, _arrays[name], 0, 1, isMatrix: true)) : Array(name);
        }
        foreach ((string symbol, string value) in function.Numbers) symbols[symbol] = _graph.Number(double.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        var equations = new OnnxEquations(_graph, function, symbol => symbols[symbol]);
        equations.Run();
        return equations["y"];
    }

    private void Cell(EmitCall call, CellFunction function)
    {
        int hidden = _arrays[call.Weights + "input_weight"].Shape[0] / function.Cell.Gates.Count, outputs = call.Shape.Features;
        string x = TimeFirst(call.Arguments[0]);
        string[] states = [.. function.Cell.States.Select((state, index) => Initial(call, state, index, x, index == 0 ? outputs : hidden))];
        string[] made = OnnxRecurrent.Of(function, _graph) is { } row ? Operator(call, function, row, x, states, hidden) : Scan(call, function, x, states, hidden, outputs);
        _timeFirst[call.Targets[0]] = made[0];
        foreach ((int index, string state) in function.Cell.States.Index())
        {
            string last = made[1 + index];
            if (call.Targets[1 + index] != EmitCall.Nobody) _values[call.Targets[1 + index]] = last;
            if (_hasStates && call.Initial.Count == 0) _states.Add((_graph.Take($"{call.Weights}{state}_out"), last, index == 0 ? outputs : hidden));
        }
    }

    /// <summary>A state before the first step, (N, size): what the model gives, an input that is zero where nobody gives it, or zero.</summary>
    private string Initial(EmitCall call, string state, int index, string x, int size)
    {
        if (call.Initial.Count > 0) return Value(call.Initial[index]);
        string sequences = _graph.Add("Gather", [_graph.Add("Shape", [x]), _graph.Whole(1)], Integer("axis", 0));
        string shape = _graph.Add("Concat", [sequences, _graph.Whole(size)], Integer("axis", 0)), zero;
        if (_hasStates)
        {
            zero = _graph.Take($"{call.Weights}{state}_in");
            _inputs.Add(new(zero, NumberType, [new(null, N), new(size, null)]) { Documentation = $"the state before the first step{(_optional ? "; zero where it is not given" : "")}" });
            if (_optional) _defaults.Add(new(zero, new NamedArray(zero, _graph.Type, new(1, size), new byte[size * _graph.Type.Size])));
        }
        else zero = _graph.Number(0);
        return _graph.Add("Expand", [zero, shape]);
    }

    private string[] Operator(EmitCall call, CellFunction function, OnnxRecurrent row, string x, string[] states, int hidden)
    {
        NamedArray? Find(string parameter) => _arrays.GetValueOrDefault(call.Weights + parameter);
        string Stacked(string name, string parameter) => _graph.Constant($"{call.Weights}{name}", made => row.Stacked(made, function, Find(parameter), hidden, _graph.Type));
        string bias = !function.HasInputBias ? "" : _graph.Constant($"{call.Weights}B", made =>
        {
            NamedArray input = row.Stacked(made, function, Find("input_bias"), hidden, _graph.Type), recurrent = row.Stacked(made, function, Find("recurrent_bias"), hidden, _graph.Type);
            return new(made, _graph.Type, new(1, 2 * row.Order.Length * hidden), [.. input.Bytes, .. recurrent.Bytes]);
        });
        var inputs = new List<string> { x, Stacked("W", "input_weight"), Stacked("R", "recurrent_weight"), bias, "" };
        inputs.AddRange(states.Select(state => _graph.Add("Unsqueeze", [state, _graph.Whole(0)])));
        if (OnnxRecurrent.Peepholes($"{call.Weights}P", function, parameter => Find(parameter)!, hidden, _graph.Type) is { } peepholes) inputs.Add(_graph.Constant(peepholes.Name, _ => peepholes));
        _graph.Documentation = $"{function.Title}; gates {string.Join(", ", row.Order.Where(letter => letter.Length > 0).DefaultIfEmpty("h"))}";
        string[] made = _graph.Add(row.Operator, inputs, 1 + states.Length, row.Attributes(function, hidden, call.Reverse));
        return [_graph.Add("Squeeze", [made[0], _graph.Whole(1)]), .. made[1..].Select(state => _graph.Add("Squeeze", [state, _graph.Whole(0)]))];
    }

    /// <summary>A cell that is no operator, spelt out: its equations are the body of a scan.</summary>
    private string[] Scan(EmitCall call, CellFunction function, string x, string[] states, int hidden, int outputs)
    {
        OnnxBuilder body = _graph.Inner();
        body.Place = $"{_graph.Place}/step";
        var symbols = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((IReadOnlyList<string> parts, string parameter, string shape) in function.Stacked)
            foreach ((int part, string symbol) in parts.Index())
                symbols[symbol] = _graph.Constant($"{call.Weights}{symbol}", made => OnnxRecurrent.Part(made, _arrays[call.Weights + parameter], part, parts.Count, shape.Contains(',', StringComparison.Ordinal)));
        int[] sizes = [.. states.Select((_, index) => index == 0 ? outputs : hidden)];
        OnnxValue Inside(string name, int? features) => new(body.Free($"{body.Place}/{name}"), NumberType, [new(null, N), new(features, features is null ? "D" : null)]);
        OnnxValue[] before = [.. function.Cell.States.Zip(sizes, (state, size) => Inside(state, size))], after = [.. function.Cell.States.Zip(sizes, (state, size) => Inside(state + "_next", size))];
        OnnxValue step = Inside("x", null), seen = Inside("y", outputs);
        symbols["x"] = step.Name;
        foreach ((string state, OnnxValue value) in function.Cell.States.Zip(before)) symbols[state] = value.Name;
        var equations = new OnnxEquations(body, function, symbol => symbols[symbol]);
        equations.Run();
        foreach ((string state, OnnxValue value) in function.Cell.States.Zip(after)) body.Named("Identity", [equations[state + "'"]], value.Name);
        body.Named("Identity", [equations[function.Cell.States[0] + "'"]], seen.Name);
        var graph = new OnnxGraph(function.Name, body.Nodes, [], [.. before, step], [.. after, seen]);
        OnnxAttribute[] directions = call.Reverse ? [Integers("scan_input_directions", 1), Integers("scan_output_directions", 1)] : [];
        string[] made = _graph.Add("Scan", [.. states, x], states.Length + 1, [new("body", OnnxAttribute.IsGraph) { Graph = graph }, Integer("num_scan_inputs", 1), .. directions]);
        return [made[^1], .. made[..^1]];
    }
}
