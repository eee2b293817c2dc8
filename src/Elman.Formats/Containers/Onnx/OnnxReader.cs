using Elman.Storage;

namespace Elman.Formats.Containers.Onnx;

/// <summary>An ONNX file as records. Field numbers are those of <c>onnx.proto</c>, which has kept them since version 1 of the format.</summary>
internal sealed class OnnxReader
{
    /// <summary>Subgraphs stand in nodes of graphs; no exporter comes near this depth.</summary>
    private const int MostGraphs = 24;

    private readonly string _path;
    private readonly OnnxTensorReader _tensors;
    private int _graphs;

    private OnnxReader(string? path, string name) => (_path, _tensors) = (name, new(name, new(path, name)));

    /// <summary>A model begins with the version of the format, a small number, and one of a model's other fields.</summary>
    public static bool Begins(byte[] bytes) => bytes is [0x08, >= 1 and <= 32, 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42 or 0x72, ..];

    /// <exception cref="BadFileException">The file is missing, damaged or hostile.</exception>
    public static OnnxModel Read(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        var source = new ByteSource(stream, path);
        if (source.Length == 0) throw source.Bad(0, $"is empty; expected an ONNX model.");
        return new OnnxReader(path, path).Model(source.Read(0, source.Length));
    }

    /// <summary>A model in memory, which may have no external data.</summary>
    public static OnnxModel Read(byte[] bytes, string name) => new OnnxReader(null, name).Model(bytes);

    private OnnxModel Model(byte[] bytes)
    {
        var message = new ProtoMessage(bytes, _path);
        (long version, string producer, string producerVersion, OnnxGraph? graph) = (0, "", "", null);
        var opsets = new List<OnnxOpset>();
        var functions = new List<OnnxFunction>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (message.Next())
            switch (message.Field)
            {
                case 1: version = message.Integer(); break;
                case 2: producer = message.Text(); break;
                case 3: producerVersion = message.Text(); break;
                case 7 when graph is not null: throw message.Bad($"the model has a second graph; expected one.");
                case 7: graph = Graph(message.Message()); break;
                case 8: opsets.Add(Opset(message.Message())); break;
                case 14: Entry(message.Message(), metadata); break;
                case 25: functions.Add(Function(message.Message())); break;
                default: message.Skip(); break;
            }
        if (graph is null) throw new BadFileException(_path, $"expected an ONNX model, found no graph. The file is no ONNX model, or it is cut short.");
        return new(version, producer.Trim(), producerVersion, opsets, graph, functions, _path) { Metadata = metadata };
    }

    private static OnnxOpset Opset(ProtoMessage message)
    {
        (string domain, long version) = ("", 0);
        while (message.Next())
            switch (message.Field)
            {
                case 1: domain = message.Text(); break;
                case 2: version = message.Integer(); break;
                default: message.Skip(); break;
            }
        return new(domain, version);
    }

    private static void Entry(ProtoMessage message, Dictionary<string, string> entries)
    {
        (string key, string value) = ("", "");
        while (message.Next())
            switch (message.Field)
            {
                case 1: key = message.Text(); break;
                case 2: value = message.Text(); break;
                default: message.Skip(); break;
            }
        entries[key] = value;
    }

    private OnnxGraph Graph(ProtoMessage message)
    {
        if (++_graphs > MostGraphs) throw message.Bad($"graphs stand more than {MostGraphs} deep in each other. The file was made to harm.");
        string name = "";
        var nodes = new List<OnnxNode>();
        var initializers = new List<OnnxTensor>();
        List<OnnxValue> inputs = [], outputs = [];
        while (message.Next())
            switch (message.Field)
            {
                case 1: nodes.Add(Node(message.Message(), message.Offset)); break;
                case 2: name = message.Text(); break;
                case 5: initializers.Add(_tensors.Read(message.Message())); break;
                case 11: inputs.Add(Value(message.Message())); break;
                case 12: outputs.Add(Value(message.Message())); break;
                case 15: throw message.Bad($"the graph has sparse initializers, which are not read. Save the model with dense ones.");
                default: message.Skip(); break;
            }
        _graphs--;
        return new(name, nodes, initializers, inputs, outputs);
    }

