using System.Buffers.Binary;
using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers.Pickle;

/// <summary>The bytes of a pickle in their order; none is read beyond the end of the file, of the pickle's place in it, or of a frame.</summary>
/// <param name="start">Where the pickle begins.</param>
/// <param name="shownAt">What is added to a place for messages, where the bytes are a part of a larger file.</param>
internal sealed class PickleInput(ByteSource source, long start, long shownAt = 0)
{
    private const int Ahead = 64 * 1024;

    private byte[] _buffer = [];
    private int _at;
    private long _bufferEnd = start;
    private long _frameEnd = NoFrame;

    private const long NoFrame = -1;

    /// <summary>Where the next byte stands.</summary>
    public long Position => _bufferEnd - (_buffer.Length - _at);

    public BadFileException Bad(long at, InvariantText problem) => source.Bad(shownAt + at, $"pickle: {problem}");

    public byte Byte() => Span(1)[0];
    public ushort Short() => BinaryPrimitives.ReadUInt16LittleEndian(Span(2));
    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Span(4));
    public uint UInt() => BinaryPrimitives.ReadUInt32LittleEndian(Span(4));
    public ulong Long() => BinaryPrimitives.ReadUInt64LittleEndian(Span(8));
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Span(8));

    /// <summary>So many bytes; memory is taken only when the file has them.</summary>
    public byte[] Bytes(ulong count)
    {
        long at = Position;
        RefuseBeyond(at, count);
        var bytes = new byte[count];
        int buffered = (int)Math.Min((ulong)(_buffer.Length - _at), count);
        _buffer.AsSpan(_at, buffered).CopyTo(bytes);
        _at += buffered;
        if (buffered == bytes.Length) return bytes;
        source.Read(_bufferEnd, bytes.AsSpan(buffered));
        (_bufferEnd, _buffer, _at) = (at + bytes.Length, [], 0);
        return bytes;
    }

    /// <summary>Text in UTF-8; what is not is replaced, since it names no weight of ours.</summary>
    public string Text(ulong count) => Encoding.UTF8.GetString(Bytes(count));

    /// <summary>A character for each byte, so that none is lost.</summary>
    public string Latin(ulong count) => Encoding.Latin1.GetString(Bytes(count));

    /// <summary>Text up to the end of the line.</summary>
    public string Line()
    {
        const int longest = 1000;
        long at = Position;
        var text = new StringBuilder();
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            if (text.Length == longest) throw Bad(at, $"expected a name of at most {longest} bytes, found a longer one. The file is damaged or made to harm.");
            text.Append((char)next);
        }
        return text.ToString();
    }

    /// <summary>From here on so many bytes are one frame, which no value may leave.</summary>
    public void Frame(ulong length)
    {
        long at = Position;
        if (_frameEnd > at) throw Bad(at, $"a frame begins inside another, which ends at byte {shownAt + _frameEnd}. The file is damaged or made to harm.");
        _frameEnd = NoFrame;
        RefuseBeyond(at, length);
        _frameEnd = at + (long)length;
    }

    private ReadOnlySpan<byte> Span(int count)
    {
        RefuseBeyond(Position, (ulong)count);
        if (_buffer.Length - _at < count)
        {
            long at = Position;
            _buffer = source.Read(at, Math.Min(Ahead, source.Length - at));
            (_bufferEnd, _at) = (at + _buffer.Length, 0);
        }
        _at += count;
        return _buffer.AsSpan(_at - count, count);
    }

    private void RefuseBeyond(long at, ulong count)
    {
        if (count > (ulong)(source.Length - at)) throw Bad(at, $"expected {count} more bytes, found {source.Length - at}. The file is cut short or damaged; copy it again.");
        if (count > (ulong)Array.MaxLength) throw Bad(at, $"expected a value of at most {Array.MaxLength} bytes, found {count}. Save it in smaller parts.");
        if (_frameEnd == at) _frameEnd = NoFrame;
        if (_frameEnd != NoFrame && at + (long)count > _frameEnd) throw Bad(at, $"{count} bytes are wanted, but the frame ends at byte {shownAt + _frameEnd}. The file is damaged or made to harm.");
    }
}
