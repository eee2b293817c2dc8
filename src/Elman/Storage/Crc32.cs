using Elman.Numerics;

namespace Elman.Storage;

/// <summary>The checksum of zip files (ISO 3309; polynomial 0xEDB88320 with the low bit first).</summary>
internal static class Crc32
{
    // Row k is the checksum of a byte followed by k zero bytes, so that eight bytes are folded in at once.
    private static readonly uint[][] _table = Table();

    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint c = ~checksum;
        Span<byte> folded = stackalloc byte[16];
        if (CarrylessFold.IsSupported && CarrylessFold.Fold(c, ref bytes, folded)) c = Register(0, folded);
        return ~Register(c, bytes);
    }

    private static uint Register(uint c, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            c ^= (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24);
            c = _table[7][c & 255] ^ _table[6][c >> 8 & 255] ^ _table[5][c >> 16 & 255] ^ _table[4][c >> 24]
              ^ _table[3][bytes[4]] ^ _table[2][bytes[5]] ^ _table[1][bytes[6]] ^ _table[0][bytes[7]];
            bytes = bytes[8..];
        }
        foreach (byte b in bytes) c = _table[0][(c ^ b) & 255] ^ c >> 8;
        return c;
    }

    private static uint[][] Table()
    {
        var rows = new uint[8][];
        for (int k = 0; k < 8; k++) rows[k] = new uint[256];
        for (uint b = 0; b < 256; b++)
        {
            uint c = b;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? c >> 1 ^ 0xEDB88320 : c >> 1;
            rows[0][b] = c;
        }
        for (int k = 1; k < 8; k++)
        {
            for (int b = 0; b < 256; b++) rows[k][b] = rows[k - 1][b] >> 8 ^ rows[0][rows[k - 1][b] & 255];
        }
        return rows;
    }
}
