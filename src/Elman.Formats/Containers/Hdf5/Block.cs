using System.Buffers.Binary;
using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>A structure of the file, read from front to back; numbers are little-endian. It cannot be left.</summary>
/// <param name="address">Where it stands in the file.</param>
/// <param name="what">For messages: <c>the superblock</c>.</param>
internal sealed class Block(Hdf5Bytes file, long address, ReadOnlyMemory<byte> bytes, string what)
{
    /// <summary>Longer names are not read.</summary>
    private const int MostName = 4096;

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    private int _at;

    public Hdf5Bytes File => file;

    /// <summary>The place in the file of what is read next.</summary>
    public long Address => address + _at;

    public int Remaining => bytes.Length - _at;

    /// <summary>The bytes from here on.</summary>
    public ReadOnlyMemory<byte> Rest => bytes[_at..];

    /// <summary>What has been read since a place.</summary>
    public ReadOnlyMemory<byte> Since(long from) => bytes[(int)(from - address).._at];

    public BadFileException Bad(InvariantText problem, Exception? inner = null) => file.Bad(Address, $"{what}: {problem}", inner);

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Remaining) throw Bad($"expected {count} more bytes, found {Remaining}. The file is damaged.");
        _at += (int)count;
        return bytes.Span.Slice(_at - (int)count, (int)count);
    }

    public void Skip(long count) => Take(count);

    /// <summary>The next bytes as a structure of their own.</summary>
    public Block Part(long count, string? part = null)
    {
        long from = Address;
        Skip(count);
        return new Block(file, from, Since(from), part ?? what);
    }

    public byte Byte() => Take(1)[0];
    public int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
    public uint Int() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A whole number of up to eight bytes that must not be negative as a long.</summary>
    public long Number(int size, string meaning)
    {
        long from = Address;
        ulong value = Unsigned(size);
        return value <= long.MaxValue ? (long)value : throw file.Bad(from, $"{what}: {meaning} is {value}, more than any file holds. The file is damaged.");
    }

    public long Length(string meaning) => Number(file.LengthSize, meaning);

    /// <summary>A size of the dataspace, where all bits set stand for "without end".</summary>
    public long? LengthOrEndless(string meaning)
    {
        ulong all = file.LengthSize == 8 ? ulong.MaxValue : (1UL << 8 * file.LengthSize) - 1;
        ulong value = Unsigned(file.LengthSize);
        return value == all ? null : value <= long.MaxValue ? (long)value : throw Bad($"{meaning} is {value}, more than any file holds.");
    }

    /// <summary>An address inside the file, or <see cref="Hdf5Bytes.None"/>.</summary>
    public long Pointer()
    {
        long from = Address;
        ulong value = Unsigned(file.AddressSize);
        if (value == (file.AddressSize == 8 ? ulong.MaxValue : (1UL << 8 * file.AddressSize) - 1)) return Hdf5Bytes.None;
        return value < (ulong)file.Length ? (long)value : throw file.Bad(from, $"{what} points to byte {value}, beyond the {file.Length} bytes of the file. It is cut short or damaged; copy it again.");
    }

    /// <summary>Four letters that begin a structure.</summary>
    public void Expect(ReadOnlySpan<byte> signature)
    {
        ReadOnlySpan<byte> found = Take(signature.Length);
        if (!found.SequenceEqual(signature)) throw file.Bad(Address - signature.Length, $"{what}: expected '{Encoding.ASCII.GetString(signature)}', found {Convert.ToHexString(found)}. The file is damaged.");
    }

    public int Version(int least, int most)
    {
        int version = Byte();
        return version >= least && version <= most ? version : throw file.Bad(Address - 1, $"{what}: expected version {least} to {most}, found {version}. Save it with h5py's default settings.");
    }

    /// <summary>The checksum of all bytes up to here, which follows.</summary>
    public void Checksum()
    {
        uint found = Checksums.Lookup3(bytes.Span[.._at]);
        long from = Address;
        uint declared = Int();
        if (found != declared) throw file.Bad(from, $"{what}: expected the checksum {declared:x8}, found {found:x8}. The file is damaged; copy or save it again.");
    }

    /// <summary>Text of a known length, a closing zero left out.</summary>
    public string Text(long count)
    {
        long from = Address;
        ReadOnlySpan<byte> text = Take(count);
        int end = text.IndexOf((byte)0);
        return Decoded(end < 0 ? text : text[..end], from);
    }

    /// <summary>Text up to a zero, which is passed over.</summary>
    public string TextToZero()
    {
        long from = Address;
        ReadOnlySpan<byte> rest = bytes.Span[_at..];
        int end = rest[..Math.Min(rest.Length, MostName)].IndexOf((byte)0);
        if (end < 0) throw Bad($"a name does not end within {Math.Min(rest.Length, MostName)} bytes. The file is damaged.");
        Skip(end + 1);
        return Decoded(rest[..end], from);
    }

    private string Decoded(ReadOnlySpan<byte> text, long from)
    {
        if (text.Length > MostName) throw file.Bad(from, $"{what}: a name has {text.Length} bytes; expected at most {MostName}.");
        try
        {
            return _strict.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw file.Bad(from, $"{what}: a name is no UTF-8: {Convert.ToHexString(text[..Math.Min(text.Length, 20)])}.", error);
        }
    }

    private ulong Unsigned(int size)
    {
        ulong value = 0;
        ReadOnlySpan<byte> digits = Take(size);
        for (int i = size - 1; i >= 0; i--) value = value << 8 | digits[i];
        return value;
    }
}
