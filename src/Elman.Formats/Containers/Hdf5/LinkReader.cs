using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The members of a group by name: in the header, in a heap where they are many, or, in older files, in a table.</summary>
internal sealed class LinkReader(Hdf5Bytes file)
{
    private const int Hard = 0, Soft = 1, External = 64;

    /// <summary>Each member's name and the address of its object header.</summary>
    public List<(string Name, long Address)> Read(ObjectHeader header, string path)
    {
        var links = new List<(string, long)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((Block at, string name, long address) in All(header))
        {
            if (name.Length == 0 || name.Contains('/')) throw at.Bad($"a member of '{BadFileException.Shown(path, 200)}' is named '{BadFileException.Shown(name)}'; expected a name without '/'. The file is damaged.");
            if (!names.Add(name)) throw at.Bad($"two members of '{BadFileException.Shown(path, 200)}' are named '{BadFileException.Shown(name)}'; expected each name once.");
            links.Add((name, address));
        }
        return links;
    }

    private IEnumerable<(Block, string, long)> All(ObjectHeader header)
    {
        if (header.Find(MessageKind.SymbolTable) is { } table)
            foreach ((Block, string, long) link in SymbolTable.Links(Shared.Own(table))) yield return link;
        foreach (Message message in header.Of(MessageKind.Link)) yield return Link(Shared.Own(message));
        if (header.Find(MessageKind.LinkInfo) is { } info)
            foreach (Block block in Dense(Shared.Own(info))) yield return Link(block);
    }

    private IEnumerable<Block> Dense(Block info)
    {
        const int hasOrder = 1 << 0;
        info.Version(0, 0);
        int flags = info.Byte();
        if ((flags & hasOrder) != 0) info.Skip(8);
        (long heapAt, long names) = (info.Pointer(), info.Pointer());
        if (heapAt == Hdf5Bytes.None) yield break;
        var heap = FractalHeap.Read(file, heapAt);
        // A record: a checksum of the name, the heap's id.
        foreach (Block record in new Tree2(file, names, 5).Records())
        {
            record.Skip(4);
            yield return heap.Get(record.Part(heap.IdLength));
        }
    }

    private static (Block, string, long) Link(Block block)
    {
        const int hasOrder = 1 << 2, hasKind = 1 << 3, hasCharacters = 1 << 4;
        block.Version(1, 1);
        int flags = block.Byte(), kind = (flags & hasKind) != 0 ? block.Byte() : Hard;
        if ((flags & hasOrder) != 0) block.Skip(8);
        if ((flags & hasCharacters) != 0) block.Skip(1);
        string name = block.Text(block.Number(1 << (flags & 3), "the length of a name"));
        return kind == Hard ? (block, name, block.Pointer()) : throw block.Bad($"'{BadFileException.Shown(name)}' {Refused(kind)}");
    }

    public static string Refused(int kind) => kind switch
    {
        Soft => "is a link to another place of the file by its name, which is not followed. Save the values themselves.",
        External => "is a link to another file, which is never opened. Save the values in this file.",
        _ => "is a link of a kind that is not known. Save the values themselves.",
    };

    public static string RefusedSoft => Refused(Soft);
}
