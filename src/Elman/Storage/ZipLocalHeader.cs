using System.Text;
using static Elman.Storage.LittleEndian;

namespace Elman.Storage;

/// <summary>The second description of a zip member, which stands before its data and must say what the directory says.</summary>
internal static class ZipLocalHeader
{
    private const int Smallest = 30;
    private const uint Mark = 0x04034b50, FollowingMark = 0x08074b50;

    /// <summary>The member with the place of its data.</summary>
    public static ZipMember Check(ByteSource source, ZipMember member, long directory)
    {
        BadFileException Bad(InvariantText problem) => source.Bad(member.Header, $"member '{BadFileException.Shown(member.Name)}': " +
            $"{problem}");

        if (member.Header > directory - Smallest) throw Bad($"expected its local header before the directory at byte {directory}, " +
            $"found it declared at {member.Header}.");
        Span<byte> fixedPart = stackalloc byte[Smallest];
        source.Read(member.Header, fixedPart);
        if (Int(fixedPart, 0) != Mark) throw Bad($"expected its local header, found other bytes.");
        int nameLength = Short(fixedPart, 26), extraLength = Short(fixedPart, 28);
        long data = member.Header + Smallest + nameLength + extraLength;
        if (data + member.Packed > directory)
            throw Bad($"its {member.Packed} packed bytes from byte {data} on reach into the directory at {directory}. The file is " +
                $"cut short or damaged.");

        byte[] rest = source.Read(member.Header + Smallest, nameLength + extraLength);
        string name = Encoding.UTF8.GetString(rest, 0, nameLength);
        if (name != member.Name) throw Bad($"its local header names it '{BadFileException.Shown(name)}'. One reader would take it " +
            $"for the one, the next for the other.");
        if (Short(fixedPart, 6) != member.Flags) throw Bad($"expected the flags {member.Flags:x4} of the directory, found " +
            $"{Short(fixedPart, 6):x4} in the local header.");
        if (Short(fixedPart, 8) != member.Method) throw Bad($"expected method {member.Method} of the directory, found " +
            $"{Short(fixedPart, 8)} in the local header.");

        uint checksum = Int(fixedPart, 14);
        ulong packed = Int(fixedPart, 18), size = Int(fixedPart, 22);
        var extra = new Zip64Extra(rest.AsSpan(nameLength));
        if (!(extra.Replace(ref size) && extra.Replace(ref packed))) throw Bad($"expected its sizes in a zip64 field of the local " +
            $"header, found none or a short one.");
        bool unknown = member.SizesFollow && checksum == 0 && packed == 0 && size == 0;
        if (!unknown && (checksum != member.Checksum || packed != (ulong)member.Packed || size != (ulong)member.Size))
            throw Bad($"its local header declares {packed} packed, {size} unpacked bytes and checksum {checksum:x8}; the directory " +
                $"{member.Packed}, {member.Size} and {member.Checksum:x8}.");
        return member with { Data = data };
    }

    /// <summary>Where the record ends that follows the data of a member written before its sizes were known.</summary>
    public static long Following(ByteSource source, ZipMember member, long directory)
    {
        Span<byte> record = stackalloc byte[24];
        int there = (int)Math.Min(record.Length, directory - member.End);
        source.Read(member.End, record[..there]);
        // With or without a mark; with sizes of four bytes or, in zip64, of eight.
        foreach (bool marked in (ReadOnlySpan<bool>)[true, false])
        {
            int at = marked ? 4 : 0;
            foreach (int width in (ReadOnlySpan<int>)[4, 8])
            {
                int length = at + 4 + 2 * width;
                if (length > there || marked && Int(record, 0) != FollowingMark || Int(record, at) != member.Checksum) continue;
                if (Size(record, at + 4, width) == (ulong)member.Packed && Size(record, at + 4 + width, width) == (ulong)member.Size)
                    return member.End + length;
            }
        }
        throw source.Bad(member.End, $"member '{BadFileException.Shown(member.Name)}': expected its sizes again behind its data, " +
            $"found other bytes.");
    }

    private static ulong Size(ReadOnlySpan<byte> record, int at, int width) => width == 4 ? Int(record, at) : Long(record, at);
}
