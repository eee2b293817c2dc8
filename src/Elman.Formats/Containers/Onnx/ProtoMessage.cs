using System.Buffers.Binary;
using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers.Onnx;

/// <summary>One message of a protobuf, read field by field; sizes, counts and depths are checked against the bytes that are there.</summary>
/// <remarks>
/// Our own, in place of Google.Protobuf: that package is not trim-clean (it finds its fields by reflection), and its generated classes would
/// hold every string and number of a file twice. ONNX needs four of protobuf's wire types: variable-length integers, 4 and 8 bytes, and stretches of bytes.
/// Source: the encoding of protocol buffers, as its authors document it.
/// </remarks>
internal sealed class ProtoMessage
{
    /// <summary>How deep messages may stand in each other. A graph in an attribute of a node costs three levels.</summary>
    public const int MostDepth = 96;

    private const int MostVarintBytes = 10, LongestText = 1 << 20;

    private readonly byte[] _bytes;
    private readonly int _end, _depth;
    private readonly string _path;
    private int _at;

    private ProtoMessage(byte[] bytes, int start, int end, int depth, string path) => (_bytes, _at, _end, _depth, _path) = (bytes, start, end, depth, path);

    /// <summary>A whole file as one message.</summary>
    public ProtoMessage(byte[] bytes, string path) : this(bytes, 0, bytes.Length, 0, path) { }

    /// <summary>The four ways in which the bytes of a field may stand; groups, the fifth and sixth, have been given up by protobuf itself.</summary>
    private enum Wire { Varint = 0, Eight = 1, Stretch = 2, Four = 5 }

    /// <summary>The number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    private Wire Kind { get; set; }

    /// <summary>Where in the file the field begins.</summary>
    public long Offset { get; private set; }

    public BadFileException Bad(InvariantText problem) => new(_path, problem, Offset);

    /// <summary>Comes to the next field, whose content must then be read or skipped.</summary>
    public bool Next()
    {
        if (_at == _end) return false;
        Offset = _at;
        ulong key = Varint();
        Kind = (Wire)(key & 7);
        if (key >> 3 is 0 or > 0x1FFF_FFFF) throw Bad($"expected a field of 1 to {0x1FFF_FFFF}, found {key >> 3}. The file is no ONNX model, or it is damaged.");
        if (Kind is not (Wire.Varint or Wire.Eight or Wire.Stretch or Wire.Four)) throw Bad($"field {key >> 3} has the wire type {(int)Kind}; expected 0, 1, 2 or 5. The file is no ONNX model, or it is damaged.");
        Field = (int)(key >> 3);
        return true;
    }

    public void Skip()
    {
        switch (Kind)
        {
            case Wire.Varint: Varint(); break;
            case Wire.Eight: Take(8); break;
            case Wire.Four: Take(4); break;
            default: Bytes(); break;
        }
    }

    public long Integer()
    {
        Expect(Wire.Varint, "a whole number");
        return (long)Varint();
    }

    /// <summary>A whole number that must be a small one, such as a kind.</summary>
    public int Small()
    {
        long value = Integer();
        return value is >= 0 and <= int.MaxValue ? (int)value : throw Bad($"field {Field} is {value}; expected 0 to {int.MaxValue}.");
    }

    public float Single()
    {
        Expect(Wire.Four, "a number of 4 bytes");
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(Wire.Stretch, "a stretch of bytes");
        ulong length = Varint();
        if (length > (ulong)(_end - _at)) throw Bad($"field {Field} says that it has {length} bytes, and {_end - _at} follow. The file is cut short or damaged; copy it again.");
        return Take((int)length);
    }

    public string Text()
    {
        ReadOnlySpan<byte> bytes = Bytes();
        if (bytes.Length > LongestText) throw Bad($"field {Field} is a text of {bytes.Length} bytes; expected at most {LongestText}.");
        return Encoding.UTF8.GetString(bytes);
    }

    public ProtoMessage Message()
    {
        int length = Bytes().Length;
        if (_depth == MostDepth) throw Bad($"messages stand more than {MostDepth} deep in each other. The file was made to harm.");
        return new(_bytes, _at - length, _at, _depth + 1, _path);
    }

    /// <summary>One number of a repeated field, or all of them where they are packed.</summary>
    public void Integers(List<long> into)
    {
        if (Kind == Wire.Varint)
        {
            into.Add((long)Varint());
            return;
        }
        int length = Bytes().Length, end = _at;
        for (_at -= length; _at < end;)
        {
            into.Add((long)Varint());
            if (_at > end) throw Bad($"the last number of field {Field} goes on behind its end. The file is damaged.");
        }
    }

    /// <summary>The bytes of numbers of 4 or 8 bytes, one of them or all where they are packed.</summary>
    public ReadOnlySpan<byte> Fixed(int size)
    {
        if (Kind == (size == 4 ? Wire.Four : Wire.Eight)) return Take(size);
        ReadOnlySpan<byte> bytes = Bytes();
        return bytes.Length % size == 0 ? bytes : throw Bad($"field {Field} has {bytes.Length} bytes; expected a multiple of {size}. The file is damaged.");
    }

    private void Expect(Wire kind, string what)
    {
        if (Kind != kind) throw Bad($"field {Field} has the wire type {(int)Kind}; expected {(int)kind}, {what}. The file is no ONNX model, or it is damaged.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _end - _at) throw Bad($"expected {count} more bytes, found {_end - _at}. The file is cut short or damaged; copy it again.");
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < MostVarintBytes && _at < _end; i++)
        {
            byte piece = _bytes[_at++];
            value |= (ulong)(piece & 0x7F) << (7 * i);
            if (piece < 0x80) return i < MostVarintBytes - 1 || piece <= 1 ? value : throw Bad($"a whole number is larger than 64 bits.");
        }
        throw Bad($"a whole number does not end within {MostVarintBytes} bytes. The file is cut short or damaged.");
    }
}
