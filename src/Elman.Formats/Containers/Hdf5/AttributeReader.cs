namespace Elman.Formats.Containers.Hdf5;

/// <summary>A value beside a group or a dataset.</summary>
internal sealed record Hdf5Attribute(string Name, Hdf5Value Value);

/// <summary>The attributes of an object: in its header, or where there are many, in a heap.</summary>
internal sealed class AttributeReader(Hdf5Bytes file, GlobalHeap heap)
{
    private const int SharedType = 1 << 0, SharedSpace = 1 << 1;
    private const int HasOrder = 1 << 0, IsOrdered = 1 << 1;
    private const int Padding = 8;

    public IReadOnlyList<Hdf5Attribute> Read(ObjectHeader header, string path)
    {
        var attributes = new List<Hdf5Attribute>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Message message in header.Of(MessageKind.Attribute)) Add(Shared.Own(message));
        if (header.Find(MessageKind.AttributeInfo) is { } info)
            foreach (Block block in Dense(Shared.Own(info))) Add(block);
        return attributes;

        void Add(Block block)
        {
            Hdf5Attribute attribute = One(block, path);
            if (!names.Add(attribute.Name)) throw block.Bad($"two attributes of '{Elman.Storage.BadFileException.Shown(path, 200)}' are named '{Elman.Storage.BadFileException.Shown(attribute.Name)}'; expected each name once.");
            attributes.Add(attribute);
        }
    }

    private IEnumerable<Block> Dense(Block info)
    {
        info.Version(0, 0);
        int flags = info.Byte();
        if ((flags & HasOrder) != 0) info.Skip(2);
        (long heapAt, long names) = (info.Pointer(), info.Pointer());
        if ((flags & IsOrdered) != 0) info.Pointer();
        if (heapAt == Hdf5Bytes.None) yield break;
        var fractal = FractalHeap.Read(file, heapAt);
        // A record: the heap's id, flags, the place in the order of making, a checksum of the name.
        const int shared = 1 << 1;
        foreach (Block record in new Tree2(file, names, 8).Records())
        {
            Block id = record.Part(fractal.IdLength);
            if ((record.Byte() & shared) != 0) throw record.Bad($"an attribute is shared with other objects, which h5py does not write.");
            yield return fractal.Get(id);
        }
    }

    private Hdf5Attribute One(Block block, string path)
    {
        int version = block.Version(1, 3), flags = block.Byte();
        (int nameLength, int typeLength, int spaceLength) = (block.Short(), block.Short(), block.Short());
        if (version == 3) block.Skip(1);   // the character set of the name; ASCII is UTF-8
        if (version == 1) flags = 0;
        if ((flags & SharedSpace) != 0) throw block.Bad($"the dataspace of an attribute is shared, which h5py does not write.");
        string name = Padded(nameLength).Text(nameLength);
        Hdf5Type type = Shared.Type(Padded(typeLength), (flags & SharedType) != 0);
        Dataspace space = Dataspace.Read(Padded(spaceLength));
        UInt128 size = space.Count * (uint)type.Size;
        string where = $"{path} @{name}";
        if (size > (ulong)block.Remaining) throw block.Bad($"attribute '{Elman.Storage.BadFileException.Shown(name)}': expected {size} bytes, found {block.Remaining}. The file is damaged.");
        Block value = block.Part((long)size);
        return new(name, new Hdf5Value(file.Name, where, type, space, () => value.Rest.ToArray(), heap.Texts));

        Block Padded(int length) => block.Part(version == 1 ? (length + Padding - 1) / Padding * Padding : length);
    }
}
