using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The bytes of an HDF5 file by its own addresses, which count from the superblock, and what reading it may cost.</summary>
/// <remarks>A file can point at the same bytes from any number of places, so that its size alone bounds neither work nor memory; the two allowances do.</remarks>
internal sealed class Hdf5Bytes(ByteSource source, long start)
{
    /// <summary>Structures of a proper file are read once or twice.</summary>
    private const long FreeStructure = 4 << 20, StructurePerByte = 16;

    /// <summary>What numbers may be unpacked without question, and how often the file's size beyond that.</summary>
    private const long FreeNumbers = 64 << 20, NumbersPerByte = 100;

    private long _structure = FreeStructure + StructurePerByte * source.Length;
    private long _numbers = FreeNumbers + NumbersPerByte * source.Length;

    /// <summary>The address that stands for none.</summary>
    public const long None = -1;

    public string Name => source.Name;

    /// <summary>The bytes from the superblock on.</summary>
    public long Length => source.Length - start;

    /// <summary>The bytes of the whole file.</summary>
    public long Whole => source.Length;

    /// <summary>Bytes of an address and of a length; the superblock says them.</summary>
    public int AddressSize { get; set; } = 8;

    public int LengthSize { get; set; } = 8;

    public BadFileException Bad(long? address, InvariantText problem, Exception? inner = null) => source.Bad(address + start, problem, inner);

    /// <summary>A structure of the file.</summary>
    /// <param name="what">For messages: <c>the superblock</c>.</param>
    public Block Block(long address, long count, string what)
    {
        if (address == None) throw Bad(null, $"{what} has no address. The file is damaged.");
        Inside(address, count, what);
        _structure -= count + 64;
        if (_structure < 0) throw Bad(address, $"its structures are read over and over; expected at most {FreeStructure} bytes, or {StructurePerByte} times the file. It is made to harm.");
        return new Block(this, address, source.Read(start + address, count), what);
    }

    /// <summary>Numbers as they stand in the file.</summary>
    public byte[] Numbers(long address, long count, string what)
    {
        Inside(address, count, what);
        Spend(address, (ulong)count, what);
        return source.Read(start + address, count);
    }

    /// <summary>Takes memory for numbers out of what this file may ask for.</summary>
    public void Spend(long? address, UInt128 count, string what)
    {
        if (count > (ulong)_numbers)
            throw Bad(address, $"{what} would take {count} bytes, more than a file of {source.Length} may ask for ({FreeNumbers} bytes, or {NumbersPerByte} times its size). It is made to fill the memory; if it is not, save it uncompressed.");
        _numbers -= (long)count;
    }

    private void Inside(long address, long count, string what)
    {
        if (address < 0 || count < 0 || address > Length - count)
            throw Bad(Length, $"{what}: expected {count} bytes from byte {address} on, found the end of the file. It is cut short or damaged; copy it again.");
    }
}
