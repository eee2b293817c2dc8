namespace Elman.Formats.Containers.Pickle;

/// <summary>One instruction of a pickle.</summary>
/// <param name="Run">What it does to the stack; null where it is refused.</param>
internal sealed record PickleOpcode(char Code, string Name, Action<PickleMachine>? Run)
{
    /// <summary>Why it is refused, and what to do.</summary>
    public string? Refused { get; init; }

    private const string OldProtocol = "it belongs to protocol 0 or 1, and protocols 2 to 5 are read; save the file again with a newer Python";
    private const string Extension = "it names a class by a number that only one installation knows; save the file without copyreg's extensions";
    private const string OutOfBand = "its bytes are kept outside the file; save it without a buffer_callback";

    /// <summary>Every instruction of protocols 0 to 5, as Python's pickletools describes them. There is none beside these.</summary>
    public static IReadOnlyList<PickleOpcode> All { get; } =
    [
        new('\x80', "PROTO", machine => machine.Protocol()),
        new('\x95', "FRAME", machine => machine.Input.Frame(machine.Input.Long())),
        new('.', "STOP", machine => machine.Stop()),
        new('(', "MARK", machine => machine.Mark()),
        new('0', "POP", machine => machine.Drop()),
        new('1', "POP_MARK", machine => machine.PopToMark()),

        new('N', "NONE", machine => machine.Push(PickleNone.Value)),
        new('\x88', "NEWTRUE", machine => machine.Push(PickleFlag.True)),
        new('\x89', "NEWFALSE", machine => machine.Push(PickleFlag.False)),
        new('J', "BININT", machine => machine.Push(new PickleInteger(machine.Input.Int()))),
        new('K', "BININT1", machine => machine.Push(new PickleInteger(machine.Input.Byte()))),
        new('M', "BININT2", machine => machine.Push(new PickleInteger(machine.Input.Short()))),
        new('\x8a', "LONG1", machine => machine.Integer(machine.Input.Byte())),
        new('\x8b', "LONG4", machine => machine.Integer(machine.Input.UInt())),
        new('G', "BINFLOAT", machine => machine.Push(new PickleReal(machine.Input.Double()))),

        new('X', "BINUNICODE", machine => machine.Push(new PickleText(machine.Input.Text(machine.Input.UInt())))),
        new('\x8c', "SHORT_BINUNICODE", machine => machine.Push(new PickleText(machine.Input.Text(machine.Input.Byte())))),
        new('\x8d', "BINUNICODE8", machine => machine.Push(new PickleText(machine.Input.Text(machine.Input.Long())))),
        // Python 2 wrote its str, text and bytes alike, with these two.
        new('U', "SHORT_BINSTRING", machine => machine.Push(new PickleText(machine.Input.Latin(machine.Input.Byte())))),
        new('T', "BINSTRING", machine => machine.Push(new PickleText(machine.Input.Latin(machine.Input.UInt())))),
        new('C', "SHORT_BINBYTES", machine => machine.Push(new PickleBytes(machine.Input.Bytes(machine.Input.Byte())))),
        new('B', "BINBYTES", machine => machine.Push(new PickleBytes(machine.Input.Bytes(machine.Input.UInt())))),
        new('\x8e', "BINBYTES8", machine => machine.Push(new PickleBytes(machine.Input.Bytes(machine.Input.Long())))),
        new('\x96', "BYTEARRAY8", machine => machine.Push(new PickleBytes(machine.Input.Bytes(machine.Input.Long())))),

        new(')', "EMPTY_TUPLE", machine => machine.Push(PickleTuple.Empty)),
        new('t', "TUPLE", machine => machine.Push(new PickleTuple(machine.PopToMark()))),
        new('\x85', "TUPLE1", machine => machine.Tuple(1)),
        new('\x86', "TUPLE2", machine => machine.Tuple(2)),
        new('\x87', "TUPLE3", machine => machine.Tuple(3)),
        new(']', "EMPTY_LIST", machine => machine.Push(new PickleList())),
        new('a', "APPEND", machine => machine.Append([machine.Pop()])),
        new('e', "APPENDS", machine => machine.Append(machine.PopToMark())),
        new('}', "EMPTY_DICT", machine => machine.Push(new PickleMap())),
        new('s', "SETITEM", machine => machine.SetItem()),
        new('u', "SETITEMS", machine => machine.SetItems(machine.PopToMark())),
        new('\x8f', "EMPTY_SET", machine => machine.Push(new PickleSet())),
        new('\x90', "ADDITEMS", machine => machine.AddToSet(machine.PopToMark())),
        new('\x91', "FROZENSET", machine => machine.FrozenSet()),

        new('q', "BINPUT", machine => machine.Remember(machine.Input.Byte())),
        new('r', "LONG_BINPUT", machine => machine.Remember(machine.Input.UInt())),
        new('\x94', "MEMOIZE", machine => machine.Remember()),
        new('h', "BINGET", machine => machine.Recall(machine.Input.Byte())),
        new('j', "LONG_BINGET", machine => machine.Recall(machine.Input.UInt())),

        new('c', "GLOBAL", machine => machine.Push(new PickleGlobal(machine.Input.Line(), machine.Input.Line()))),
        new('\x93', "STACK_GLOBAL", machine => machine.StackGlobal()),
        new('Q', "BINPERSID", machine => machine.Push(new PicklePersistent(machine.Pop()))),
        new('R', "REDUCE", machine => machine.Call(makesObject: false)),
        new('\x81', "NEWOBJ", machine => machine.Call(makesObject: true)),
        new('\x92', "NEWOBJ_EX", machine => machine.CallWithNames()),
        new('b', "BUILD", machine => machine.Build()),

        new('I', "INT", null) { Refused = OldProtocol },
        new('L', "LONG", null) { Refused = OldProtocol },
        new('F', "FLOAT", null) { Refused = OldProtocol },
        new('S', "STRING", null) { Refused = OldProtocol },
        new('V', "UNICODE", null) { Refused = OldProtocol },
        new('P', "PERSID", null) { Refused = OldProtocol },
        new('g', "GET", null) { Refused = OldProtocol },
        new('p', "PUT", null) { Refused = OldProtocol },
        new('l', "LIST", null) { Refused = OldProtocol },
        new('d', "DICT", null) { Refused = OldProtocol },
        new('2', "DUP", null) { Refused = OldProtocol },
        new('i', "INST", null) { Refused = OldProtocol },
        new('o', "OBJ", null) { Refused = OldProtocol },
        new('\x82', "EXT1", null) { Refused = Extension },
        new('\x83', "EXT2", null) { Refused = Extension },
        new('\x84', "EXT4", null) { Refused = Extension },
        new('\x97', "NEXT_BUFFER", null) { Refused = OutOfBand },
        new('\x98', "READONLY_BUFFER", null) { Refused = OutOfBand },
    ];

    private static readonly PickleOpcode?[] _byCode = [.. Enumerable.Range(0, 256).Select(code => All.FirstOrDefault(row => row.Code == code))];

    /// <summary>The instruction of that code; null where there is none.</summary>
    public static PickleOpcode? Of(byte code) => _byCode[code];
}
