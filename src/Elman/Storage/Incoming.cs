using System.Globalization;

namespace Elman.Storage;

/// <summary>Bytes in the order in which they arrive: a stretch of a file, or what a compressed member gives.</summary>
/// <param name="stream">Gives the bytes; may end early or go on too long, which is found out here.</param>
/// <param name="length">The bytes that there are, or, where they are inflated, that the container declares.</param>
/// <param name="real">Whether the length is that of bytes seen in the file; where it is not, memory grows with what arrives.</param>
internal sealed class Incoming(ByteSource source, Stream stream, long length, bool real) : IDisposable
{
    private const int FirstPiece = 64 * 1024;

    private long _taken;
    private uint _checksum;

    /// <summary>Where in the file the bytes begin.</summary>
    public long Offset { get; init; }

    /// <summary>For messages: <c>member 'x.npy', </c> or nothing.</summary>
    public string Where { get; init; } = "";

    /// <summary>The CRC-32 that the container declares; null where it has none.</summary>
    public uint? Checksum { get; init; }

    public ByteSource Source => source;
    public long Length => length;
    public long Remaining => length - _taken;

    public BadFileException Bad(InvariantText problem, Exception? inner = null) => BadAt(_taken, problem, inner);

    /// <summary>An error at a byte of these; where they are inflated, the file can only be pointed at where they begin.</summary>
    public BadFileException BadAt(long at, InvariantText problem, Exception? inner = null) =>
        source.Bad(real ? Offset + at : Offset, $"{Where}{problem}", inner);

    public void Dispose() => stream.Dispose();

    public void Fill(Span<byte> buffer)
    {
        if (buffer.Length > Remaining)
            throw Bad($"expected {buffer.Length} more bytes, found {Remaining}. It is cut short or damaged; copy it again.");
        if (Arrive(buffer) < buffer.Length)
            throw Bad($"expected {length} bytes, found {_taken}. It is cut short or damaged; copy it again.");
    }

    public byte[] Take(long count)
    {
        if (count > Remaining)
            throw Bad($"expected {count} more bytes, found {Remaining}. It is cut short or damaged; copy it again.");
        if (count > Array.MaxLength) throw Bad($"expected a part of at most {Array.MaxLength} bytes, found {count}. Save it in smaller parts.");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)(real ? count : Math.Min(count, FirstPiece)));
        Fill(bytes);
        while (bytes.LongLength < count)
        {
            int had = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * had));
            Fill(bytes.AsSpan(had));
        }
        return bytes;
    }

    /// <summary>Refuses bytes beyond the declared length, and bytes that are not those that were saved.</summary>
    public void End()
    {
        Span<byte> beyond = stackalloc byte[1];
        if (Remaining > 0) throw Bad($"{Remaining} bytes follow where nothing is expected.");
        if (Read(beyond) > 0) throw Bad($"expected {length} bytes as declared, found more. The file is damaged or made to harm.");
        if (Checksum is uint declared && declared != _checksum)
            throw Bad($"expected the checksum {declared:x8}, found {_checksum:x8}. The file is damaged; copy or save it again.");
    }

    private int Arrive(Span<byte> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            int found = Read(buffer[filled..]);
            if (found == 0) break;
            filled += found;
        }
        if (Checksum is not null) _checksum = Crc32.Append(_checksum, buffer[..filled]);
        _taken += filled;
        return filled;
    }

    private int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw Bad($"its compressed bytes are damaged: {error.Message} Copy or save the file again.", error);
        }
    }
}
