using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The beginning of the file: how long addresses are and where the root group stands.</summary>
/// <param name="Version">0, 2 or 3.</param>
/// <param name="Root">The address of the root group's object header.</param>
internal sealed record Superblock(Hdf5Bytes File, int Version, long Root)
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private const int SmallestPlace = 512;
    private const string What = "the superblock";

    /// <summary>It stands at byte 0, or behind a block of the user's at 512, 1024, 2048 …</summary>
    public static Superblock Find(ByteSource source)
    {
        if (source.Length == 0) throw source.Bad(0, $"is empty; expected an HDF5 file.");
        var found = new byte[Signature.Length];
        for (long place = 0; place <= source.Length - Signature.Length; place = place == 0 ? SmallestPlace : 2 * place)
        {
            source.Read(place, found.AsSpan());
            if (found.AsSpan().SequenceEqual(Signature)) return Read(new Hdf5Bytes(source, place));
        }
        throw source.Bad(0, $"expected an HDF5 file, found one that begins with {Convert.ToHexString(source.Beginning(8))}.");
    }

    private static Superblock Read(Hdf5Bytes file)
    {
        Block block = file.Block(0, Math.Min(128, file.Length), What);
        block.Skip(Signature.Length);
        int version = block.Byte();
        return version switch
        {
            0 => ReadOld(file, block),
            2 or 3 => ReadNew(file, block, version),
            _ => throw block.Bad($"expected version 0, 2 or 3, found {version}. Save it with h5py's default settings."),
        };
    }

    private static Superblock ReadOld(Hdf5Bytes file, Block block)
    {
        block.Skip(4);   // versions of the free space, of the root group and of shared headers; the third byte is reserved
        Sizes(file, block);
        block.Skip(1 + 2 + 2 + 4);   // reserved, sizes of the groups' trees, flags
        block.Pointer();   // where the file counts from; the place of the superblock is believed
        block.Pointer();   // free space
        EndOfFile(file, block);
        if (block.Pointer() != Hdf5Bytes.None) throw block.Bad($"is that of one part of a file in several parts. Save it with h5py's default driver.");
        block.Pointer();   // the root group's name
        return new(file, 0, block.Pointer());
    }

    private static Superblock ReadNew(Hdf5Bytes file, Block block, int version)
    {
        Sizes(file, block);
        block.Skip(1);
        block.Pointer();
        block.Pointer();   // an extension: settings for writing
        EndOfFile(file, block);
        long root = block.Pointer();
        block.Checksum();
        return new(file, version, root);
    }

    private static void EndOfFile(Hdf5Bytes file, Block block)
    {
        long end = block.Number(file.AddressSize, "the end of the file");
        if (end > file.Whole) throw file.Bad(file.Length, $"expected {end} bytes, as its superblock says, found {file.Whole}. It is cut short; copy it again.");
    }

    private static void Sizes(Hdf5Bytes file, Block block)
    {
        (int address, int length) = (block.Byte(), block.Byte());
        if (address is not (2 or 4 or 8) || length is not (2 or 4 or 8)) throw block.Bad($"expected addresses and lengths of 2, 4 or 8 bytes, found {address} and {length}. The file is damaged.");
        (file.AddressSize, file.LengthSize) = (address, length);
    }
}
