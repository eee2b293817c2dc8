using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Elman.Tests.Storage;

/// <summary>Files put together byte by byte, with whatever lies a test wants in them.</summary>
internal static class Forged
{
    public static readonly byte[] Floats = Little(0x3f800000u, 0x40000000u, 0x40400000u);

    /// <summary>A .npy of the given dictionary, unpadded, in front of the data.</summary>
    public static byte[] Npy(string dictionary, byte[] data, byte version = 1, int? length = null) =>
        Npy(Encoding.UTF8.GetBytes(dictionary), data, version, length);

    public static byte[] Npy(byte[] dictionary, byte[] data, byte version = 1, int? length = null)
    {
        byte[] field = Little((uint)(length ?? dictionary.Length));
        return [0x93, .. "NUMPY"u8, version, 0, .. version == 1 ? field[..2] : field, .. dictionary, .. data];
    }

    /// <summary>A .npy of three floats, for a test that lies elsewhere.</summary>
    public static byte[] Npy() => Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n", Floats);

    public static byte[] Safetensors(string header, byte[] data, ulong? length = null) => Safetensors(Encoding.UTF8.GetBytes(header),
        data, length);

    public static byte[] Safetensors(byte[] header, byte[] data, ulong? length = null)
    {
        var field = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(field, length ?? (ulong)header.Length);
        return [.. field, .. header, .. data];
    }

    public static byte[] Deflate(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Optimal)) stream.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>The checksum by its definition, bit by bit: a witness for the product's table.</summary>
    public static uint Crc(byte[] bytes)
    {
        uint c = ~0u;
        foreach (byte b in bytes)
        {
            c ^= b;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? c >> 1 ^ 0xEDB88320 : c >> 1;
        }
        return ~c;
    }

    public static byte[] Little(params ReadOnlySpan<uint> numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }

    public static byte[] Little(params ReadOnlySpan<ulong> numbers)
    {
        var bytes = new byte[8 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), numbers[i]);
        return bytes;
    }
}
