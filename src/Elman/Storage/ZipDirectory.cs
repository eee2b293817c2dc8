using System.Text;
using static Elman.Storage.LittleEndian;

namespace Elman.Storage;

/// <summary>The members of a zip, each checked against its local header, all together covering the file without gap or overlap.</summary>
/// <remarks>
/// Read here and not by ZipArchive, which shows neither flags nor local headers: files that mean one thing to one reader and
/// another to the next are made from the differences between the two places where a zip describes a member.
/// </remarks>
internal static class ZipDirectory
{
    public const int SmallestRecord = 46;

    // What may be unpacked in all without question, and how often its packed size beyond that.
    private const long FreeUnpacking = 256L << 20, MostGain = 100;

    private const uint RecordMark = 0x02014b50;
    private const int LinkKind = 0xA000, KindBits = 0xF000;   // of a Unix file mode

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The members in the order of the directory.</summary>
    public static List<ZipMember> Read(ByteSource source)
    {
        ZipEnd end = ZipEnd.Find(source);
        List<ZipMember> members = Records(source, end);
        RefuseBomb(source, members);
        for (int i = 0; i < members.Count; i++) members[i] = ZipLocalHeader.Check(source, members[i], end.Directory);
        RefuseGaps(source, members, end.Directory);
        return members;
    }

    private static List<ZipMember> Records(ByteSource source, ZipEnd end)
    {
        byte[] directory = source.Read(end.Directory, end.DirectorySize);
        var members = new List<ZipMember>((int)end.Members);
        var names = new HashSet<string>(StringComparer.Ordinal);
        int at = 0;
        while (members.Count < end.Members)
        {
            long offset = end.Directory + at;
            if (directory.Length - at < SmallestRecord || Int(directory, at) != RecordMark)
                throw source.Bad(offset, $"expected the directory record of member {members.Count} of {end.Members}, found other bytes.");
            int nameLength = Short(directory, at + 28), extraLength = Short(directory, at + 30), commentLength = Short(directory, at + 32);
            int length = SmallestRecord + nameLength + extraLength + commentLength;
            if (directory.Length - at < length)
                throw source.Bad(offset, $"the directory record of member {members.Count} is longer than the directory.");
            ZipMember member = Record(source, directory.AsSpan(at, length), nameLength, extraLength, offset);
            if (!names.Add(member.Name)) throw source.Bad(offset, $"member '{BadFileException.Shown(member.Name)}' stands twice; " +
                $"expected each name once.");
            members.Add(member);
            at += length;
        }
        if (at != directory.Length)
            throw source.Bad(end.Directory + at, $"{directory.Length - at} bytes of the directory belong to no member; expected " +
                $"{end.Members} members.");
        return members;
    }

    private static ZipMember Record(ByteSource source, ReadOnlySpan<byte> record, int nameLength, int extraLength, long offset)
    {
        ushort flags = Short(record, 8);
        string name = Name(source, record.Slice(SmallestRecord, nameLength), offset);
        ulong packed = Int(record, 20), size = Int(record, 24), header = Int(record, 42);
        var extra = new Zip64Extra(record.Slice(SmallestRecord + nameLength, extraLength));
        bool told = extra.Replace(ref size) && extra.Replace(ref packed) && extra.Replace(ref header);
        string shown = BadFileException.Shown(name);
        if (!told) throw source.Bad(offset, $"member '{shown}': expected its sizes in a zip64 field, found none or a short one.");
        if (packed > (ulong)source.Length || header > (ulong)source.Length)
            throw source.Bad(offset, $"member '{shown}' is declared with {packed} packed bytes from byte {header} on, beyond the " +
                $"file's {source.Length} bytes.");
        if (size > long.MaxValue) throw source.Bad(offset, $"member '{shown}' declares {size} bytes, more than any file holds.");
        if (Short(record, 34) != 0) throw source.Bad(offset, $"member '{shown}' begins in another part of a split zip. Join its " +
            $"parts first.");
        if ((Int(record, 38) >> 16 & KindBits) == LinkKind) throw source.Bad(offset, $"member '{shown}' is a link to another file; " +
            $"expected an array. Save the array itself.");
        var member = new ZipMember(name, flags, Short(record, 10), Int(record, 16), (long)packed, (long)size, (long)header);
        return member.Wrong is string wrong ? throw source.Bad(offset, $"member '{shown}' {wrong}.") : member;
    }

    private static string Name(ByteSource source, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            return _strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw source.Bad(offset, $"a member's name is not UTF-8: {Convert.ToHexString(bytes[..Math.Min(bytes.Length, 20)])}. " +
                $"Save it with names in UTF-8.", error);
        }
    }

    private static void RefuseBomb(ByteSource source, List<ZipMember> members)
    {
        Int128 unpacked = 0;
        foreach (ZipMember member in members) unpacked += member.Size;
        if (unpacked > FreeUnpacking && unpacked > MostGain * (Int128)source.Length)
            throw source.Bad(null, $"declares {unpacked} bytes out of a file of {source.Length}; expected at most {FreeUnpacking}, " +
                $"or {MostGain} times the file. It is made to fill the memory; if it is not, save it uncompressed.");
    }

    private static void RefuseGaps(ByteSource source, List<ZipMember> members, long directory)
    {
        long covered = 0;
        foreach (ZipMember member in members.OrderBy(member => member.Header))
        {
            if (member.Header != covered)
                throw source.Bad(Math.Min(member.Header, covered), $"member '{BadFileException.Shown(member.Name)}' begins at byte " +
                    $"{member.Header}, but what stands before it ends at {covered}: members overlap, or bytes belong to none.");
            covered = member.SizesFollow ? ZipLocalHeader.Following(source, member, directory) : member.End;
        }
        if (covered != directory) throw source.Bad(covered, $"the bytes from here to the directory at {directory} belong to no member.");
    }
}

/// <summary>The field that holds the sizes that are too large for their places, in their order.</summary>
internal ref struct Zip64Extra
{
    private const ushort Tag = 1;

    private ReadOnlySpan<byte> _rest;

    public Zip64Extra(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(Short(extra, 2), extra.Length - 4);
            if (Short(extra, 0) == Tag)
            {
                _rest = extra.Slice(4, length);
                return;
            }
            extra = extra[(4 + length)..];
        }
    }

    /// <summary>Puts the true value in the place of the mark for "too large"; false where there is none to put.</summary>
    public bool Replace(ref ulong value)
    {
        if (value != uint.MaxValue) return true;
        if (_rest.Length < 8) return false;
        value = Long(_rest, 0);
        _rest = _rest[8..];
        return true;
    }
}
