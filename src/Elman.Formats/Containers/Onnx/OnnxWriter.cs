namespace Elman.Formats.Containers.Onnx;

/// <summary>Records as an ONNX file. Field numbers are those of <c>onnx.proto</c>, as in <see cref="OnnxReader"/>.</summary>
internal static class OnnxWriter
{
    public static byte[] Write(OnnxModel model)
    {
        var message = new ProtoWriter();
        message.Integer(1, model.Version);
        message.Text(2, model.Producer);
        message.Text(3, model.ProducerVersion);
        message.Text(6, model.Documentation);
        message.Message(7, graph => Graph(graph, model.Graph));
        foreach (OnnxOpset opset in model.Opsets)
            message.Message(8, row =>
            {
                row.Text(1, opset.Domain);
                row.Integer(2, opset.Version);
            });
        foreach ((string key, string value) in model.Metadata)
            message.Message(14, row =>
            {
                row.Text(1, key);
                row.Text(2, value);
            });
        return message.Bytes;
    }

    private static void Graph(ProtoWriter message, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes) message.Message(1, row => Node(row, node));
        message.Text(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers) message.Message(5, row => Tensor(row, tensor));
        foreach (OnnxValue input in graph.Inputs) message.Message(11, row => Value(row, input));
        foreach (OnnxValue output in graph.Outputs) message.Message(12, row => Value(row, output));
    }

    private static void Node(ProtoWriter message, OnnxNode node)
    {
        // A name that is left empty keeps the place of an input that is not given.
        foreach (string input in node.Inputs) message.Piece(1, System.Text.Encoding.UTF8.GetBytes(input));
        foreach (string output in node.Outputs) message.Piece(2, System.Text.Encoding.UTF8.GetBytes(output));
        message.Text(3, node.Name);
        message.Text(4, node.Operator);
        foreach (OnnxAttribute attribute in node.Attributes) message.Message(5, row => Attribute(row, attribute));
        message.Text(6, node.Documentation);
        message.Text(7, node.Domain);
    }

    private static void Attribute(ProtoWriter message, OnnxAttribute attribute)
    {
        message.Text(1, attribute.Name);
        switch (attribute.Kind)
        {
            case OnnxAttribute.IsFloat: message.Single(2, attribute.Float); break;
            case OnnxAttribute.IsInteger: message.Integer(3, attribute.Integer); break;
            case OnnxAttribute.IsText: message.Piece(4, System.Text.Encoding.UTF8.GetBytes(attribute.Text)); break;
            case OnnxAttribute.IsTensor: message.Message(5, row => Tensor(row, attribute.Tensor!)); break;
            case OnnxAttribute.IsGraph: message.Message(6, row => Graph(row, attribute.Graph!)); break;
            case OnnxAttribute.IsFloats:
                foreach (float value in attribute.Floats) message.Single(7, value);
                break;
            case OnnxAttribute.IsIntegers:
                foreach (long value in attribute.Integers) message.Integer(8, value);
                break;
            case OnnxAttribute.IsTexts:
                foreach (string text in attribute.Texts) message.Piece(9, System.Text.Encoding.UTF8.GetBytes(text));
                break;
            default: throw new NotSupportedException($"An attribute of kind {attribute.Kind} ('{attribute.Name}') is not written.");
        }
        message.Integer(20, attribute.Kind);
    }

    private static void Tensor(ProtoWriter message, OnnxTensor tensor)
    {
        message.Integers(1, [.. tensor.Array!.Shape.Select(size => (long)size)]);
        message.Integer(2, OnnxType.Of(tensor.Array.Type).Number);
        message.Text(8, tensor.Name);
        message.Piece(9, tensor.Array.Bytes);
    }

    private static void Value(ProtoWriter message, OnnxValue value)
    {
        message.Text(1, value.Name);
        message.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, value.Type);
            tensor.Message(2, shape =>
            {
                foreach (OnnxDimension dimension in value.Dimensions ?? [])
                    shape.Message(1, row =>
                    {
                        if (dimension.Size is { } size) row.Integer(1, size);
                        else row.Text(2, dimension.Name ?? "");
                    });
            });
        }));
        message.Text(3, value.Documentation);
    }
}
