using System.Text;
using System.Text.Unicode;
using Elman.Storage;

namespace Elman.Formats.Csv;

/// <summary>The text of a table: UTF-8, with or without its mark, and nothing that is no text.</summary>
internal static class CsvText
{
    /// <summary>First bytes of what people take for text; longer marks first, because one begins like another.</summary>
    private static readonly (byte[] Mark, string Name)[] _others =
    [
        ([0xff, 0xfe, 0, 0], "UTF-32 text"),
        ([0xff, 0xfe], "UTF-16 text"),
        ([0xfe, 0xff], "UTF-16 text (big-endian)"),
        ([0x50, 0x4b, 3, 4], "a zip, such as an .xlsx or an .npz"),
        ([0xd0, 0xcf, 0x11, 0xe0], "an old .xls"),
        ([0x1f, 0x8b], "a gzip"),
    ];

    private static readonly byte[] _utf8 = [0xef, 0xbb, 0xbf];

    public static string Read(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Decode(memory.GetBuffer().AsSpan(0, (int)memory.Length), name);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        foreach ((byte[] mark, string what) in _others)
            if (bytes.StartsWith(mark)) throw new BadFileException(name, $"expected UTF-8 text, found {what}. Save it as CSV in UTF-8.", 0);
        int nul = bytes.IndexOf((byte)0);
        if (nul >= 0) throw new BadFileException(name, $"expected UTF-8 text, found a NUL byte: this is no text, or UTF-16 without its mark. Save it as CSV in UTF-8.", nul);
        if (!Utf8.IsValid(bytes))
        {
            int at = FirstInvalid(bytes);
            throw new BadFileException(name, $"expected UTF-8 text, found the byte {bytes[at]:x2}, which is none: perhaps the text is Latin-1 or Windows-1252. Save it as CSV in UTF-8.", at);
        }
        return Encoding.UTF8.GetString(bytes.StartsWith(_utf8) ? bytes[_utf8.Length..] : bytes);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }
}
