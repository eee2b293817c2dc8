namespace Elman.Formats.Containers.Hdf5.Chunks;

/// <summary>The entries of the two kinds of arrays of chunks: an address, and of filtered chunks a size and a mask.</summary>
internal static class Entries
{
    /// <summary>Reads so many of them, those that have been written.</summary>
    /// <param name="first">The number of the first.</param>
    public static IEnumerable<Chunk> Read(Block block, Hdf5Bytes file, ChunkGrid grid, long first, long count, int size, bool filtered)
    {
        for (long i = 0; i < count; i++)
        {
            Block entry = block.Part(size);
            long address = entry.Pointer();
            long? stored = filtered ? entry.Number(SizeLength(entry, size, file), "the size of a chunk") : null;
            uint mask = filtered ? entry.Int() : 0;
            if (address != Hdf5Bytes.None) yield return new(grid.PlaceOf(first + i), address, stored, mask);
        }
    }

    /// <summary>Bytes of the size of a filtered chunk: what an address and a mask leave.</summary>
    public static int SizeLength(Block entry, int size, Hdf5Bytes file)
    {
        int length = size - file.AddressSize - 4;
        return length is >= 1 and <= 8 ? length : throw entry.Bad($"an entry of {size} bytes has no room for the size of a chunk. The file is damaged.");
    }

    public static int Checked(Block block, int size, bool filtered, Hdf5Bytes file)
    {
        if (!filtered && size != file.AddressSize) throw block.Bad($"expected entries of {file.AddressSize} bytes, found {size}. The file is damaged.");
        if (filtered) SizeLength(block, size, file);
        return size;
    }
}
