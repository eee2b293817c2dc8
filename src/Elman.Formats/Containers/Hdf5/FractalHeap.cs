using System.Numerics;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>Where groups with many links and objects with many attributes keep them: bytes of varying length, found by an id.</summary>
/// <remarks>The blocks form a table of doubling sizes, two rows of the smallest first; rows beyond the largest direct size are tables of blocks again.</remarks>
internal sealed class FractalHeap
{
    private const string What = "a fractal heap";
    private const int Managed = 0, Huge = 1, Tiny = 2;
    private const int Checksummed = 1 << 1;

    private readonly Hdf5Bytes _file;
    private readonly Dictionary<long, Block> _blocks = [];
    private readonly int _offsetSize, _lengthSize, _width, _rowsOfRoot;
    private readonly long _starting, _largestDirect, _root, _hugeTree, _address;
    private readonly bool _checksummed;
    private Dictionary<long, (long Address, long Length)>? _huge;

    private FractalHeap(Hdf5Bytes file, long address)
    {
        (_file, _address) = (file, address);
        Block block = file.Block(address, Math.Min(26 + 3 * file.AddressSize + 12 * file.LengthSize, file.Length - address), What);
        block.Expect("FRHP"u8);
        block.Version(0, 0);
        IdLength = block.Short();
        int filters = block.Short(), flags = block.Byte();
        if (filters != 0) throw block.Bad($"is compressed, which h5py does not write. Save it with h5py's default settings.");
        uint largestManaged = block.Int();
        block.Length("the next huge id");
        _hugeTree = block.Pointer();
        block.Length("its free space");
        block.Pointer();
        for (int i = 0; i < 8; i++) block.Length("one of its counts");
        _width = block.Short();
        (_starting, _largestDirect) = (block.Length("its smallest block"), block.Length("its largest direct block"));
        int bits = block.Short();
        block.Skip(2);
        _root = block.Pointer();
        _rowsOfRoot = block.Short();
        block.Checksum();
        if (!BitOperations.IsPow2(_starting) || !BitOperations.IsPow2(_largestDirect) || _starting > _largestDirect || _largestDirect > 1L << 31 || !BitOperations.IsPow2(_width) || bits is < 1 or > 64 || IdLength is < 2 or > 4096)
            throw block.Bad($"has blocks of {_starting} to {_largestDirect} bytes, {_width} in a row, and {bits} bits; expected powers of 2. The file is damaged.");
        _offsetSize = (bits + 7) / 8;
        _lengthSize = Math.Min(Tree2.BytesFor((ulong)_largestDirect), Tree2.BytesFor(largestManaged));
        _checksummed = (flags & Checksummed) != 0;
    }

    /// <summary>Bytes of an id.</summary>
    public int IdLength { get; }

    public static FractalHeap Read(Hdf5Bytes file, long address) => address == Hdf5Bytes.None ? throw file.Bad(null, $"{What} has no address. The file is damaged.") : new(file, address);

    /// <summary>The object of an id.</summary>
    public Block Get(Block id)
    {
        int head = id.Byte();
        switch (head >> 4 & 3)
        {
            case Managed:
                (long offset, long length) = (id.Number(_offsetSize, "an offset"), id.Number(_lengthSize, "a length"));
                return Find(id, offset, length);
            case Tiny:
                return id.Part(IdLength > 18 ? ((head & 15) << 8 | id.Byte()) + 1 : (head & 15) + 1, "an object in a fractal heap");
            case Huge:
                return GetHuge(id);
            default:
                throw id.Bad($"expected an id of kind 0 to 2, found 3. The file is damaged.");
        }
    }

    private Block Find(Block id, long offset, long length)
    {
        if (_root == Hdf5Bytes.None) throw id.Bad($"points into {What} without blocks. The file is damaged.");
        (long address, long size, long from) = _rowsOfRoot == 0 ? (_root, _starting, 0L) : Within(_root, _rowsOfRoot, 0, offset, id);
        if (offset - from > size - length) throw id.Bad($"points at {length} bytes from {offset} on, beyond the end of the block. The file is damaged.");
        Block block = Direct(address, size, from);
        return new Block(_file, address + (offset - from), block.Rest.Slice((int)(offset - from), (int)length), "an object in a fractal heap");
    }

