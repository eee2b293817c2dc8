using Elman.Formats.Containers.Hdf5.Chunks;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>Where a dataset's values stand.</summary>
internal abstract record Layout
{
    /// <summary>In the object header itself.</summary>
    public sealed record Compact(ReadOnlyMemory<byte> Bytes) : Layout;

    /// <summary>In one piece.</summary>
    /// <param name="Size">Null where the message does not say it.</param>
    public sealed record Contiguous(long Address, long? Size) : Layout;

    /// <summary>In pieces of one shape.</summary>
    /// <param name="Sizes">Of a chunk, in values.</param>
    public sealed record Chunked(IReadOnlyList<long> Sizes, ChunkIndex Index) : Layout;

    private const int InHeader = 0, InOnePiece = 1, InChunks = 2, Virtual = 3;

    public static Layout Read(Block block) => block.Version(1, 4) is var version and >= 3 ? ReadNew(block, version) : ReadOld(block);

    private static Layout ReadOld(Block block)
    {
        (int rank, int kind) = (block.Byte(), block.Byte());
        block.Skip(5);
        long address = kind == InHeader ? Hdf5Bytes.None : block.Pointer();
        RefuseRank(block, rank);
        long[] sizes = SizesOf(block, rank, 4);
        return kind switch
        {
            InHeader => new Compact(block.Part(block.Int()).Rest),
            InOnePiece => new Contiguous(address, null),
            // The size of one value stands behind the sizes, and counts as one of them.
            InChunks when rank > 0 => new Chunked(sizes[..^1], new Tree1Chunks(address, rank)),
            _ => throw Unknown(block, kind),
        };
    }

    private static Layout ReadNew(Block block, int version)
    {
        int kind = block.Byte();
        switch (kind)
        {
            case InHeader: return new Compact(block.Part(block.Short()).Rest);
            case InOnePiece: return new Contiguous(block.Pointer(), block.Length("its size"));
            case InChunks when version == 3:
                int rank = block.Byte();
                RefuseRank(block, rank);
                long tree = block.Pointer();
                return new Chunked(SizesOf(block, rank, 4)[..^1], new Tree1Chunks(tree, rank));
            case InChunks: return ReadIndexed(block);
            case Virtual: throw block.Bad($"its values are taken from other files (a virtual dataset), which are never opened. Save its values in this file.");
            default: throw Unknown(block, kind);
        }
    }

    private static Chunked ReadIndexed(Block block)
    {
        int flags = block.Byte(), rank = block.Byte();
        RefuseRank(block, rank);
        int width = block.Byte();
        if (width is < 1 or > 8) throw block.Bad($"expected sizes of 1 to 8 bytes, found {width}. The file is damaged.");
        long[] sizes = SizesOf(block, rank, width)[..^1];
        return new(sizes, ChunkIndex.Read(block, flags));
    }

    private static long[] SizesOf(Block block, int rank, int width)
    {
        var sizes = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = block.Number(width, "a size of a chunk");
            if (sizes[i] == 0) throw block.Bad($"a size of a chunk is 0. The file is damaged.");
        }
        return sizes;
    }

    private static void RefuseRank(Block block, int rank)
    {
        if (rank is < 1 or > Dataspace.MostDimensions + 1) throw block.Bad($"expected 1 to {Dataspace.MostDimensions + 1} sizes, found {rank}. The file is damaged.");
    }

    private static Storage.BadFileException Unknown(Block block, int kind) => block.Bad($"expected a layout of class 0 to 3, found {kind}. The file is damaged.");
}
