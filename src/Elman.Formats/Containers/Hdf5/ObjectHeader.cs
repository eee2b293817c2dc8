namespace Elman.Formats.Containers.Hdf5;

/// <summary>What a message of an object header says. The numbers are those of the file format's specification, section IV.A.2.</summary>
internal enum MessageKind
{
    Nil = 0x00,
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    ExternalData = 0x07,
    Layout = 0x08,
    Filters = 0x0B,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
    LinkCount = 0x16,
}

/// <summary>One message of an object header.</summary>
/// <param name="IsShared">Whether it only says where the message stands.</param>
internal sealed record Message(MessageKind Kind, bool IsShared, Block Block);

/// <summary>What makes a place in the file a group or a dataset: its messages, from all the stretches that they are spread over.</summary>
internal sealed class ObjectHeader
{
    private const int SharedFlag = 1 << 1, RefuseFlag = 1 << 7;
    private const int LargestKnown = 0x18;
    private const string What = "an object header";

    private readonly Hdf5Bytes _file;
    private readonly HashSet<long> _seen = [];
    private readonly Queue<(long Address, long Length)> _further = new();
    private bool _ordered;

    private ObjectHeader(Hdf5Bytes file, long address) => (_file, Address) = (file, address);

    public long Address { get; }

    public List<Message> Messages { get; } = [];

    public static ObjectHeader Read(Hdf5Bytes file, long address)
    {
        var header = new ObjectHeader(file, address);
        if (address == Hdf5Bytes.None) throw file.Bad(null, $"{What} has no address. The file is damaged.");
        bool isNew = file.Block(address, Math.Min(4, file.Length - address), What).Take(Math.Min(4, file.Length - address)).SequenceEqual("OHDR"u8);
        if (isNew) header.ReadNew();
        else header.ReadOld();
        return header;
    }

    public IEnumerable<Message> Of(MessageKind kind) => Messages.Where(message => message.Kind == kind);

    public Message? Find(MessageKind kind) => Messages.Find(message => message.Kind == kind);

    private void ReadOld()
    {
        Block prefix = _file.Block(Address, 16, What);
        prefix.Version(1, 1);
        prefix.Skip(1 + 2 + 4);   // reserved, number of messages, references
        _further.Enqueue((Address + 16, prefix.Int()));
        while (_further.TryDequeue(out (long Address, long Length) place))
        {
            Block block = Stretch(place);
            // What is too short for a message fills the stretch up.
            while (block.Remaining >= 8)
            {
                (int kind, int size, int flags) = (block.Short(), block.Short(), block.Byte());
                block.Skip(3);
                Add(kind, flags, block.Part(size));
            }
        }
    }

    private void ReadNew()
    {
        const int ordered = 1 << 2, phases = 1 << 4, times = 1 << 5;
        Block prefix = _file.Block(Address, Math.Min(34, _file.Length - Address), What);
        prefix.Expect("OHDR"u8);
        prefix.Version(2, 2);
        int flags = prefix.Byte();
        if ((flags & times) != 0) prefix.Skip(16);
        if ((flags & phases) != 0) prefix.Skip(4);
        long size = prefix.Number(1 << (flags & 3), "the size of its messages");
        _ordered = (flags & ordered) != 0;
        Block whole = _file.Block(Address, prefix.Address - Address + size + 4, What);
        whole.Skip(prefix.Address - Address);
        ReadMessages(whole);
        while (_further.TryDequeue(out (long Address, long Length) place))
        {
            Block block = Stretch(place);
            block.Expect("OCHK"u8);
            ReadMessages(block);
        }
    }

    /// <summary>The messages up to the checksum.</summary>
    private void ReadMessages(Block block)
    {
        int head = _ordered ? 6 : 4;
        if (block.Remaining < 4) throw block.Bad($"expected a checksum, found {block.Remaining} bytes. The file is damaged.");
        while (block.Remaining >= head + 4)
        {
            (int kind, int size, int flags) = (block.Byte(), block.Short(), block.Byte());
            if (_ordered) block.Skip(2);
            Add(kind, flags, block.Part(size));
        }
        block.Skip(block.Remaining - 4);
        block.Checksum();
    }

    private Block Stretch((long Address, long Length) place)
    {
        if (!_seen.Add(place.Address)) throw _file.Bad(place.Address, $"{What} goes on at a place where it has been already. The file is made to harm.");
        return _file.Block(place.Address, place.Length, What);
    }

    private void Add(int kind, int flags, Block block)
    {
        if (kind > LargestKnown && (flags & RefuseFlag) != 0) throw block.Bad($"has a message of kind {kind}, which a reader must know and this one does not.");
        var message = new Message((MessageKind)kind, (flags & SharedFlag) != 0, block);
        if (message.Kind == MessageKind.Continuation) _further.Enqueue((block.Pointer(), block.Length("the length of its continuation")));
        else if (message.Kind != MessageKind.Nil) Messages.Add(message);
    }
}
