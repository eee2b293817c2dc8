using System.Buffers.Binary;

namespace Elman.Storage;

/// <summary>Whole numbers at a place in a record, low byte first.</summary>
internal static class LittleEndian
{
    public static ushort Short(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);
    public static uint Int(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
    public static ulong Long(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt64LittleEndian(record[at..]);
}
