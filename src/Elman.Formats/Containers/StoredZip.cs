using System.Buffers.Binary;
using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>Writes a zip whose members are stored, each beginning at a multiple of some bytes: what PyTorch maps into memory. The same members always give the same bytes.</summary>
/// <remarks>System.IO.Compression cannot place a member. Sizes and offsets of more than 4 GiB (zip64) are refused by name.</remarks>
internal sealed class StoredZip(Stream stream, int alignment)
{
    private const uint LocalMark = 0x04034b50, RecordMark = 0x02014b50, EndMark = 0x06054b50;
    private const int LocalSize = 30, RecordSize = 46, EndSize = 22, MostMembers = ushort.MaxValue - 1;
    private const ushort VersionNeeded = 20, FirstDate = 0x21;      // 1 January 1980, the oldest that a zip knows
    private const ushort PaddingTag = 0x4246;

    private readonly List<(byte[] Name, uint Checksum, uint Size, uint At)> _members = [];
    private long _position;

    public void Add(string name, ReadOnlySpan<byte> bytes)
    {
        if (_position + bytes.Length > uint.MaxValue - (1 << 20) || _members.Count == MostMembers)
            throw new NotSupportedException($"'{name}': a zip of more than 4 GiB or {MostMembers} members is not written. Save as .safetensors, or in parts.");
        byte[] path = Encoding.UTF8.GetBytes(name);
        (byte[] Name, uint Checksum, uint Size, uint At) member = (path, Crc32.Append(0, bytes), (uint)bytes.Length, (uint)_position);
        _members.Add(member);
        // The field that pads takes four bytes of its own.
        int padding = (int)((alignment - (_position + LocalSize + path.Length + 4) % alignment) % alignment);
        var header = new byte[LocalSize + path.Length + 4 + padding];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalMark);
        Describe(header.AsSpan(4), member, 4 + padding);
        path.CopyTo(header, LocalSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(LocalSize + path.Length), PaddingTag);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(LocalSize + path.Length + 2), (ushort)padding);
        Write(header);
        Write(bytes);
    }

    public void End()
    {
        long start = _position;
        foreach ((byte[] Name, uint Checksum, uint Size, uint At) member in _members)
        {
            var record = new byte[RecordSize + member.Name.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(record, RecordMark);
            BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), VersionNeeded);
            Describe(record.AsSpan(6), member, 0);
            BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(42), member.At);
            member.Name.CopyTo(record, RecordSize);
            Write(record);
        }
        var end = new byte[EndSize];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndMark);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)_members.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)_members.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)(_position - start));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)start);
        Write(end);
    }

    /// <summary>The fields that a local header and a record of the directory have in the same order (APPNOTE.TXT 4.3.7 and 4.3.12).</summary>
    private static void Describe(Span<byte> fields, (byte[] Name, uint Checksum, uint Size, uint At) member, int extra)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(fields, VersionNeeded);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[2..], ZipFlags.Utf8);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[8..], FirstDate);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[10..], member.Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[14..], member.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[18..], member.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[22..], (ushort)member.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[24..], (ushort)extra);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _position += bytes.Length;
    }
}
