using Elman.Formats.Containers.Hdf5.Chunks;
using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The values of a dataset, out of its header, one piece of the file, or chunks.</summary>
internal sealed class DatasetReader(Hdf5Bytes file, GlobalHeap heap)
{
    public Hdf5Value Read(ObjectHeader header, string path)
    {
        string what = $"dataset '{BadFileException.Shown(path, 200)}'";
        Hdf5Type type = Shared.Type(Needed(MessageKind.Datatype));
        Dataspace space = Dataspace.Read(Shared.Own(Needed(MessageKind.Dataspace)));
        Block layoutAt = Shared.Own(Needed(MessageKind.Layout));
        ReadOnlyMemory<byte> fill = FillValue(header);
        return new Hdf5Value(file.Name, path, type, space, Bytes, heap.Texts);

        Message Needed(MessageKind kind) => header.Find(kind) ?? throw file.Bad(header.Address, $"{what} has no {kind} message. The file is damaged.");

        byte[] Bytes()
        {
            if (header.Find(MessageKind.ExternalData) is not null) throw file.Bad(header.Address, $"{what} has its values in other files, which are never opened. Save them in this file.");
            UInt128 size = space.Count * (uint)type.Size;
            if (size > (ulong)Array.MaxLength) throw file.Bad(header.Address, $"{what} of shape {space.Shown} takes {size} bytes; expected at most {Array.MaxLength}.");
            if (size == 0) return [];
            Filters filters = header.Find(MessageKind.Filters) is { } message ? Filters.Read(Again(Shared.Own(message))) : Filters.None;
            return Layout.Read(Again(layoutAt)) switch
            {
                Layout.Compact compact => compact.Bytes.Length == (long)size ? compact.Bytes.ToArray() : throw Wrong(compact.Bytes.Length),
                Layout.Contiguous { Address: Hdf5Bytes.None } => Filled((long)size),
                Layout.Contiguous piece => piece.Size is { } found && found != (long)size ? throw Wrong(found) : file.Numbers(piece.Address, (long)size, what),
                Layout.Chunked chunked => Gathered(chunked, filters, (long)size),
                _ => throw new System.Diagnostics.UnreachableException(),
            };

            BadFileException Wrong(long found) => file.Bad(header.Address, $"{what} of shape {space.Shown} takes {size} bytes, found {found}. The file is damaged.");
        }

        byte[] Gathered(Layout.Chunked layout, Filters filters, long size)
        {
            var grid = new ChunkGrid(file, space, layout.Sizes, type.Size, filters.Steps.Count > 0, what);
            byte[]? whole = null;
            var seen = new HashSet<UInt128>();
            foreach (Chunk chunk in layout.Index.Find(file, grid))
            {
                if (!grid.Has(chunk.Place) || !seen.Add(grid.NumberOf(chunk.Place))) throw file.Bad(chunk.Address, $"{what} has a chunk at ({string.Join(", ", chunk.Place)}), which is outside its shape or there already. The file is damaged.");
                bool spared = layout.Index.SparesEdges && grid.IsAtEdge(chunk.Place);
                byte[] values = Values(chunk, grid, spared ? Filters.None : filters);
                whole ??= Filled(size);
                grid.Place(values, whole, chunk.Place, type.Size);
            }
            return whole ?? Filled(size);
        }

        byte[] Values(Chunk chunk, ChunkGrid grid, Filters filters)
        {
            long stored = chunk.Stored ?? grid.Bytes;
            if (filters.Steps.Count == 0 && stored != grid.Bytes) throw file.Bad(chunk.Address, $"{what} has a chunk of {stored} bytes, expected {grid.Bytes}. The file is damaged.");
            file.Spend(chunk.Address, (ulong)grid.Bytes, what);
            byte[] bytes = file.Numbers(chunk.Address, stored, what);
            return filters.Undone(bytes, chunk.Mask, grid.Bytes, problem => file.Bad(chunk.Address, $"{what}: {problem}"));
        }

        byte[] Filled(long size)
        {
            file.Spend(header.Address, (ulong)size, what);
            var bytes = new byte[size];
            if (fill.Length == type.Size && fill.Span.ContainsAnyExcept((byte)0))
                for (int at = 0; at < bytes.Length; at += fill.Length) fill.Span.CopyTo(bytes.AsSpan(at));
            return bytes;
        }
    }

    /// <summary>What stands where nothing was written; empty for zeros.</summary>
    private static ReadOnlyMemory<byte> FillValue(ObjectHeader header)
    {
        const int defined = 1 << 5;
        if (header.Find(MessageKind.FillValue) is { } message)
        {
            Block block = Shared.Own(message);
            int version = block.Version(1, 3);
            if (version == 3) return (block.Byte() & defined) != 0 ? block.Part(block.Int()).Rest : default;
            block.Skip(2);   // when space is taken and when it is filled
            bool isDefined = block.Byte() != 0;
            // Version 1 has a size even where nothing is defined.
            return version == 1 || isDefined ? Sized(block) : default;
        }
        return header.Find(MessageKind.OldFillValue) is { } old ? Sized(Shared.Own(old)) : default;

        static ReadOnlyMemory<byte> Sized(Block block) => block.Int() is var size && size <= (uint)block.Remaining ? block.Part(size).Rest : default;
    }

    /// <summary>A message from its beginning, so that values can be read more than once.</summary>
    private static Block Again(Block block) => new(block.File, block.Address, block.Rest, "a dataset");
}