    /// <summary>The direct block that holds an offset, its size and the offset at which it begins.</summary>
    private (long Address, long Size, long From) Within(long table, int rows, long from, long offset, Block id)
    {
        long start = from;
        // A row's blocks are at least twice those of a table within it, so the way down is short.
        int directRows = BitOperations.Log2((ulong)_largestDirect) - BitOperations.Log2((ulong)_starting) + 2;
        for (int row = 0; row < rows; row++)
        {
            long size = row >= 62 ? 0 : _starting << Math.Max(0, row - 1);
            if (size <= 0 || size > long.MaxValue / _width) break;
            if (offset - from >= size * _width)
            {
                from += size * _width;
                continue;
            }
            long column = (offset - from) / size;
            long address = Child(table, start, rows, row * _width + (int)column);
            from += column * size;
            if (address == Hdf5Bytes.None) break;
            if (row < directRows) return (address, size, from);
            // A table within covers as much as one block of its row.
            int inner = BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)_starting * (ulong)_width) + 1;
            return inner < 1 || inner >= rows + directRows ? throw id.Bad($"the heap's tables do not fit into each other. The file is damaged.") : Within(address, inner, from, offset, id);
        }
        throw id.Bad($"points at {offset}, where {What} has no block. The file is damaged.");
    }

    private long Child(long table, long offset, int rows, int index)
    {
        int blocks = rows * _width;
        if (!_blocks.TryGetValue(table, out Block? block))
        {
            block = _file.Block(table, 5 + _file.AddressSize + _offsetSize + (long)blocks * _file.AddressSize + 4, What);
            block.Expect("FHIB"u8);
            Prefix(block, offset);
            long from = block.Address;
            block.Skip((long)blocks * _file.AddressSize);
            ReadOnlyMemory<byte> addresses = block.Since(from);
            block.Checksum();
            _blocks.Add(table, block = new Block(_file, from, addresses, What));
        }
        Block at = new(_file, block.Address, block.Rest, What);
        at.Skip((long)index * _file.AddressSize);
        return at.Pointer();
    }

    private Block Direct(long address, long size, long offset)
    {
        if (_blocks.TryGetValue(address, out Block? known) && known.Remaining == size) return known;
        Block block = _file.Block(address, size, What), whole = new(_file, address, block.Rest, What);
        block.Expect("FHDB"u8);
        Prefix(block, offset);
        if (_checksummed) RefuseWrong(block, whole);
        _blocks[address] = whole;
        return whole;
    }

    /// <summary>The checksum stands in front and counts itself as zeros.</summary>
    private static void RefuseWrong(Block block, Block whole)
    {
        byte[] zeroed = whole.Rest.ToArray();
        int at = (int)(block.Address - whole.Address);
        uint declared = block.Int();
        zeroed.AsSpan(at, 4).Clear();
        uint found = Checksums.Lookup3(zeroed);
        if (found != declared) throw block.Bad($"expected the checksum {declared:x8}, found {found:x8}. The file is damaged; copy or save it again.");
    }

    private void Prefix(Block block, long offset)
    {
        block.Version(0, 0);
        if (block.Pointer() != _address || block.Number(_offsetSize, "its offset") != offset) throw block.Bad($"is not the block at {offset} of the heap at {_address} that it should be. The file is damaged.");
    }

    private Block GetHuge(Block id)
    {
        const string what = "a huge object in a fractal heap";
        if (IdLength - 1 >= _file.AddressSize + _file.LengthSize) return _file.Block(id.Pointer(), id.Length("its length"), what);
        _huge ??= Indirect();
        long key = id.Number(Math.Min(8, IdLength - 1), "an id");
        return _huge.TryGetValue(key, out (long Address, long Length) place) ? _file.Block(place.Address, place.Length, what) : throw id.Bad($"there is no huge object {key}. The file is damaged.");
    }

    private Dictionary<long, (long, long)> Indirect()
    {
        var places = new Dictionary<long, (long, long)>();
        foreach (Block record in new Tree2(_file, _hugeTree, 1).Records())
        {
            (long address, long length) = (record.Pointer(), record.Length("its length"));
            if (!places.TryAdd(record.Length("an id"), (address, length))) throw record.Bad($"two huge objects have one id. The file is damaged.");
        }
        return places;
    }
}
