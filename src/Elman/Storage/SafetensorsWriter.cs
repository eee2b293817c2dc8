using System.Globalization;
using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace Elman.Storage;

/// <summary>Writes a <c>.safetensors</c>: the same arrays and metadata in the same order always give the same bytes.</summary>
internal static class SafetensorsWriter
{
    public static void WriteFile(ArrayFile file, Stream stream, CompressionLevel compression)
    {
        if (file.Contains(SafetensorsReader.MetadataKey))
            throw new NotSupportedException($"A .safetensors keeps the name {SafetensorsReader.MetadataKey} for its metadata. " +
                $"Rename the array.");
        // Wide types first: then every array begins at a multiple of its element's size without a gap, which the format forbids.
        NamedArray[] byWidth = [.. file.OrderByDescending(array => array.Type.Size)];
        byte[] header = Header(file, byWidth);
        Span<byte> length = stackalloc byte[SafetensorsReader.LengthField];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (NamedArray array in byWidth) stream.Write(array.Bytes);
    }

    /// <summary>Keys in the order of the file; padded with spaces so that the data begin at a multiple of 8.</summary>
    private static byte[] Header(ArrayFile file, NamedArray[] byWidth)
    {
        var begin = new Dictionary<string, long>(StringComparer.Ordinal);
        long end = 0;
        foreach (NamedArray array in byWidth)
        {
            begin[array.Name] = end;
            end += array.Bytes.Length;
        }
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (file.Metadata.Count > 0) Write(writer, file.Metadata);
            foreach (NamedArray array in file) Write(writer, array, begin[array.Name]);
            writer.WriteEndObject();
        }
        int padded = (json.WrittenCount + 7) / 8 * 8;
        if (padded > SafetensorsReader.LongestHeader)
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, 
                $"A .safetensors header has at most {SafetensorsReader.LongestHeader} bytes; these names and metadata take " +
                $"{padded}. Save in parts."));
        json.GetSpan(padded - json.WrittenCount)[..(padded - json.WrittenCount)].Fill((byte)' ');
        json.Advance(padded - json.WrittenCount);
        return json.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, OrderedDictionary<string, string> metadata)
    {
        writer.WriteStartObject(SafetensorsReader.MetadataKey);
        foreach ((string key, string text) in metadata) writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, NamedArray array, long begin)
    {
        writer.WriteStartObject(array.Name);
        writer.WriteString("dtype", array.Type.Safetensors);
        writer.WriteStartArray("shape");
        foreach (int dimension in array.Shape.Dimensions) writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(begin);
        writer.WriteNumberValue(begin + array.Bytes.Length);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
