namespace Elman.Storage;

/// <summary>A stretch of a file as a stream that cannot be left.</summary>
/// <remarks>
/// The last byte is handed out alone. A decoder that never asks for it has come to its end before it, so
/// <see cref="Untouched"/> tells of bytes hidden behind compressed data, though decoders read ahead.
/// </remarks>
internal sealed class Window(ByteSource source, long offset, long length) : Stream
{
    private long _position;

    /// <summary>Bytes not asked for.</summary>
    public long Untouched => length - _position;

    public override int Read(Span<byte> buffer)
    {
        long most = Math.Max(Math.Min(1, Untouched), Untouched - 1);
        int count = (int)Math.Min(buffer.Length, most);
        source.Read(offset + _position, buffer[..count]);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int start, int count) => Read(buffer.AsSpan(start, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _position; set => throw OnlyForward(); }
    public override void Flush() { }
    public override long Seek(long distance, SeekOrigin origin) => throw OnlyForward();
    public override void SetLength(long value) => throw OnlyForward();
    public override void Write(byte[] buffer, int start, int count) => throw OnlyForward();

    private static NotSupportedException OnlyForward() => new("A window is only read, from its beginning to its end.");
}
