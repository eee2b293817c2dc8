using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>Opens an HDF5 file: its groups, datasets and attributes; values are read when they are asked for, while the file is open.</summary>
/// <remarks>Links to elsewhere are refused: a file of weights has no business with other files. A group stands in one place only, so that nothing goes round in circles.</remarks>
internal sealed class Hdf5File
{
    private const int MostDepth = 64;

    private readonly Hdf5Bytes _file;
    private readonly LinkReader _links;
    private readonly AttributeReader _attributes;
    private readonly DatasetReader _datasets;
    private readonly HashSet<long> _groups = [];

    private Hdf5File(Superblock superblock)
    {
        var heap = new GlobalHeap(superblock.File);
        (_file, _links, _attributes, _datasets) = (superblock.File, new(superblock.File), new(superblock.File, heap), new(superblock.File, heap));
    }

    public static bool Begins(byte[] bytes) => bytes.AsSpan().StartsWith(Superblock.Signature);

    /// <summary>The root group.</summary>
    public static Hdf5Group Read(ByteSource source)
    {
        Superblock superblock = Superblock.Find(source);
        var file = new Hdf5File(superblock);
        return file.Read(superblock.Root, "/", 0) as Hdf5Group ?? throw superblock.File.Bad(superblock.Root, $"expected a group as the root, found something else. The file is damaged.");
    }

    private Hdf5Object Read(long address, string path, int depth)
    {
        if (depth > MostDepth) throw _file.Bad(address, $"groups stand more than {MostDepth} deep in each other. The file is made to harm.");
        ObjectHeader header = ObjectHeader.Read(_file, address);
        IReadOnlyList<Hdf5Attribute> attributes = _attributes.Read(header, path);
        if (header.Find(MessageKind.Layout) is not null) return new Hdf5Dataset(path, attributes, _datasets.Read(header, path));
        if (header.Find(MessageKind.Datatype) is { } type) return new Hdf5NamedType(path, attributes, Shared.Type(type));
        if (!_groups.Add(address)) throw _file.Bad(address, $"group '{BadFileException.Shown(path, 200)}' stands in two places, or within itself. The file is made to harm; if it is not, save each group once.");
        var members = new OrderedDictionary<string, Hdf5Object>(StringComparer.Ordinal);
        foreach ((string name, long at) in _links.Read(header, path)) members.Add(name, Read(at, depth == 0 ? path + name : $"{path}/{name}", depth + 1));
        return new Hdf5Group(path, attributes, members);
    }
}
