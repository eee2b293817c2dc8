using System.Text;

namespace Elman.Tests.Storage;

/// <summary>A zip in which every field can lie.</summary>
internal sealed record ForgedZip(params ForgedMember[] Members)
{
    public byte[] Before { get; init; } = [];
    public byte[] BeforeDirectory { get; init; } = [];
    public byte[] InDirectory { get; init; } = [];
    public byte[] Behind { get; init; } = [];
    public byte[] Comment { get; init; } = [];
    public ushort? Count { get; init; }
    public ushort Disk { get; init; }
    public uint? DirectorySize { get; init; }
    public uint? DirectoryOffset { get; init; }

    /// <summary>Writes a zip64 record and locator; given the true count, directory size and offset, returns those to write.</summary>
    public Func<ulong, ulong, ulong, (ulong Count, ulong Size, ulong Offset)>? Zip64 { get; init; }

    /// <summary>Where the locator points; the true place when null.</summary>
    public ulong? Zip64Offset { get; init; }

    public byte[] Bytes()
    {
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        writer.Write(Before);
        var offsets = new List<uint>();
        foreach (ForgedMember member in Members)
        {
            offsets.Add(member.Offset ?? (uint)file.Position);
            member.WriteLocal(writer);
        }
        writer.Write(BeforeDirectory);
        uint start = (uint)file.Position;
        for (int i = 0; i < Members.Length; i++) Members[i].WriteCentral(writer, offsets[i]);
        writer.Write(InDirectory);
        uint end = (uint)file.Position;
        if (Zip64 is not null) WriteZip64(writer, (ulong)Members.Length, end - start, start, end);
        bool far = Zip64 is not null;
        writer.Write(0x06054b50u);
        writer.Write(Disk);
        writer.Write((ushort)0);
        ushort count = Count ?? (far ? ushort.MaxValue : (ushort)Members.Length);
        writer.Write(count);
        writer.Write(count);
        writer.Write(DirectorySize ?? (far ? uint.MaxValue : end - start));
        writer.Write(DirectoryOffset ?? (far ? uint.MaxValue : start));
        writer.Write((ushort)Comment.Length);
        writer.Write(Comment);
        writer.Write(Behind);
        return file.ToArray();
    }

    private void WriteZip64(BinaryWriter writer, ulong members, ulong directorySize, ulong directory, ulong here)
    {
        (ulong count, ulong size, ulong offset) = Zip64!(members, directorySize, directory);
        writer.Write(0x06064b50u);
        writer.Write(44ul);
        writer.Write(45u << 16 | 45);
        writer.Write(0ul);
        foreach (ulong number in (ulong[])[count, count, size, offset]) writer.Write(number);
        writer.Write(0x07064b50u);
        writer.Write(0u);
        writer.Write(Zip64Offset ?? here);
        writer.Write(1u);
    }
}

/// <summary>One member; what is not set is true to <see cref="Data"/>.</summary>
internal sealed record ForgedMember(string Name, byte[] Data)
{
    /// <summary>Deflated, unless told otherwise.</summary>
    public ushort Method { get; init; } = 8;
    public byte[]? Packed { get; init; }
    public byte[]? NameBytes { get; init; }
    public byte[]? LocalName { get; init; }
    public ushort Flags { get; init; }
    public ushort? LocalFlags { get; init; }
    public ushort? LocalMethod { get; init; }
    public uint? Crc { get; init; }
    public uint? LocalCrc { get; init; }
    public uint? Size { get; init; }
    public uint? LocalSize { get; init; }
    public uint? PackedSize { get; init; }
    public uint? LocalPackedSize { get; init; }
    public uint? Offset { get; init; }
    public uint Attributes { get; init; }
    public byte[] Extra { get; init; } = [];
    public byte[] LocalExtra { get; init; } = [];
    public byte[] Following { get; init; } = [];

    public static ForgedMember Stored(string name, byte[] data) => new(name, data) { Method = 0 };

    private byte[] Body => Packed ?? (Method == 0 ? Data : Forged.Deflate(Data));
    private byte[] Named => NameBytes ?? Encoding.UTF8.GetBytes(Name);

    public void WriteLocal(BinaryWriter writer)
    {
        byte[] name = LocalName ?? Named;
        writer.Write(0x04034b50u);
        writer.Write((ushort)45);
        writer.Write(LocalFlags ?? Flags);
        writer.Write(LocalMethod ?? Method);
        writer.Write(0x00210000u);
        writer.Write(LocalCrc ?? Crc ?? Forged.Crc(Data));
        writer.Write(LocalPackedSize ?? PackedSize ?? (uint)Body.Length);
        writer.Write(LocalSize ?? Size ?? (uint)Data.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)LocalExtra.Length);
        writer.Write(name);
        writer.Write(LocalExtra);
        writer.Write(Body);
        writer.Write(Following);
    }

    public void WriteCentral(BinaryWriter writer, uint offset)
    {
        byte[] name = Named;
        writer.Write(0x02014b50u);
        writer.Write((ushort)(3 << 8 | 45));
        writer.Write((ushort)45);
        writer.Write(Flags);
        writer.Write(Method);
        writer.Write(0x00210000u);
        writer.Write(Crc ?? Forged.Crc(Data));
        writer.Write(PackedSize ?? (uint)Body.Length);
        writer.Write(Size ?? (uint)Data.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)Extra.Length);
        writer.Write(0u);
        writer.Write((ushort)0);
        writer.Write(Attributes);
        writer.Write(offset);
        writer.Write(name);
        writer.Write(Extra);
    }
}
