using System.Buffers.Binary;
using System.Numerics;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The two checksums of HDF5: Jenkins's lookup3 over structures, Fletcher's over chunks of numbers.</summary>
internal static class Checksums
{
    /// <summary>Bob Jenkins's lookup3 <c>hashlittle</c> with 0 as its start.</summary>
    public static uint Lookup3(ReadOnlySpan<byte> bytes)
    {
        uint a, b, c;
        a = b = c = 0xdeadbeef + (uint)bytes.Length;
        while (bytes.Length > 12)
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
            a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
            bytes = bytes[12..];
        }
        if (bytes.Length == 0) return c;
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        a += BinaryPrimitives.ReadUInt32LittleEndian(last);
        b += BinaryPrimitives.ReadUInt32LittleEndian(last[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(last[8..]);
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }

    /// <summary>Fletcher's sums modulo 65535 over big-endian words of two bytes; an odd byte at the end is the upper half of a word.</summary>
    public static uint Fletcher32(ReadOnlySpan<byte> bytes)
    {
        ulong low = 0, high = 0;
        while (bytes.Length > 1)
        {
            // So few words that neither sum leaves its 64 bits between two reductions.
            int words = Math.Min(bytes.Length / 2, 1 << 16);
            for (int i = 0; i < words; i++) high += low += BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
            (low, high) = (Reduced(low), Reduced(high));
            bytes = bytes[(2 * words)..];
        }
        if (bytes.Length == 1) high += low += (ulong)bytes[0] << 8;
        return (uint)(Reduced(high) << 16 | Reduced(low));

        // The library adds carries round instead of dividing, so that a sum that is a multiple of 65535 but not zero stays 65535.
        static ulong Reduced(ulong sum) => sum == 0 ? 0 : (sum - 1) % 65535 + 1;
    }
}
