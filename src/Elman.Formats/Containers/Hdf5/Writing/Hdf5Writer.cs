using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5.Writing;

/// <summary>Writes groups, datasets and attributes as an HDF5 file that every library since 1.8 opens: superblock 2, headers of version 2, links and attributes
/// in the headers, values in one piece each. Front to back, so that it can be written into a zip.</summary>
internal sealed class Hdf5Writer
{
    private const int SuperblockSize = 48, Alignment = 8;

    private static readonly byte[] _zeros = new byte[Alignment];

    private readonly List<(byte[]? Bytes, Hdf5Value? Values)> _pieces = [];
    private readonly TextHeapBuilder _texts = new();
    private readonly Dictionary<Hdf5Object, int> _links = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Hdf5Object, long> _written = new(ReferenceEqualityComparer.Instance);
    private List<(long Address, byte[] Bytes)> _heaps = [];
    private long _end = SuperblockSize;

    private Hdf5Writer() { }

    public static void Write(Hdf5Group root, Stream stream)
    {
        var writer = new Hdf5Writer();
        writer.Gather(root);
        writer._heaps = writer._texts.At(writer._end);
        foreach ((_, byte[] heap) in writer._heaps) writer.Place(heap);
        long address = writer.Place(root);
        stream.Write(writer.Superblock(address));
        // Addresses were given in this order, and each piece fills its place to the next.
        foreach ((byte[]? bytes, Hdf5Value? values) in writer._pieces)
        {
            byte[] piece = bytes ?? values!.Bytes();
            stream.Write(piece);
            stream.Write(_zeros.AsSpan(0, (int)Padding(piece.Length)));
        }
    }

    private void Gather(Hdf5Group root)
    {
        foreach (Hdf5Object item in root.All().Prepend(root))
        {
            _links[item] = _links.GetValueOrDefault(item) + 1;
            foreach (Hdf5Attribute attribute in item.Attributes) Gather(attribute.Value);
            if (item is Hdf5Dataset dataset) Gather(dataset.Value);
        }
    }

    private void Gather(Hdf5Value value)
    {
        if (value.Type.IsVaryingText) _texts.Add(value);
        else if (!value.Type.IsFixedText && value.Type.Class is not (TypeClass.Integer or TypeClass.Float or TypeClass.Enumeration))
            throw new NotSupportedException($"'{BadFileException.Shown(value.Path, 200)}' holds {value.Type.Refusal}, which are not written. Leave it out.");
    }

    /// <summary>The address of an object, after all that it points at has been placed. What stands under two names is written once.</summary>
    private long Place(Hdf5Object item)
    {
        if (_written.TryGetValue(item, out long known)) return known;
        var header = new HeaderBuilder();
        switch (item)
        {
            case Hdf5Group group:
                header.Group();
                foreach ((string name, Hdf5Object member) in group.Members) header.Link(name, Place(member));
                break;
            case Hdf5Dataset { Value: var value }:
                long size = (long)value.Space.Count * value.Type.Size;
                header.Values(value, size == 0 ? Hdf5Bytes.None : value.Type.IsVaryingText ? Place(_texts.Pointers(value, _heaps)) : Place(value, size), size);
                break;
            case Hdf5NamedType named:
                header.Type(named.Type);
                break;
        }
        if (_links[item] > 1) header.Links(_links[item]);
        foreach (Hdf5Attribute attribute in item.Attributes)
            header.Attribute(attribute.Name, attribute.Value, attribute.Value.Type.IsVaryingText ? _texts.Pointers(attribute.Value, _heaps) : attribute.Value.Bytes());
        return _written[item] = Place(header.ToBytes());
    }

    private long Place(byte[] bytes)
    {
        _pieces.Add((bytes, null));
        return Advance(bytes.Length);
    }

    /// <summary>Numbers are fetched only when they are written.</summary>
    private long Place(Hdf5Value value, long size)
    {
        _pieces.Add((null, value));
        return Advance(size);
    }

    private long Advance(long size)
    {
        long address = _end;
        _end += size + Padding(size);
        return address;
    }

    private byte[] Superblock(long root)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Hdf5.Superblock.Signature);
        writer.Write([2, 8, 8, 0]);   // version, bytes of addresses and lengths, no flags
        writer.Write(0L);
        writer.Write(Hdf5Bytes.None);
        writer.Write(_end);
        writer.Write(root);
        writer.Write(Checksums.Lookup3(bytes.ToArray()));
        return bytes.ToArray();
    }

    private static long Padding(long size) => (Alignment - size % Alignment) % Alignment;
}
