using Elman.Storage;

namespace Elman.Formats.Containers.Onnx;

/// <summary>What an ONNX file holds, as it stands there; nothing is interpreted.</summary>
/// <param name="Version">Of the file format (<c>ir_version</c>).</param>
/// <param name="Path">The file, for messages.</param>
internal sealed record OnnxModel(long Version, string Producer, string ProducerVersion, IReadOnlyList<OnnxOpset> Opsets, OnnxGraph Graph, IReadOnlyList<OnnxFunction> Functions, string Path)
{
    /// <summary>The domain of ONNX's own operators; files spell it either way.</summary>
    public const string Standard = "", StandardSpelt = "ai.onnx";

    /// <summary>Text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public static bool IsStandard(string domain) => domain is Standard or StandardSpelt;

    /// <summary>The version of ONNX's own operators; 1 where the file does not say.</summary>
    public long Opset => Opsets.Where(row => IsStandard(row.Domain)).Select(row => row.Version).DefaultIfEmpty(1).Max();
}

/// <summary>Which version of a set of operators a file uses.</summary>
internal sealed record OnnxOpset(string Domain, long Version);

internal sealed record OnnxGraph(string Name, IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<OnnxTensor> Initializers, IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs);

/// <summary>A function of the model's own, called like an operator.</summary>
internal sealed record OnnxFunction(string Domain, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>Attributes that a call must give, and those it may leave out.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];
    public IReadOnlyList<OnnxAttribute> Defaults { get; init; } = [];
}

/// <param name="Inputs">Names of values; an empty one stands for an input that is not given.</param>
internal sealed record OnnxNode(string Operator, string Domain, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>Where in the file it stands.</summary>
    public long Offset { get; init; }

    /// <summary>As messages call it: its name, or what it gives where it has none.</summary>
    public string Shown => Name.Length > 0 ? Name : Outputs.FirstOrDefault(name => name.Length > 0) ?? Operator;

    public OnnxAttribute? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Type">ONNX's number of the element type; 0 where the file does not say.</param>
/// <param name="Dimensions">Null where the file does not say.</param>
internal sealed record OnnxValue(string Name, int Type, IReadOnlyList<OnnxDimension>? Dimensions)
{
    /// <summary>What it is where it is no tensor: a sequence, a map, an optional.</summary>
    public string? OtherKind { get; init; }
}

/// <summary>One axis: a size, or the name of one that is known when the model runs.</summary>
/// <param name="Size">Null where it is not fixed.</param>
internal sealed record OnnxDimension(long? Size, string? Name);

/// <summary>A fixed option of a node. One of its parts is set.</summary>
/// <param name="Kind">ONNX's number: 1 a float, 2 an integer, 3 text, 4 a tensor, 5 a graph, 6 to 10 lists of these, 11 and 12 sparse tensors, 13 and 14 types.</param>
internal sealed record OnnxAttribute(string Name, int Kind)
{
    public const int IsFloat = 1, IsInteger = 2, IsText = 3, IsTensor = 4, IsGraph = 5, IsFloats = 6, IsIntegers = 7, IsTexts = 8;

    public float Float { get; init; }
    public long Integer { get; init; }
    public string Text { get; init; } = "";
    public OnnxTensor? Tensor { get; init; }
    public OnnxGraph? Graph { get; init; }
    public IReadOnlyList<float> Floats { get; init; } = [];
    public IReadOnlyList<long> Integers { get; init; } = [];
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>In a function, the attribute of the call that it stands for; empty where it stands for itself.</summary>
    public string Reference { get; init; } = "";
}

/// <summary>An array with its name, or in its place why it cannot be held here: a text, a complex number, a number of fewer than 8 bits.</summary>
internal sealed record OnnxTensor(string Name, NamedArray? Array, string? NotHeld = null);
