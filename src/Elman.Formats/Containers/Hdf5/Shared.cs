namespace Elman.Formats.Containers.Hdf5;

/// <summary>Types that stand at a place of their own (<c>h5py.Datatype</c> under a name) and are pointed at from where they are used.</summary>
internal static class Shared
{
    private const int InHeap = 1;

    public static Hdf5Type Type(Message message) => Type(message.Block, message.IsShared);

    /// <param name="isShared">Whether the bytes only point at the type.</param>
    public static Hdf5Type Type(Block block, bool isShared)
    {
        if (!isShared) return Hdf5Type.Read(block);
        int version = block.Version(1, 3), kind = block.Byte();
        if (version == 1) block.Skip(6);
        if (version == 3 && kind == InHeap) throw block.Bad($"is kept in a heap of shared messages, which h5py does not write. Save it with h5py's default settings.");
        ObjectHeader header = ObjectHeader.Read(block.File, block.Pointer());
        Message type = header.Find(MessageKind.Datatype) ?? throw block.Bad($"points at byte {header.Address}, where no type stands. The file is damaged.");
        return type.IsShared ? throw block.Bad($"points at a type that points on. The file is made to harm.") : Hdf5Type.Read(type.Block);
    }

    /// <summary>A message that is never shared but by settings that h5py does not use.</summary>
    public static Block Own(Message message) => message.IsShared
        ? throw message.Block.Bad($"its message of kind {message.Kind} is shared with other objects, which h5py does not write. Save it with h5py's default settings.")
        : message.Block;
}
