using System.Text.Json;
using System.Text.Unicode;
using Elman.Numerics;
using static Elman.Storage.LittleEndian;

namespace Elman.Storage;

/// <summary>A header of JSON, then the numbers of every array without a gap: Hugging Face's <c>.safetensors</c>.</summary>
internal static class SafetensorsReader
{
    public const string MetadataKey = "__metadata__";
    public const int LengthField = 8;
    public const int LongestHeader = 100_000_000;

    /// <summary>A length that fits and, after spaces, a brace.</summary>
    public static bool Begins(byte[] bytes, long fileLength)
    {
        if (bytes.Length <= LengthField) return false;
        ulong header = Long(bytes, 0);
        ReadOnlySpan<byte> text = bytes.AsSpan(LengthField).TrimStart(" \t\r\n"u8);
        return header <= LongestHeader && (long)header <= fileLength - LengthField && (text.IsEmpty || text[0] == '{');
    }

    public static ArrayFile ReadFile(ByteSource source)
    {
        byte[] header = Header(source);
        long start = LengthField + header.Length;
        var file = new ArrayFile { Source = source.Name };
        List<SafetensorsEntry> entries = new SafetensorsHeader(header, source, source.Length - start).Parse(file.Metadata);
        RefuseGaps(source, entries, start);
        foreach (SafetensorsEntry entry in entries)
        {
            Shape shape = Extent.Holdable(entry.Dimensions, entry.Type) ?? throw source.Bad(entry.At,
                $"array '{BadFileException.Shown(entry.Name)}': {Extent.Text(entry.Dimensions)} of {entry.Type} is more than one " +
                $"array can hold here ({Array.MaxLength} bytes or numbers). Save it in parts.");
            byte[] numbers = source.Read(start + entry.Begin, entry.End - entry.Begin);
            file.Add(new NamedArray(entry.Name, entry.Type, shape, numbers, source.Name));
        }
        return file;
    }

    private static byte[] Header(ByteSource source)
    {
        if (source.Length < LengthField)
            throw source.Bad(0, $"expected the length of a header in {LengthField} bytes, found a file of {source.Length}. It is " +
                $"cut short.");
        ulong length = Long(source.Beginning(LengthField), 0);
        if (length > LongestHeader) throw source.Bad(0, $"expected a header of at most {LongestHeader} bytes, found one declared " +
            $"with {length}. It is damaged, or no .safetensors.");
        if ((long)length > source.Length - LengthField)
            throw source.Bad(0, $"the header is declared with {length} bytes, but {source.Length - LengthField} follow. The file is " +
                $"cut short.");
        byte[] header = source.Read(LengthField, (long)length);
        if (!Utf8.IsValid(header)) throw source.Bad(LengthField, $"the header is not UTF-8. The file is damaged.");
        return header;
    }

    /// <summary>Every byte of the data belongs to exactly one array, so that nothing can hide in the file.</summary>
    private static void RefuseGaps(ByteSource source, List<SafetensorsEntry> entries, long start)
    {
        long covered = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != covered)
                throw source.Bad(entry.At, $"array '{BadFileException.Shown(entry.Name)}' begins at byte {entry.Begin} of the data, " +
                    $"but the array before it ends at {covered}: {
                    (entry.Begin < covered ? "arrays overlap" : "bytes between them belong to none")}.");
            covered = entry.End;
        }
        if (start + covered != source.Length)
            throw source.Bad(start + covered, $"the arrays end here, but {source.Length - start - covered} bytes follow that belong " +
                $"to none.");
    }
}

/// <summary>What a header says of one array; offsets count from the end of the header.</summary>
/// <param name="At">Where in the file it says so.</param>
internal sealed record SafetensorsEntry(string Name, ElementType Type, long[] Dimensions, long Begin, long End, long At);
