using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5.Writing;

/// <summary>Values that come from here and not from a file, in the types that h5py gives them.</summary>
internal static class Hdf5Made
{
    private const int Utf8 = 1;

    /// <summary>A text of any length.</summary>
    public static Hdf5Value Text(string path, string text) => Texts(path, [text], Dataspace.Scalar);

    public static Hdf5Value Texts(string path, IReadOnlyList<string> texts) => Texts(path, texts, Dataspace.Of(texts.Count));

    public static Hdf5Value Numbers(string path, NamedArray array) =>
        new("memory", path, TypeOf(array.Type), Dataspace.Of([.. array.Shape.Dimensions.ToArray().Select(size => (long)size)]), () => array.Bytes.ToArray());

    private static Hdf5Value Texts(string path, IReadOnlyList<string> texts, Dataspace space) =>
        new("memory", path, VaryingText, space, () => [], _ => [.. texts.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>A sequence (class 9) of kind text, closed by zero, in UTF-8, whose element is a text (class 3) of one byte.</summary>
    private static Hdf5Type VaryingText { get; } = Read([0x19, 1, Utf8, 0, 16, 0, 0, 0, 0x13, Utf8 << 4, 0, 0, 1, 0, 0, 0]);

    private static Hdf5Type TypeOf(ElementType type)
    {
        (byte[] bits, byte[] properties) = type.Name switch
        {
            "f16" => Float(16, 10, 5, 15),
            "f32" => Float(32, 23, 8, 127),
            "f64" => Float(64, 52, 11, 1023),
            "bool" => ([2, 0, 0], Truth()),
            _ when type.Name[0] is 'i' or 'u' => ([(byte)(type.Name[0] == 'i' ? 1 << 3 : 0), 0, 0], [0, 0, (byte)(8 * type.Size), 0]),
            _ => throw new NotSupportedException($"Numbers of type {type} are not written in HDF5. Convert them to f32 first."),
        };
        int kind = type.Name[0] == 'f' ? 1 : type.Name == "bool" ? 8 : 0;
        return Read([(byte)(1 << 4 | kind), .. bits, (byte)type.Size, 0, 0, 0, .. properties]);
    }

    /// <summary>IEEE 754, low byte first: mantissa from bit 0, then exponent, then sign.</summary>
    private static (byte[], byte[]) Float(int size, int mantissa, int exponent, int bias)
    {
        const byte impliedOne = 2 << 4;
        return ([impliedOne, (byte)(size - 1), 0], [0, 0, (byte)size, 0, (byte)mantissa, (byte)exponent, 0, (byte)mantissa, .. BitConverter.GetBytes(bias)]);
    }

    /// <summary>h5py's bool: an enumeration of two signed bytes.</summary>
    private static byte[] Truth() => [0x10, 1 << 3, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0, .. "FALSE\0\0\0"u8, .. "TRUE\0\0\0\0"u8, 0, 1];

    private static Hdf5Type Read(byte[] encoded) =>
        Hdf5Type.Read(new Block(new Hdf5Bytes(new ByteSource(new MemoryStream(encoded, writable: false), "memory"), 0), 0, encoded, "a type"));
}
