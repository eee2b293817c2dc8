namespace Elman.Formats.Containers.Hdf5.Chunks;

/// <summary>The only chunk of a dataset.</summary>
internal sealed class SingleChunk(long? stored, uint mask, long address) : ChunkIndex
{
    public override IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid)
    {
        if (address == Hdf5Bytes.None) return [];
        return grid.Count <= 1 ? [new(new long[grid.Rank], address, stored, mask)] : throw file.Bad(address, $"{grid.What} has one chunk and needs {grid.Count}. The file is damaged.");
    }
}

/// <summary>All chunks in a row, without an index.</summary>
internal sealed class ImplicitChunks(long address) : ChunkIndex
{
    public override IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid)
    {
        if (address == Hdf5Bytes.None) yield break;
        if (grid.MostCount is not { } most || most * (ulong)grid.Bytes > (ulong)(file.Length - address))
            throw file.Bad(address, $"{grid.What} has {(grid.MostCount is { } count ? count : 0)} chunks of {grid.Bytes} bytes in a row, more than the file from here on. It is cut short or damaged.");
        for (long i = 0; i < (long)most; i++)
        {
            long[] place = grid.PlaceOf(i);
            if (grid.Has(place)) yield return new(place, address + i * grid.Bytes, null, 0);
        }
    }
}

/// <summary>Chunks by their places in a B-tree of version 1, before layout 4.</summary>
/// <param name="rank">The dimensions and one more, for the bytes of a value.</param>
internal sealed class Tree1Chunks(long address, int rank) : ChunkIndex
{
    public override IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid)
    {
        foreach ((Block key, long at) in Tree1.Entries(file, address, Tree1.Chunks, 8 + 8 * rank))
        {
            (uint stored, uint mask) = (key.Int(), key.Int());
            var place = new long[rank - 1];
            for (int axis = 0; axis < place.Length; axis++)
            {
                (place[axis], long rest) = Math.DivRem(key.Number(8, "the place of a chunk"), grid.Sizes[axis]);
                if (rest != 0) throw key.Bad($"a chunk begins inside another. The file is damaged.");
            }
            yield return new(place, at, stored, mask);
        }
    }
}

/// <summary>Chunks by their places in a B-tree of version 2: where more than one axis can grow without end.</summary>
internal sealed class Tree2Chunks(long address) : ChunkIndex
{
    private const int Plain = 10, Filtered = 11;

    public static Tree2Chunks Of(Block block)
    {
        block.Skip(4 + 1 + 1);   // the size of a node, when it is split and merged: the tree says them again
        return new(block.Pointer());
    }

    public override IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid)
    {
        var tree = new Tree2(file, address, Plain, Filtered);
        foreach (Block record in tree.Records())
        {
            long at = record.Pointer();
            long? stored = tree.Kind == Filtered ? record.Number(Entries.SizeLength(record, tree.RecordSize - 8 * grid.Rank, file), "the size of a chunk") : null;
            uint mask = tree.Kind == Filtered ? record.Int() : 0;
            var place = new long[grid.Rank];
            for (int axis = 0; axis < place.Length; axis++) place[axis] = record.Number(8, "the place of a chunk");
            yield return new(place, at, stored, mask);
        }
    }
}
