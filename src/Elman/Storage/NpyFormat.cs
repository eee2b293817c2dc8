using System.Globalization;
using Elman.Numerics;

namespace Elman.Storage;

/// <summary>One array with a small header: NumPy's <c>.npy</c>, versions 1.0, 2.0 and 3.0.</summary>
internal static class NpyFormat
{
    /// <summary>As in NumPy itself, which reads no longer header.</summary>
    private const int LongestHeader = 10_000;

    public static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    public static ArrayFile ReadFile(ByteSource source)
    {
        using var bytes = new Incoming(source, new Window(source, 0, source.Length), source.Length, real: true);
        return new ArrayFile([Read(bytes, source.Stem)]) { Source = source.Name };
    }

    /// <summary>The array in these bytes, which it must fill to the last.</summary>
    public static NamedArray Read(Incoming bytes, string name)
    {
        NpyHeader header = Header(bytes);
        UInt128 claimed = Extent.Bytes(header.Dimensions, header.Type);
        if (claimed != (UInt128)bytes.Remaining)
            throw bytes.Bad($"the header claims {Extent.Text(header.Dimensions)} of {header.Type}, which takes {claimed} bytes, " +
                $"but {bytes.Remaining} follow. It is cut short or has something behind it; save it again (several arrays: as .npz).");
        Shape shape = Extent.Holdable(header.Dimensions, header.Type)
            ?? throw bytes.Bad($"{Extent.Text(header.Dimensions)} of {header.Type} is more than one array can hold here " +
                $"({Array.MaxLength} bytes or numbers). Save it in parts.");
        byte[] numbers = bytes.Take((long)claimed);
        bytes.End();
        if (header.BigEndian) ByteOrder.Swap(numbers, header.Type.Size);
        if (header.FortranOrder && shape.Rank > 1) numbers = ByteOrder.RowMajor(numbers, shape, header.Type.Size);
        return new NamedArray(name, header.Type, shape, numbers, bytes.Source.Name);
    }

    public static void Write(NamedArray array, Stream stream)
    {
        if (array.Type.Npy is null)
            throw new NotSupportedException($"Array '{array.Name}': NumPy has no {array.Type}. Save it as .safetensors, or as f32.");
        stream.Write(NpyHeader.Text(array));
        stream.Write(array.Bytes);
    }

    public static void WriteFile(ArrayFile file, Stream stream, System.IO.Compression.CompressionLevel _)
    {
        if (file.Count != 1)
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                $"A .npy file holds one array, found {file.Count}. Save " +
                $"them as .npz or .safetensors."));
        Write(file[0], stream);
    }

    private static NpyHeader Header(Incoming bytes)
    {
        Span<byte> start = stackalloc byte[12];
        if (bytes.Length < 10) throw bytes.Bad($"expected an array (.npy), found {bytes.Length} bytes, too few for its header.");
        bytes.Fill(start[..10]);
        if (!start.StartsWith(Magic))
            throw bytes.Bad($"expected an array (.npy, which begins with 93 'NUMPY'), found the bytes {Convert.ToHexString(start[..6])}.");
        if (start[6] is < 1 or > 3 || start[7] != 0)
            throw bytes.Bad($"expected version 1.0, 2.0 or 3.0 of .npy, found {start[6]}.{start[7]}. Save it with a NumPy of today.");
        if (start[6] > 1) bytes.Fill(start[10..]);
        uint length = start[6] == 1 ? LittleEndian.Short(start, 8) : LittleEndian.Int(start, 8);
        if (length > LongestHeader) throw bytes.Bad($"expected a header of at most {LongestHeader} bytes, found one of {length}.");
        if (length > bytes.Remaining) throw bytes.Bad($"the header claims {length} bytes, but {bytes.Remaining} follow. The file is " +
            $"cut short.");
        int fixedPart = (int)(bytes.Length - bytes.Remaining);
        BadFileException Bad(int at, InvariantText problem) => bytes.BadAt(fixedPart + at, $"header: {problem}");
        return new NpyHeaderParser(bytes.Take(length), Bad).Parse();
    }
}
