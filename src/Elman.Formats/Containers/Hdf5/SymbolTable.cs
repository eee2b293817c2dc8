using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The members of a group of older files: a B-tree of version 1 over nodes of symbols, the names in a heap.</summary>
internal static class SymbolTable
{
    private const int CachedSoftLink = 2;
    private const string Node = "a node of a group", Heap = "the names of a group";

    public static IEnumerable<(Block At, string Name, long Address)> Links(Block message)
    {
        Hdf5Bytes file = message.File;
        (long tree, long heap) = (message.Pointer(), message.Pointer());
        ReadOnlyMemory<byte> names = Names(file, heap, out long start);
        foreach ((_, long address) in Tree1.Entries(file, tree, Tree1.Group, file.LengthSize))
        {
            Block head = file.Block(address, 8, Node);
            head.Expect("SNOD"u8);
            head.Version(1, 1);
            head.Skip(1);
            int symbols = head.Short();
            Block block = file.Block(address + 8, (long)symbols * (2 * file.AddressSize + 24), Node);
            for (int i = 0; i < symbols; i++)
            {
                long at = block.Number(file.AddressSize, "the place of a name");
                if (at >= names.Length) throw block.Bad($"a name stands at {at} of a heap of {names.Length} bytes. The file is damaged.");
                string name = new Block(file, start + at, names[(int)at..], Heap).TextToZero();
                long header = block.Pointer();
                uint cached = block.Int();
                if (cached == CachedSoftLink) throw block.Bad($"'{BadFileException.Shown(name)}' {LinkReader.RefusedSoft}");
                block.Skip(4 + 16);
                yield return (block, name, header);
            }
        }
    }

    /// <summary>A local heap: its bytes, all in one piece.</summary>
    private static ReadOnlyMemory<byte> Names(Hdf5Bytes file, long address, out long start)
    {
        Block head = file.Block(address, 8 + 2 * file.LengthSize + file.AddressSize, Heap);
        head.Expect("HEAP"u8);
        head.Version(0, 0);
        head.Skip(3);
        long size = head.Length("its size");
        head.Skip(file.LengthSize);   // free space; 1 or all bits set for none
        start = head.Pointer();
        return file.Block(start, size, Heap).Rest;
    }
}
