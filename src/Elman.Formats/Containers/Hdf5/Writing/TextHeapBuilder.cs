namespace Elman.Formats.Containers.Hdf5.Writing;

/// <summary>Collections of texts of any length, filled before anything that points at them is written.</summary>
internal sealed class TextHeapBuilder
{
    private const int Head = 16, ObjectHead = 16, Padding = 8;

    /// <summary>As much as the library makes a collection at least, and the most objects that it can number.</summary>
    private const int Usual = 4096, MostObjects = 60_000;

    private readonly List<List<byte[]>> _collections = [];
    private int _used = Usual;

    private readonly Dictionary<Hdf5Value, (int Collection, int Index, int Length)[]> _places = new(ReferenceEqualityComparer.Instance);

    public void Add(Hdf5Value value) => _places.TryAdd(value, [.. value.TextBytes().Select(Put)]);

    /// <summary>The bytes of all collections, the first of which stands at an address.</summary>
    public List<(long Address, byte[] Bytes)> At(long address)
    {
        var placed = new List<(long, byte[])>();
        foreach (List<byte[]> objects in _collections)
        {
            byte[] bytes = Bytes(objects);
            placed.Add((address, bytes));
            address += bytes.Length;
        }
        return placed;
    }

    /// <summary>What points at the texts of a value: length, address of the collection and number in it; nothing at all for an empty text.</summary>
    public byte[] Pointers(Hdf5Value value, IReadOnlyList<(long Address, byte[] Bytes)> placed)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach ((int collection, int index, int length) in _places[value])
        {
            writer.Write(length);
            writer.Write(length == 0 ? 0L : placed[collection].Address);
            writer.Write(index);
        }
        return bytes.ToArray();
    }

    private (int, int, int) Put(byte[] text)
    {
        if (text.Length == 0) return (0, 0, 0);
        int size = ObjectHead + Padded(text.Length);
        if (_used + size > Usual || _collections[^1].Count == MostObjects)
        {
            _collections.Add([]);
            _used = Head;
        }
        _collections[^1].Add(text);
        _used += size;
        return (_collections.Count - 1, _collections[^1].Count, text.Length);
    }

    private static byte[] Bytes(List<byte[]> objects)
    {
        int used = Head + objects.Sum(text => ObjectHead + Padded(text.Length)), size = Math.Max(Usual, used);
        var bytes = new MemoryStream(new byte[size]);
        using var writer = new BinaryWriter(bytes);
        writer.Write("GCOL"u8);
        writer.Write(1);   // version, and three reserved bytes
        writer.Write((long)size);
        foreach ((int index, byte[] text) in objects.Index())
        {
            writer.Write((ushort)(index + 1));
            writer.Write((ushort)0);
            writer.Write(0);
            writer.Write((long)text.Length);
            writer.Write(text);
            bytes.Position += Padded(text.Length) - text.Length;
        }
        // Object 0 is what is left; its size counts its own head.
        if (size - used >= ObjectHead)
        {
            writer.Write(0L);
            writer.Write((long)(size - used));
        }
        return bytes.ToArray();
    }

    private static int Padded(int length) => (length + Padding - 1) / Padding * Padding;
}
