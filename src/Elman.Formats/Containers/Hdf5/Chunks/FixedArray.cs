namespace Elman.Formats.Containers.Hdf5.Chunks;

/// <summary>Chunks by their number in an array of one length: where no axis grows without end.</summary>
internal sealed class FixedArray(long address) : ChunkIndex
{
    private const string What = "a fixed array of chunks";

    public static FixedArray Of(Block block)
    {
        block.Skip(1);   // the bits of a page: the array says them again
        return new(block.Pointer());
    }

    public override IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid)
    {
        if (address == Hdf5Bytes.None) yield break;
        Block head = file.Block(address, 8 + file.LengthSize + file.AddressSize + 4, What);
        head.Expect("FAHD"u8);
        head.Version(0, 0);
        bool filtered = head.Byte() == 1;
        int size = Entries.Checked(head, head.Byte(), filtered, file), pageBits = head.Byte();
        long count = head.Length("its length"), at = head.Pointer();
        head.Checksum();
        if (at == Hdf5Bytes.None) yield break;
        if (grid.MostCount is not { } most || most < (ulong)count || count > file.Length) throw head.Bad($"has {count} entries for {grid.MostCount} chunks. The file is damaged.");
        bool paged = pageBits < 32 && count > 1L << pageBits;
        long pageLength = paged ? 1L << pageBits : count, pages = paged ? (count + pageLength - 1) / pageLength : 1;
        long prefix = 6 + file.AddressSize + (paged ? (pages + 7) / 8 : count * size) + 4;
        Block block = file.Block(at, prefix, What);
        block.Expect("FADB"u8);
        block.Version(0, 0);
        block.Skip(1);
        if (block.Pointer() != address) throw block.Bad($"its entries belong to another array. The file is damaged.");
        if (!paged)
        {
            Block entries = block.Part(count * size);
            block.Checksum();
            foreach (Chunk chunk in Entries.Read(entries, file, grid, 0, count, size, filtered)) yield return chunk;
            yield break;
        }
        byte[] written = block.Take((pages + 7) / 8).ToArray();
        block.Checksum();
        for (long page = 0; page < pages; page++)
        {
            // The bits run from the high one of each byte down.
            if ((written[page / 8] >> (int)(7 - page % 8) & 1) == 0) continue;
            long length = Math.Min(pageLength, count - page * pageLength);
            Block entries = file.Block(at + prefix + page * (pageLength * size + 4), length * size + 4, What), part = entries.Part(length * size);
            entries.Checksum();
            foreach (Chunk chunk in Entries.Read(part, file, grid, page * pageLength, length, size, filtered)) yield return chunk;
        }
    }
}
