using System.Numerics;

namespace Elman.Formats.Containers.Hdf5.Chunks;

/// <summary>Chunks by their number in an array that grows: where one axis grows without end.</summary>
/// <remarks>The first entries stand in the index block; the rest in blocks of doubling length, the first of which the index block lists and the others
/// blocks between. Of the stage k there are 2^⌊k/2⌋ blocks of 2^⌈k/2⌉ · least entries.</remarks>
internal sealed class ExtensibleArray(long address) : ChunkIndex
{
    private const string What = "an extensible array of chunks";

    /// <summary>What the header says of the array.</summary>
    private sealed record Form(bool Filtered, int EntrySize, int Bits, int InIndex, int Least, int LeastPointers, long PageLength)
    {
        public int OffsetSize => (Bits + 7) / 8;

        public int Stages => 1 + Bits - BitOperations.Log2((uint)Least);

        /// <summary>The stages whose blocks the index block lists itself.</summary>
        public int StagesInIndex => 2 * BitOperations.Log2((uint)LeastPointers);

        public int BlocksInIndex => 2 * (LeastPointers - 1);
    }

    public static ExtensibleArray Of(Block block)
    {
        block.Skip(5);   // the form of the array, which its header says again
        return new(block.Pointer());
    }

    public override IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid)
    {
        if (address == Hdf5Bytes.None) yield break;
        Block head = file.Block(address, 12 + 6 * file.LengthSize + file.AddressSize + 4, What);
        head.Expect("EAHD"u8);
        head.Version(0, 0);
        bool filtered = head.Byte() == 1;
        int size = Entries.Checked(head, head.Byte(), filtered, file), bits = head.Byte(), inIndex = head.Byte(), least = head.Byte(), pointers = head.Byte(), pageBits = head.Byte();
        if (bits is < 1 or > 62 || !BitOperations.IsPow2(least) || !BitOperations.IsPow2(pointers) || pageBits > 31 || BitOperations.Log2((uint)least) > bits)
            throw head.Bad($"has {bits} bits, blocks of {least} entries and {pointers} pointers; expected powers of 2. The file is damaged.");
        for (int i = 0; i < 6; i++) head.Length("one of its counts");
        long at = head.Pointer();
        head.Checksum();
        if (at == Hdf5Bytes.None) yield break;
        var form = new Form(filtered, size, bits, inIndex, least, pointers, 1L << pageBits);
        int between = Math.Max(0, form.Stages - form.StagesInIndex), listed = form.BlocksInIndex + between;
        Block index = file.Block(at, 6 + file.AddressSize + (long)inIndex * size + (long)listed * file.AddressSize + 4, What);
        Begin(index, "EAIB"u8);
        Block own = index.Part((long)inIndex * size);
        var addresses = new long[listed];
        for (int i = 0; i < listed; i++) addresses[i] = index.Pointer();
        index.Checksum();
        foreach (Chunk chunk in Entries.Read(own, file, grid, 0, inIndex, size, filtered)) yield return chunk;

        long first = inIndex;
        int direct = 0;
        for (int stage = 0; stage < form.Stages && stage < 62; stage++)
        {
            long blocks = 1L << stage / 2, length = (1L << (stage + 1) / 2) * least;
            (long[] places, byte[]? written) = stage < form.StagesInIndex
                ? (addresses[direct..(direct += (int)blocks)], null)
                : Between(file, form, addresses[form.BlocksInIndex + stage - form.StagesInIndex], blocks, length, first - inIndex);
            for (int i = 0; i < places.Length; i++)
                if (places[i] != Hdf5Bytes.None)
                    foreach (Chunk chunk in Block(file, grid, form, places[i], first + i * length, length, written, i)) yield return chunk;
            if (first > long.MaxValue - blocks * length) yield break;
            first += blocks * length;
        }
    }

    /// <summary>The addresses that a block between lists, none where there is no such block yet, and a bit for each page that has been written.</summary>
    private (long[], byte[]?) Between(Hdf5Bytes file, Form form, long at, long blocks, long length, long offset)
    {
        if (at == Hdf5Bytes.None) return ([], null);
        long bitmap = length > form.PageLength ? blocks * ((length / form.PageLength + 7) / 8) : 0;
        long size = 6 + file.AddressSize + form.OffsetSize + bitmap + blocks * file.AddressSize + 4;
        if (blocks > file.Length) throw file.Bad(at, $"{What}: lists {blocks} blocks, more than the file has bytes. The file is damaged.");
        Block block = file.Block(at, size, What);
        Begin(block, "EASB"u8);
        if (block.Number(form.OffsetSize, "its offset") != offset) throw block.Bad($"is not the block at {offset} that it should be. The file is damaged.");
        byte[] written = block.Take(bitmap).ToArray();
        var places = new long[blocks];
        for (int i = 0; i < places.Length; i++) places[i] = block.Pointer();
        block.Checksum();
        return (places, written);
    }

    private IEnumerable<Chunk> Block(Hdf5Bytes file, ChunkGrid grid, Form form, long at, long first, long length, byte[]? written, int number)
    {
        long pageLength = Math.Min(length, form.PageLength), pages = length / pageLength;
        bool paged = length > form.PageLength;
        if (length > file.Length) throw file.Bad(at, $"{What}: a block of {length} entries is more than the file. It is damaged.");
        long prefix = 6 + file.AddressSize + form.OffsetSize + (paged ? 4 : length * form.EntrySize + 4);
        Block block = file.Block(at, prefix, What);
        Begin(block, "EADB"u8);
        block.Skip(form.OffsetSize);   // its offset, which HDF5 itself counts in two ways
        if (!paged)
        {
            Block entries = block.Part(length * form.EntrySize);
            block.Checksum();
            foreach (Chunk chunk in Entries.Read(entries, file, grid, first, length, form.EntrySize, form.Filtered)) yield return chunk;
            yield break;
        }
        block.Checksum();
        for (long page = 0; page < pages; page++)
        {
            // One bit for each page of each block in a row, from the high one of each byte down.
            long bit = number * pages + page;
            if (written is not null && bit / 8 < written.Length && (written[bit / 8] >> (int)(7 - bit % 8) & 1) == 0) continue;
            Block whole = file.Block(at + prefix + page * (pageLength * form.EntrySize + 4), pageLength * form.EntrySize + 4, What);
            Block entries = whole.Part(pageLength * form.EntrySize);
            whole.Checksum();
            foreach (Chunk chunk in Entries.Read(entries, file, grid, first + page * pageLength, pageLength, form.EntrySize, form.Filtered)) yield return chunk;
        }
    }

    private void Begin(Block block, ReadOnlySpan<byte> signature)
    {
        block.Expect(signature);
        block.Version(0, 0);
        block.Skip(1);
        if (block.Pointer() != address) throw block.Bad($"belongs to another array. The file is damaged.");
    }
}
