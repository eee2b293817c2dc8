namespace Elman.Storage;

/// <summary>The bytes of one file: their true number, reads that stay inside it, and errors that name the place.</summary>
/// <remarks>Files are read, never mapped: one that is cut short meanwhile is an error, not a fault of the process.</remarks>
internal sealed class ByteSource
{
    private readonly Stream _stream;
    private readonly long _start;

    /// <summary>From where the stream stands to its end; a stream that cannot seek is read to its end first.</summary>
    public ByteSource(Stream stream, string name)
    {
        Name = name;
        if (!stream.CanSeek) stream = Gathered(stream, name);
        (_stream, _start) = (stream, stream.Position);
        Length = stream.Length - _start;
    }

    public string Name { get; }
    public long Length { get; }

    /// <summary>The name without folder and extension.</summary>
    public string Stem => Path.GetFileNameWithoutExtension(Name);

    public BadFileException Bad(long? offset, InvariantText problem, Exception? inner = null) => new(Name, problem, offset, inner);

    /// <summary>Fills the buffer with the bytes at an offset.</summary>
    public void Read(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset > Length - buffer.Length)
            throw Bad(Length, $"expected {buffer.Length} more bytes at byte {offset}, found the end of the file. It is cut short or " +
                $"damaged; copy it again.");
        int found;
        try
        {
            _stream.Position = _start + offset;
            found = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (IsSystem(error))
        {
            throw Bad(offset, $"{buffer.Length} bytes could not be read: {error.Message}", error);
        }
        if (found < buffer.Length)
            throw Bad(offset + found, $"expected {Length} bytes in all, found fewer: the file was cut short while it was read.");
    }

    /// <summary>The bytes at an offset; memory is taken only when the file has them.</summary>
    public byte[] Read(long offset, long count)
    {
        if (count > Array.MaxLength)
            throw Bad(offset, $"expected a part of at most {Array.MaxLength} bytes, found {count}. Save it in smaller parts.");
        if (offset < 0 || count < 0 || offset > Length - count)
            throw Bad(Length, $"expected {count} bytes from byte {offset} on, found the end of the file. It is cut short or " +
                $"damaged; copy it again.");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Read(offset, bytes.AsSpan());
        return bytes;
    }

    /// <summary>The first bytes, at most as many as asked for.</summary>
    public byte[] Beginning(int most) => Read(0, Math.Min(most, Length));

    /// <summary>Whether the operating system, not a caller's mistake, is behind an error.</summary>
    public static bool IsSystem(Exception error) =>
        error is IOException or UnauthorizedAccessException or NotSupportedException && error is not BadFileException;

    private static MemoryStream Gathered(Stream stream, string name)
    {
        var gathered = new MemoryStream();
        try
        {
            stream.CopyTo(gathered);
        }
        catch (Exception error) when (IsSystem(error))
        {
            throw new BadFileException(name, $"could not be read to its end: {error.Message}", null, error);
        }
        gathered.Position = 0;
        return gathered;
    }
}
