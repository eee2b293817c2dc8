using System.Buffers.Binary;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Onnx;

/// <summary>A <c>TensorProto</c>: dimensions, a type, and the numbers in one of six places.</summary>
internal sealed class OnnxTensorReader(string path, OnnxExternalData external)
{
    // The fields of a TensorProto, as onnx.proto numbers them.
    private const int Dimensions = 1, Type = 2, Segment = 3, Name = 8, Raw = 9, External = 13, Location = 14;

    private const int StoredOutside = 1;

    public OnnxTensor Read(ProtoMessage message)
    {
        long offset = message.Offset;
        var dimensions = new List<long>();
        var integers = new List<long>();
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        (int type, int location, string name) = (0, 0, "");
        byte[]? raw = null;
        using var numbers = new MemoryStream();
        int place = 0;
        while (message.Next())
            switch (message.Field)
            {
                case Dimensions: message.Integers(dimensions); break;
                case Type: type = message.Small(); break;
                case Segment: throw message.Bad($"a tensor is cut into segments, which no version of ONNX has used. Save the model again.");
                case Name: name = message.Text(); break;
                case Raw: raw = message.Bytes().ToArray(); break;
                case (int)OnnxField.Floats or (int)OnnxField.Doubles:
                    place = message.Field;
                    numbers.Write(message.Fixed(place == (int)OnnxField.Floats ? sizeof(float) : sizeof(double)));
                    break;
                case (int)OnnxField.Small or (int)OnnxField.Longs or (int)OnnxField.Unsigned:
                    place = message.Field;
                    message.Integers(integers);
                    break;
                case External: Entry(message.Message(), entries); break;
                case Location: location = message.Small(); break;
                default: message.Skip(); break;
            }
        OnnxType known = OnnxType.Of(type) ?? throw Bad($"has elements of type {type}; expected 1 to {OnnxType.All.Count}");
        if (known.Held is not { } held) return new(name, null, known.Name);
        if (dimensions.Count > Extent.MostDimensions) throw Bad($"has {dimensions.Count} dimensions; expected at most {Extent.MostDimensions}");
        if (dimensions.Any(dimension => dimension < 0)) throw Bad($"has the dimension {dimensions.First(dimension => dimension < 0)}; expected 0 or more");
        long[] shape = [.. dimensions];
        UInt128 needed = Extent.Bytes(shape, held);
        if (raw is null && place != 0 && place != (int)known.Field) throw Bad($"of {known.Name} has its numbers in field {place}; expected field {(int)known.Field}, or raw_data");
        byte[] bytes = location == StoredOutside ? external.Read(name, offset, entries, needed)
            : raw ?? (integers.Count > 0 ? Packed(integers, held) : numbers.ToArray());
        if ((UInt128)bytes.Length != needed) throw Bad($"{Extent.Text(shape)} of {known.Name} takes {needed} bytes, found {bytes.Length}");
        Shape holdable = Extent.Holdable(shape, held) ?? throw Bad($"{Extent.Text(shape)} of {known.Name} is more than one array can hold here");
        return new(name, new NamedArray(name, held, holdable, bytes, path));

        BadFileException Bad(InvariantText problem) => new(path, $"tensor '{BadFileException.Shown(name)}' {problem}.", offset);
    }

    /// <summary>Integers, bools and 16-bit floats, each written as a whole number of variable length; the low bytes are the element.</summary>
    private static byte[] Packed(List<long> integers, ElementType type)
    {
        var bytes = new byte[integers.Count * type.Size];
        Span<byte> eight = stackalloc byte[8];
        for (int i = 0; i < integers.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(eight, integers[i]);
            eight[..type.Size].CopyTo(bytes.AsSpan(i * type.Size));
        }
        return bytes;
    }

    private static void Entry(ProtoMessage message, Dictionary<string, string> entries)
    {
        const int key = 1, value = 2;
        (string name, string text) = ("", "");
        while (message.Next())
            switch (message.Field)
            {
                case key: name = message.Text(); break;
                case value: text = message.Text(); break;
                default: message.Skip(); break;
            }
        entries[name] = text;
    }
}
