using System.Buffers.Binary;
using System.Text;

namespace Elman.Tests.Formats.Onnx;

/// <summary>Writes protobuf by hand, right or wrong, and small ONNX graphs with it.</summary>
internal sealed class OnnxBytes
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public OnnxBytes Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
        return this;
    }

    public OnnxBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public OnnxBytes Key(int field, int wire) => Varint((ulong)((field << 3) | wire));

    public OnnxBytes Number(int field, long value) => Key(field, 0).Varint((ulong)value);

    public OnnxBytes Bytes(int field, byte[] bytes) => Key(field, 2).Varint((ulong)bytes.Length).Raw(bytes);

    public OnnxBytes Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public OnnxBytes In(int field, OnnxBytes message) => Bytes(field, message.ToArray());

    public static OnnxBytes File(OnnxBytes graph, long opset = 17) => new OnnxBytes().Number(1, 8).Text(2, "test").In(7, graph).In(8, new OnnxBytes().Text(1, "").Number(2, opset));

    public static OnnxBytes Node(string operation, string inputs, string outputs, params OnnxBytes[] attributes)
    {
        var node = new OnnxBytes();
        foreach (string name in inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries)) node.Text(1, name);
        foreach (string name in outputs.Split(' ', StringSplitOptions.RemoveEmptyEntries)) node.Text(2, name);
        node.Text(3, $"the {operation}").Text(4, operation);
        foreach (OnnxBytes attribute in attributes) node.In(5, attribute);
        return node;
    }

    public static OnnxBytes Attribute(string name, long value) => new OnnxBytes().Text(1, name).Number(3, value).Number(20, 2);

    public static OnnxBytes Attribute(string name, string value) => new OnnxBytes().Text(1, name).Text(4, value).Number(20, 3);

    public static OnnxBytes Attribute(string name, params long[] values)
    {
        OnnxBytes attribute = new OnnxBytes().Text(1, name);
        foreach (long value in values) attribute.Number(8, value);
        return attribute.Number(20, 7);
    }

    public static OnnxBytes Attribute(string name, OnnxBytes graph) => new OnnxBytes().Text(1, name).In(6, graph).Number(20, 5);

    /// <summary>Floats of these dimensions as raw data.</summary>
    public static OnnxBytes Floats(string name, long[] dimensions, params float[] values)
    {
        OnnxBytes tensor = Shaped(dimensions).Number(2, 1).Text(8, name);
        var raw = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(4 * i), values[i]);
        return tensor.Bytes(9, raw);
    }

    /// <summary>Whole numbers of 64 bits in their typed field.</summary>
    public static OnnxBytes Longs(string name, long[] dimensions, params long[] values)
    {
        OnnxBytes tensor = Shaped(dimensions).Number(2, 7).Text(8, name);
        var packed = new OnnxBytes();
        foreach (long value in values) packed.Varint((ulong)value);
        return tensor.Bytes(7, packed.ToArray());
    }

    public static OnnxBytes Shaped(long[] dimensions)
    {
        var tensor = new OnnxBytes();
        foreach (long dimension in dimensions) tensor.Number(1, dimension);
        return tensor;
    }

    /// <summary>An input or output; an axis is a size or a name.</summary>
    public static OnnxBytes Value(string name, int type, params object[] axes)
    {
        var shape = new OnnxBytes();
        foreach (object axis in axes) shape.In(1, axis is int size ? new OnnxBytes().Number(1, size) : new OnnxBytes().Text(2, (string)axis));
        return new OnnxBytes().Text(1, name).In(2, new OnnxBytes().In(1, new OnnxBytes().Number(1, type).In(2, shape)));
    }

    public static OnnxBytes Graph(OnnxBytes[] nodes, OnnxBytes[] tensors, OnnxBytes[] inputs, OnnxBytes[] outputs)
    {
        var graph = new OnnxBytes();
        foreach (OnnxBytes node in nodes) graph.In(1, node);
        foreach (OnnxBytes tensor in tensors) graph.In(5, tensor);
        foreach (OnnxBytes input in inputs) graph.In(11, input);
        foreach (OnnxBytes output in outputs) graph.In(12, output);
        return graph;
    }
}
