namespace Elman.Formats.Containers.Onnx;

/// <summary>Types and shapes of the inputs and outputs of a graph.</summary>
internal static class OnnxShapes
{
    /// <summary>A <c>TypeProto.Tensor</c>.</summary>
    public static OnnxValue Tensor(ProtoMessage message, OnnxValue value)
    {
        while (message.Next())
            switch (message.Field)
            {
                case 1: value = value with { Type = message.Small() }; break;
                case 2: value = value with { Dimensions = Shape(message.Message()) }; break;
                default: message.Skip(); break;
            }
        return value;
    }

    private static List<OnnxDimension> Shape(ProtoMessage message)
    {
        var dimensions = new List<OnnxDimension>();
        while (message.Next())
            if (message.Field == 1) dimensions.Add(Dimension(message.Message()));
            else message.Skip();
        return dimensions;
    }

    private static OnnxDimension Dimension(ProtoMessage message)
    {
        var dimension = new OnnxDimension(null, null);
        while (message.Next())
            switch (message.Field)
            {
                case 1: dimension = new(message.Integer(), null); break;
                case 2: dimension = new(null, message.Text()); break;
                default: message.Skip(); break;
            }
        // Some exporters write −1 or 0 for a size that is not known.
        return dimension.Size is <= 0 ? new(null, dimension.Name) : dimension;
    }
}
