using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5.Writing;

/// <summary>An object header of version 2, message by message, all in one stretch.</summary>
internal sealed class HeaderBuilder
{
    private const int LargestMessage = ushort.MaxValue;

    private readonly MemoryStream _messages = new();

    /// <summary>What makes it a group, even without members.</summary>
    public HeaderBuilder Group()
    {
        Add(MessageKind.LinkInfo, writer =>
        {
            writer.Write((byte)0);
            writer.Write((byte)0);
            writer.Write(Hdf5Bytes.None);   // no heap and no index: every link stands here
            writer.Write(Hdf5Bytes.None);
        });
        return this;
    }

    public void Link(string name, long address) => Add(MessageKind.Link, writer =>
    {
        const int longName = 2, hasCharacters = 1 << 4, utf8 = 1;
        byte[] text = Encoding.UTF8.GetBytes(name);
        writer.Write((byte)1);
        writer.Write((byte)(longName | hasCharacters));
        writer.Write((byte)utf8);
        writer.Write(text.Length);
        writer.Write(text);
        writer.Write(address);
    });

    /// <summary>Under how many names it stands; one where this is not said.</summary>
    public void Links(int count) => Add(MessageKind.LinkCount, writer =>
    {
        writer.Write((byte)0);
        writer.Write(count);
    });

    public void Type(Hdf5Type type) => Add(MessageKind.Datatype, writer => writer.Write(type.Encoded.Span));

    /// <summary>The values of a dataset in one piece.</summary>
    /// <param name="address"><see cref="Hdf5Bytes.None"/> where there are none.</param>
    public void Values(Hdf5Value value, long address, long size)
    {
        Add(MessageKind.Dataspace, writer => writer.Write(Space(value.Space)));
        Type(value.Type);
        // Version 2: space is taken late and filled when it is set; the value that fills is the type's zero.
        Add(MessageKind.FillValue, writer => writer.Write([2, 2, 2, 1, 0, 0, 0, 0]));
        Add(MessageKind.Layout, writer =>
        {
            writer.Write((byte)3);
            writer.Write((byte)1);
            writer.Write(address);
            writer.Write(size);
        });
    }

    public void Attribute(string name, Hdf5Value value, byte[] bytes) => Add(MessageKind.Attribute, writer =>
    {
        const int utf8 = 1;
        byte[] text = [.. Encoding.UTF8.GetBytes(name), 0], space = Space(value.Space);
        writer.Write((byte)3);
        writer.Write((byte)0);
        writer.Write((ushort)text.Length);
        writer.Write((ushort)value.Type.Encoded.Length);
        writer.Write((ushort)space.Length);
        writer.Write((byte)utf8);
        writer.Write(text);
        writer.Write(value.Type.Encoded.Span);
        writer.Write(space);
        writer.Write(bytes);
    }, $"attribute '{BadFileException.Shown(name)}' of '{BadFileException.Shown(value.Path, 200)}'");

    /// <summary>Signature, version, the size of the messages in four bytes, the messages, and the checksum.</summary>
    public byte[] ToBytes()
    {
        const int sizeOfFour = 2;
        var header = new MemoryStream();
        using var writer = new BinaryWriter(header);
        writer.Write("OHDR"u8);
        writer.Write((byte)2);
        writer.Write((byte)sizeOfFour);
        writer.Write((int)_messages.Length);
        _messages.WriteTo(header);
        writer.Write(Checksums.Lookup3(header.ToArray()));
        return header.ToArray();
    }

    private static byte[] Space(Dataspace space)
    {
        const byte version = 2, one = 0, many = 1, none = 2;
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write([version, (byte)space.Sizes.Count, 0, space.IsNull ? none : space.Sizes.Count == 0 ? one : many]);
        foreach (long size in space.Sizes) writer.Write(size);
        return bytes.ToArray();
    }

    private void Add(MessageKind kind, Action<BinaryWriter> write, string what = "a name")
    {
        var message = new MemoryStream();
        using var body = new BinaryWriter(message);
        write(body);
        if (message.Length > LargestMessage) throw new NotSupportedException(FormattableString.Invariant($"{what} takes {message.Length} bytes; an HDF5 header has room for {LargestMessage}. Save it in parts."));
        using var writer = new BinaryWriter(_messages, Encoding.UTF8, leaveOpen: true);
        writer.Write((byte)kind);
        writer.Write((ushort)message.Length);
        writer.Write((byte)0);
        message.WriteTo(_messages);
    }
}
