namespace Elman.Formats.Containers.Hdf5.Chunks;

/// <summary>One chunk as its index knows it.</summary>
/// <param name="Place">Its place in the grid of chunks.</param>
/// <param name="Stored">Bytes in the file; null for those of its values.</param>
/// <param name="Mask">The filters that it was spared.</param>
internal sealed record Chunk(long[] Place, long Address, long? Stored, uint Mask);

/// <summary>How the chunks of a dataset are found: one of six ways.</summary>
internal abstract class ChunkIndex
{
    private const int FilteredSingle = 1 << 1, EdgesUnfiltered = 1 << 0;

    /// <summary>The indexes of layout 4 by their numbers.</summary>
    private static readonly Dictionary<int, Func<Block, int, ChunkIndex>> _kinds = new()
    {
        [1] = (block, flags) => (flags & FilteredSingle) != 0
            ? new SingleChunk(block.Length("the size of its chunk"), block.Int(), block.Pointer())
            : new SingleChunk(null, 0, block.Pointer()),
        [2] = (block, _) => new ImplicitChunks(block.Pointer()),
        [3] = (block, _) => FixedArray.Of(block),
        [4] = (block, _) => ExtensibleArray.Of(block),
        [5] = (block, _) => Tree2Chunks.Of(block),
    };

    /// <summary>Whether chunks that stand out over the edge of the dataset went through no filter.</summary>
    public bool SparesEdges { get; private set; }

    public static ChunkIndex Read(Block block, int flags)
    {
        int kind = block.Byte();
        if (!_kinds.TryGetValue(kind, out Func<Block, int, ChunkIndex>? read)) throw block.Bad($"expected an index of chunks of kind 1 to 5, found {kind}. The file is damaged.");
        ChunkIndex index = read(block, flags);
        index.SparesEdges = (flags & EdgesUnfiltered) != 0;
        return index;
    }

    /// <summary>The chunks that have been written, in any order.</summary>
    public abstract IEnumerable<Chunk> Find(Hdf5Bytes file, ChunkGrid grid);
}
