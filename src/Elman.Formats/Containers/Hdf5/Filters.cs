using System.IO.Compression;
using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>One step that the numbers of a chunk went through when they were written.</summary>
internal sealed record Filter(int Id, int[] Values);

/// <summary>What is undone when a chunk is read, last step first.</summary>
internal sealed record Filters(IReadOnlyList<Filter> Steps)
{
    private const int MostSteps = 32, MostValues = 64;
    private const int HasName = 256;

    /// <summary>The most that deflate can gain, and what its frame takes.</summary>
    private const int DeflateLimit = 1032, DeflateFrame = 16;

    private delegate byte[] Undo(byte[] bytes, long most, int[] values, Func<InvariantText, BadFileException> bad);

    private static readonly Dictionary<int, Undo> _known = new()
    {
        [1] = Inflate,
        [2] = Unshuffle,
        [3] = CheckFletcher,
    };

    private static readonly Dictionary<int, string> _refused = new()
    {
        [4] = "szip",
        [5] = "nbit",
        [6] = "scaleoffset",
        [307] = "bzip2",
        [32000] = "lzf",
        [32001] = "blosc",
        [32004] = "lz4",
        [32015] = "zstd",
    };

    public static Filters None { get; } = new([]);

    public static Filters Read(Block block)
    {
        int version = block.Version(1, 2), steps = block.Byte();
        if (steps > MostSteps) throw block.Bad($"expected at most {MostSteps} filters, found {steps}.");
        if (version == 1) block.Skip(6);
        var filters = new List<Filter>();
        for (int i = 0; i < steps; i++)
        {
            int id = block.Short();
            int nameLength = version == 1 || id >= HasName ? block.Short() : 0;
            block.Skip(2);   // whether it may be left out
            int values = block.Short();
            if (values > MostValues) throw block.Bad($"a filter has {values} values; expected at most {MostValues}.");
            block.Skip(nameLength);
            filters.Add(new(id, [.. Enumerable.Range(0, values).Select(_ => unchecked((int)block.Int()))]));
            if (version == 1 && values % 2 == 1) block.Skip(4);
        }
        foreach (Filter filter in filters)
            if (!_known.ContainsKey(filter.Id))
                throw block.Bad($"its chunks went through filter {filter.Id}{(_refused.TryGetValue(filter.Id, out string? name) ? $" ({name})" : "")}, which is not read. Known: gzip, shuffle, fletcher32. Save it with one of these.");
        return new(filters);
    }

    /// <summary>The numbers of a chunk.</summary>
    /// <param name="mask">The steps that this chunk was spared, by their bits.</param>
    /// <param name="size">The bytes that there must be.</param>
    public byte[] Undone(byte[] bytes, uint mask, long size, Func<InvariantText, BadFileException> bad)
    {
        // Checksums add four bytes each; nothing on the way is larger than the numbers and these.
        long most = size + 4 * Steps.Count;
        for (int i = Steps.Count - 1; i >= 0; i--)
            if ((mask >> i & 1) == 0) bytes = _known[Steps[i].Id](bytes, most, Steps[i].Values, bad);
        return bytes.Length == size ? bytes : throw bad($"expected {size} bytes in a chunk, found {bytes.Length}. The file is damaged.");
    }

    private static byte[] Inflate(byte[] bytes, long most, int[] values, Func<InvariantText, BadFileException> bad)
    {
        // As much as can arrive: no memory on the word of a shape alone.
        var all = new byte[(int)Math.Min(most, bytes.LongLength * DeflateLimit + DeflateFrame)];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
            int length = stream.ReadAtLeast(all, all.Length, throwOnEndOfStream: false);
            if (length == all.Length && stream.ReadByte() >= 0) throw bad($"a chunk unpacks to more than the {most} bytes that it may have. The file is damaged or made to harm.");
            return length == all.Length ? all : all[..length];
        }
        catch (InvalidDataException error)
        {
            throw bad($"the compressed bytes of a chunk are damaged: {error.Message} Copy or save the file again.");
        }
    }

    /// <summary>All first bytes of the values stand first, then all second ones, and so on; what is no whole value stands at the end.</summary>
    private static byte[] Unshuffle(byte[] bytes, long most, int[] values, Func<InvariantText, BadFileException> bad)
    {
        int size = values.Length > 0 ? values[0] : 0;
        if (size <= 0) throw bad($"the shuffle filter of a chunk has values of {size} bytes. The file is damaged.");
        int count = bytes.Length / size;
        if (size == 1 || count < 2) return bytes;
        var ordered = new byte[bytes.Length];
        for (int part = 0; part < size; part++)
        {
            ReadOnlySpan<byte> from = bytes.AsSpan(part * count, count);
            for (int i = 0, to = part; i < from.Length; i++, to += size) ordered[to] = from[i];
        }
        bytes.AsSpan(size * count).CopyTo(ordered.AsSpan(size * count));
        return ordered;
    }

    private static byte[] CheckFletcher(byte[] bytes, long most, int[] values, Func<InvariantText, BadFileException> bad)
    {
        if (bytes.Length < 4) throw bad($"expected a checksum behind a chunk, found {bytes.Length} bytes. The file is damaged.");
        uint declared = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)), found = Checksums.Fletcher32(bytes.AsSpan(0, bytes.Length - 4));
        return declared == found ? bytes[..^4] : throw bad($"expected the checksum {declared:x8} of a chunk, found {found:x8}. The file is damaged; copy or save it again.");
    }
}
