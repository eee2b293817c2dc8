using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>The classes of types, with the numbers of the specification, section IV.A.2.d.</summary>
internal enum TypeClass
{
    Integer,
    Float,
    Time,
    Text,
    Bits,
    Opaque,
    Compound,
    Reference,
    Enumeration,
    Sequence,
    Array,
}

/// <summary>How one value is stored.</summary>
/// <param name="Size">Bytes of one.</param>
/// <param name="Bits">The 24 bits whose meaning depends on the class.</param>
/// <param name="Encoded">The message as it stands in the file, to be written again.</param>
internal sealed record Hdf5Type(TypeClass Class, int Size, int Bits, ReadOnlyMemory<byte> Encoded)
{
    private const int MostDepth = 8, TextOfAnyLength = 1;
    private const int BigEndian = 1 << 0, VaxOrder = 1 << 6, Signed = 1 << 3;

    /// <summary>The floating types that are known: sizes and places in bits, as the properties of the message give them.</summary>
    private static readonly (FloatLayout Layout, ElementType Type)[] _floats =
    [
        (new(2, 0, 16, 15, 10, 5, 0, 10, 15), ElementType.Float16),
        (new(2, 0, 16, 15, 7, 8, 0, 7, 127), ElementType.BrainFloat16),
        (new(4, 0, 32, 31, 23, 8, 0, 23, 127), ElementType.Float32),
        (new(8, 0, 64, 63, 52, 11, 0, 52, 1023), ElementType.Float64),
    ];

    private static readonly (int Size, bool IsSigned, ElementType Type)[] _integers =
    [
        (1, false, ElementType.UInt8), (2, false, ElementType.UInt16), (4, false, ElementType.UInt32), (8, false, ElementType.UInt64),
        (1, true, ElementType.Int8), (2, true, ElementType.Int16), (4, true, ElementType.Int32), (8, true, ElementType.Int64),
    ];

    /// <summary>What each class that holds no numbers or text is, for a refusal.</summary>
    private static readonly Dictionary<TypeClass, string> _refused = new()
    {
        [TypeClass.Integer] = "integers of an odd form",
        [TypeClass.Float] = "floating numbers of an odd form",
        [TypeClass.Time] = "times",
        [TypeClass.Bits] = "bit fields",
        [TypeClass.Opaque] = "opaque bytes",
        [TypeClass.Compound] = "records of several fields",
        [TypeClass.Reference] = "references to other objects",
        [TypeClass.Enumeration] = "an enumeration of an odd form",
        [TypeClass.Sequence] = "sequences of varying length",
        [TypeClass.Array] = "arrays as single values",
    };

    private sealed record FloatLayout(int Size, int Offset, int Precision, int Sign, int ExponentAt, int ExponentBits, int MantissaAt, int MantissaBits, long Bias);

    /// <summary>As numbers; null where they are none that are known.</summary>
    public ElementType? Element { get; private init; }

    /// <summary>Whether the high byte comes first.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>Whether it is text of one length for all values.</summary>
    public bool IsFixedText => Class == TypeClass.Text;

    /// <summary>Whether it is text of any length, whose bytes stand in a heap.</summary>
    public bool IsVaryingText => Class == TypeClass.Sequence && (Bits & 15) == TextOfAnyLength;

    public string Refusal => _refused.GetValueOrDefault(Class, "text");

    public static Hdf5Type Read(Block block) => Read(block, 0);

    private static Hdf5Type Read(Block block, int depth)
    {
        if (depth > MostDepth) throw block.Bad($"its type is made of types more than {MostDepth} deep. The file is made to harm.");
        long from = block.Address;
        int head = block.Byte(), bits = block.Byte() | block.Short() << 8;
        var kind = (TypeClass)(head & 15);
        int version = head >> 4;
        if (version is < 1 or > 4 || kind > TypeClass.Array) throw block.Bad($"expected a type of class 0 to 10 and version 1 to 4, found class {(int)kind}, version {version}.");
        uint size = block.Int();
        if (size is 0 or > int.MaxValue && kind != TypeClass.Text) throw block.Bad($"one value of its type takes {size} bytes. The file is damaged.");
        (ElementType? element, bool big) = kind switch
        {
            TypeClass.Integer => Integer(block, size, bits),
            TypeClass.Float => Float(block, size, bits),
            TypeClass.Enumeration => Enumeration(block, bits & 0xffff, size, version, depth),
            TypeClass.Sequence => Sequence(block, depth),
            _ => (null, false),
        };
        return new(kind, checked((int)Math.Min(size, int.MaxValue)), bits, block.Since(from)) { Element = element, IsBigEndian = big };
    }

    private static (ElementType?, bool) Integer(Block block, uint size, int bits)
    {
        (int offset, int precision) = (block.Short(), block.Short());
        ElementType? type = Array.Find(_integers, row => row.Size == size && row.IsSigned == ((bits & Signed) != 0)).Type;
        return (offset == 0 && precision == 8 * size ? type : null, (bits & BigEndian) != 0);
    }

    private static (ElementType?, bool) Float(Block block, uint size, int bits)
    {
        var layout = new FloatLayout((int)Math.Min(size, int.MaxValue), block.Short(), block.Short(), bits >> 8 & 255, block.Byte(), block.Byte(), block.Byte(), block.Byte(), block.Int());
        return ((bits & VaxOrder) == 0 ? Array.Find(_floats, row => row.Layout == layout).Type : null, (bits & BigEndian) != 0);
    }

    /// <summary>Whole numbers with names; h5py's bool where the names are FALSE and TRUE.</summary>
    private static (ElementType?, bool) Enumeration(Block block, int members, uint size, int version, int depth)
    {
        const int padding = 8;
        Hdf5Type whole = Read(block, depth + 1);
        if (whole.Class != TypeClass.Integer || whole.Size != size) throw block.Bad($"an enumeration must be of integers of its own size, found {whole.Size} bytes and {size}. The file is damaged.");
        var names = new string[members];
        for (int i = 0; i < members; i++)
        {
            long from = block.Address;
            names[i] = block.TextToZero();
            if (version < 3) block.Skip((padding - (block.Address - from) % padding) % padding);
        }
        byte[] values = block.Take((long)members * size).ToArray();
        bool isTruth = size == 1 && names is ["FALSE", "TRUE"] && values is [0, 1];
        return (isTruth ? ElementType.Bool : whole.Element, whole.IsBigEndian);
    }

    private static (ElementType?, bool) Sequence(Block block, int depth)
    {
        _ = Read(block, depth + 1);
        return (null, false);
    }
}