    private OnnxFunction Function(ProtoMessage message)
    {
        (string name, string domain) = ("", "");
        List<string> inputs = [], outputs = [], attributes = [];
        var defaults = new List<OnnxAttribute>();
        var nodes = new List<OnnxNode>();
        while (message.Next())
            switch (message.Field)
            {
                case 1: name = message.Text(); break;
                case 4: inputs.Add(message.Text()); break;
                case 5: outputs.Add(message.Text()); break;
                case 6: attributes.Add(message.Text()); break;
                case 7: nodes.Add(Node(message.Message(), message.Offset)); break;
                case 10: domain = message.Text(); break;
                case 11: defaults.Add(Attribute(message.Message())); break;
                default: message.Skip(); break;
            }
        return new(domain, name, inputs, outputs, nodes) { Attributes = attributes, Defaults = defaults };
    }

    private OnnxNode Node(ProtoMessage message, long offset)
    {
        (string kind, string domain, string name) = ("", "", "");
        List<string> inputs = [], outputs = [];
        var attributes = new List<OnnxAttribute>();
        while (message.Next())
            switch (message.Field)
            {
                case 1: inputs.Add(message.Text()); break;
                case 2: outputs.Add(message.Text()); break;
                case 3: name = message.Text(); break;
                case 4: kind = message.Text(); break;
                case 5: attributes.Add(Attribute(message.Message())); break;
                case 7: domain = message.Text(); break;
                default: message.Skip(); break;
            }
        if (kind.Length == 0) throw new BadFileException(_path, $"node '{BadFileException.Shown(name)}' has no operator. The file is no ONNX model, or it is damaged.", offset);
        return new(kind, domain, name, inputs, outputs, attributes) { Offset = offset };
    }

    private OnnxAttribute Attribute(ProtoMessage message)
    {
        var attribute = new OnnxAttribute("", 0);
        var floats = new List<float>();
        var integers = new List<long>();
        var texts = new List<string>();
        while (message.Next())
            switch (message.Field)
            {
                case 1: attribute = attribute with { Name = message.Text() }; break;
                case 2: attribute = attribute with { Float = message.Single() }; break;
                case 3: attribute = attribute with { Integer = message.Integer() }; break;
                case 4: attribute = attribute with { Text = message.Text() }; break;
                case 5: attribute = attribute with { Tensor = _tensors.Read(message.Message()) }; break;
                case 6: attribute = attribute with { Graph = Graph(message.Message()) }; break;
                case 7: Floats(message.Fixed(4), floats); break;
                case 8: message.Integers(integers); break;
                case 9: texts.Add(message.Text()); break;
                case 20: attribute = attribute with { Kind = message.Small() }; break;
                case 21: attribute = attribute with { Reference = message.Text() }; break;
                default: message.Skip(); break;
            }
        return attribute with { Floats = floats, Integers = integers, Texts = texts };
    }

    private static void Floats(ReadOnlySpan<byte> bytes, List<float> into)
    {
        for (int i = 0; i < bytes.Length; i += 4) into.Add(System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]));
    }

    private OnnxValue Value(ProtoMessage message)
    {
        var value = new OnnxValue("", 0, null);
        while (message.Next())
            switch (message.Field)
            {
                case 1: value = value with { Name = message.Text() }; break;
                case 2: value = Typed(message.Message(), value); break;
                default: message.Skip(); break;
            }
        return value;
    }

    /// <summary>A <c>TypeProto</c>: a tensor, or something else, whose kind is kept for messages.</summary>
    private static OnnxValue Typed(ProtoMessage message, OnnxValue value)
    {
        while (message.Next())
            switch (message.Field)
            {
                case 1: value = OnnxShapes.Tensor(message.Message(), value); break;
                case 4: message.Skip(); value = value with { OtherKind = "a sequence" }; break;
                case 5: message.Skip(); value = value with { OtherKind = "a map" }; break;
                case 8: message.Skip(); value = value with { OtherKind = "a sparse tensor" }; break;
                case 9: message.Skip(); value = value with { OtherKind = "an optional" }; break;
                default: message.Skip(); break;
            }
        return value;
    }
}
