namespace Elman.Formats.Containers.Hdf5;

/// <summary>A B-tree of version 1, of the members of a group or of the chunks of a dataset: its leaves' entries in their order.</summary>
internal static class Tree1
{
    public const int Group = 0, Chunks = 1;

    private const string What = "a B-tree of version 1";
    private const int MostDepth = 32;

    /// <param name="keySize">Bytes of a key.</param>
    /// <returns>Each entry's key and the address that it leads to.</returns>
    public static IEnumerable<(Block Key, long Address)> Entries(Hdf5Bytes file, long address, int kind, int keySize) =>
        address == Hdf5Bytes.None ? [] : Node(file, address, kind, keySize, null, []);

    private static IEnumerable<(Block, long)> Node(Hdf5Bytes file, long address, int kind, int keySize, int? expected, HashSet<long> seen)
    {
        if (!seen.Add(address)) throw file.Bad(address, $"{What}: a node stands in it twice. The file is made to harm.");
        int head = 8 + 2 * file.AddressSize;
        Block block = file.Block(address, head, What);
        block.Expect("TREE"u8);
        int found = block.Byte(), level = block.Byte(), entries = block.Short();
        if (found != kind) throw block.Bad($"expected nodes of kind {kind}, found {found}. The file is damaged.");
        if (level > MostDepth || expected is int wanted && level != wanted) throw block.Bad($"a node is of level {level}, expected {expected ?? MostDepth} or less. The file is damaged.");
        block = file.Block(address + head, (long)entries * (keySize + file.AddressSize), What);
        var rows = new (Block Key, long Address)[entries];
        for (int i = 0; i < entries; i++) rows[i] = (block.Part(keySize), block.Pointer());
        foreach ((Block key, long child) in rows)
            if (level == 0) yield return (key, child);
            else
                foreach ((Block, long) entry in Node(file, child, kind, keySize, level - 1, seen)) yield return entry;
    }
}
