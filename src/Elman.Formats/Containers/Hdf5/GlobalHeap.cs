namespace Elman.Formats.Containers.Hdf5;

/// <summary>The collections of bytes of varying length that attributes and datasets point into.</summary>
internal sealed class GlobalHeap(Hdf5Bytes file)
{
    private const string What = "a heap of texts";
    private const int Padding = 8;

    private readonly Dictionary<long, Dictionary<int, ReadOnlyMemory<byte>>> _collections = [];

    /// <summary>The texts that values point at: a length, the address of a collection, and a number in it.</summary>
    public byte[][] Texts(byte[] pointers)
    {
        int size = 4 + file.AddressSize + 4;
        if (pointers.Length % size != 0) throw file.Bad(null, $"{What}: expected pointers of {size} bytes, found {pointers.Length} bytes. The file is damaged.");
        var texts = new byte[pointers.Length / size][];
        var block = new Block(file, 0, pointers, What);
        for (int i = 0; i < texts.Length; i++)
        {
            uint length = block.Int();
            long address = block.Pointer();
            int index = (int)block.Int();
            // A text that was never written has neither length nor place.
            texts[i] = length == 0 || address is Hdf5Bytes.None or 0 ? [] : Get(address, index, length);
        }
        return texts;
    }

    private byte[] Get(long address, int index, uint length)
    {
        if (!_collections.TryGetValue(address, out Dictionary<int, ReadOnlyMemory<byte>>? collection))
            _collections.Add(address, collection = Read(address));
        if (!collection.TryGetValue(index, out ReadOnlyMemory<byte> bytes) || bytes.Length < length)
            throw file.Bad(address, $"{What}: expected {length} bytes as object {index}, found {bytes.Length}. The file is damaged.");
        file.Spend(address, length, What);
        return bytes[..(int)length].ToArray();
    }

    private Dictionary<int, ReadOnlyMemory<byte>> Read(long address)
    {
        Block head = file.Block(address, 8 + file.LengthSize, What);
        head.Expect("GCOL"u8);
        head.Version(1, 1);
        head.Skip(3);
        long size = head.Length("its size");
        int start = 8 + file.LengthSize;
        if (size < start) throw head.Bad($"its size is {size}, less than its own beginning. The file is damaged.");
        Block block = file.Block(address, size, What);
        block.Skip(start);
        var objects = new Dictionary<int, ReadOnlyMemory<byte>>();
        int header = 8 + file.LengthSize;
        while (block.Remaining >= header)
        {
            int index = block.Short();
            block.Skip(2 + 4);
            long length = block.Length("the size of an object");
            // Object 0 is the free space, to the end.
            if (index == 0) break;
            Block bytes = block.Part(length);
            block.Skip(Math.Min(block.Remaining, (Padding - length % Padding) % Padding));
            if (!objects.TryAdd(index, bytes.Rest)) throw block.Bad($"two objects have the number {index}; expected each once. The file is damaged.");
        }
        return objects;
    }
}
