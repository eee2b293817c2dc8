using System.Globalization;
using Elman.Formats.Containers.Onnx;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Emit.Onnx;

/// <summary>Collects the nodes and constants of a graph; every value has a name of its own.</summary>
/// <param name="type">Of the numbers: float32 or float64.</param>
internal sealed class OnnxBuilder(ElementType type, OnnxBuilder? outer = null)
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = outer?._names ?? new(StringComparer.Ordinal);

    public ElementType Type => type;

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyList<OnnxTensor> Constants => [.. _constants.Values];

    /// <summary>A builder for the graph within a node; constants stay out here.</summary>
    public OnnxBuilder Inner() => new(type, this);

    /// <summary>What nodes are named after, and what is said of the first of them.</summary>
    public string Place { get; set; } = "";
    public string Documentation { get; set; } = "";

    /// <summary>A node with one result.</summary>
    public string Add(string operation, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes) => Add(operation, inputs, 1, attributes)[0];

    /// <summary>A node whose result has a name that is given.</summary>
    public void Named(string operation, IReadOnlyList<string> inputs, string output, params OnnxAttribute[] attributes) => Append(operation, inputs, [output], attributes);

    public string[] Add(string operation, IReadOnlyList<string> inputs, int outputs, params OnnxAttribute[] attributes)
    {
        string[] results = [.. Enumerable.Range(0, outputs).Select(_ => Free($"{Place}/{operation.ToLowerInvariant()}"))];
        Append(operation, inputs, results, attributes);
        return results;
    }

    private void Append(string operation, IReadOnlyList<string> inputs, string[] outputs, OnnxAttribute[] attributes)
    {
        _nodes.Add(new OnnxNode(operation, OnnxModel.Standard, $"{outputs.First(name => name.Length > 0)}", inputs, outputs, attributes) { Documentation = Documentation });
        Documentation = "";
    }

    /// <summary>Keeps a name for something that is given.</summary>
    public string Take(string name) => _names.Add(name) ? name : throw new ArgumentException($"Two values of the graph would be named '{name}'. Rename a node of the model.");

    public string Free(string name)
    {
        string free = name;
        for (int number = 2; !_names.Add(free); number++) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        return free;
    }

    /// <summary>A number of the model's type; each value stands once.</summary>
    public string Number(double value) => Constant(string.Create(CultureInfo.InvariantCulture, $"number_{value:R}"), name => type == ElementType.Float64 ? NamedArray.From(name, Tensor.Scalar(value)) : NamedArray.From(name, Tensor.Scalar((float)value)));

    /// <summary>Whole numbers, such as axes.</summary>
    public string Whole(params long[] values) => Constant($"whole_{string.Join('_', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}", name => NamedArray.From(name, Tensor.From<long>(values)));

    /// <summary>One whole number without an axis.</summary>
    public string Index(long value) => Constant(string.Create(CultureInfo.InvariantCulture, $"index_{value}"), name => NamedArray.From(name, Tensor.Scalar(value)));

    /// <summary>An array under its name, made where it is the first of it.</summary>
    public string Constant(string name, Func<string, NamedArray> make)
    {
        if (outer is not null) return outer.Constant(name, make);
        if (!_constants.ContainsKey(name)) _constants[name] = new(name, make(name));
        return name;
    }

    public static OnnxAttribute Integer(string name, long value) => new(name, OnnxAttribute.IsInteger) { Integer = value };
    public static OnnxAttribute Integers(string name, params long[] values) => new(name, OnnxAttribute.IsIntegers) { Integers = values };
    public static OnnxAttribute Text(string name, string value) => new(name, OnnxAttribute.IsText) { Text = value };
    public static OnnxAttribute Float(string name, double value) => new(name, OnnxAttribute.IsFloat) { Float = (float)value };
}
