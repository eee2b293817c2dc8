using static Elman.Storage.LittleEndian;

namespace Elman.Storage;

/// <summary>The end of a zip: how many members there are, and where the directory stands. It must reach up to the end records
/// exactly.</summary>
internal readonly record struct ZipEnd(long Members, long Directory, long DirectorySize)
{
    private const int RecordSize = 22, LocatorSize = 20, Record64Size = 56, LongestComment = ushort.MaxValue;
    private const uint RecordMark = 0x06054b50, LocatorMark = 0x07064b50, Record64Mark = 0x06064b50;

    public static ZipEnd Find(ByteSource source)
    {
        long at = Position(source);
        byte[] record = source.Read(at, RecordSize);
        ushort disk = Short(record, 4), directoryDisk = Short(record, 6), here = Short(record, 8), members = Short(record, 10);
        uint size = Int(record, 12), directory = Int(record, 16);

        byte[]? locator = at >= LocatorSize ? source.Read(at - LocatorSize, LocatorSize) : null;
        if (locator is not null && Int(locator, 0) == LocatorMark)
            return Find64(source, at - LocatorSize, locator, members, size, directory);

        if (disk != 0 || directoryDisk != 0 || here != members)
            throw source.Bad(at, $"expected a zip of one part, found one split over several. Join its parts first.");
        return new ZipEnd(members, directory, size).Checked(source, at);
    }

    /// <summary>The larger record. Where the small one holds a number instead of its mark for "too large", both must agree.</summary>
    private static ZipEnd Find64(ByteSource source, long locatorAt, byte[] locator, ushort members, uint size, uint directory)
    {
        ulong at = Long(locator, 8);
        if (Int(locator, 4) != 0 || Int(locator, 16) != 1)
            throw source.Bad(locatorAt, $"expected a zip of one part, found one split over several. Join its parts first.");
        if (at > (ulong)source.Length || (long)at > locatorAt - Record64Size)
            throw source.Bad(locatorAt, $"the zip64 locator points to byte {at}, where no zip64 record can stand.");
        byte[] record = source.Read((long)at, Record64Size);
        if (Int(record, 0) != Record64Mark || Long(record, 4) != (ulong)(locatorAt - (long)at) - 12)
            throw source.Bad((long)at, $"expected a zip64 record that reaches to its locator at byte {locatorAt}, found other bytes.");
        ulong here64 = Long(record, 24), members64 = Long(record, 32), size64 = Long(record, 40), directory64 = Long(record, 48);
        bool agree = Agrees(members, ushort.MaxValue, members64)
            && Agrees(size, uint.MaxValue, size64) && Agrees(directory, uint.MaxValue, directory64);
        if (Int(record, 16) != 0 || Int(record, 20) != 0 || here64 != members64 || !agree)
            throw source.Bad((long)at, $"the zip64 record contradicts the end of the zip.");
        if (members64 > (ulong)source.Length || size64 > (ulong)source.Length || directory64 > (ulong)source.Length)
            throw source.Bad((long)at, $"the zip64 record claims {members64} members and a directory of {size64} bytes at byte " +
                $"{directory64}, beyond the file's {source.Length} bytes.");
        return new ZipEnd((long)members64, (long)directory64, (long)size64).Checked(source, (long)at);
    }

    private ZipEnd Checked(ByteSource source, long end)
    {
        if (Directory + DirectorySize != end)
            throw source.Bad(end, $"the directory is declared at byte {Directory} with {DirectorySize} bytes; expected it to end " +
                $"here. Something stands before or inside the zip, or it is cut short.");
        if (Members * ZipDirectory.SmallestRecord > DirectorySize)
            throw source.Bad(end, $"{Members} members are declared, more than a directory of {DirectorySize} bytes can describe.");
        return this;
    }

    private static bool Agrees(uint small, uint tooLarge, ulong large) => small == tooLarge || small == large;

    /// <summary>The last end record whose comment reaches to the end of the file.</summary>
    private static long Position(ByteSource source)
    {
        int tailLength = (int)Math.Min(source.Length, RecordSize + LongestComment);
        byte[] tail = source.Read(source.Length - tailLength, tailLength);
        for (int at = tailLength - RecordSize; at >= 0; at--)
        {
            if (Int(tail, at) == RecordMark && at + RecordSize + Short(tail, at + 20) == tailLength) return source.Length - tailLength + at;
        }
        throw source.Bad(source.Length, $"expected the end record of a zip, found none. The file is cut short, or has something " +
            $"behind it; copy it again.");
    }
}
