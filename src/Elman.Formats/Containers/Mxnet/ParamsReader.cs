using System.Buffers.Binary;
using System.Text;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Mxnet;

/// <summary>A list of MXNet's arrays with their names: a <c>.params</c> (<c>NDArray::Save</c> and <c>Load</c>), of every generation.</summary>
internal sealed class ParamsReader
{
    /// <summary>What an array begins with since version 1.0, 1.2 and, with the shapes of NumPy, 1.5; before, its first number is its rank.</summary>
    public const uint First = 0xF993FAC8, Second = 0xF993FAC9, Third = 0xF993FACA;

    public const ulong ListMark = 0x112;

    private const int DenseStorage = 0, Processor = 1;

    /// <summary>An array takes at least its mark and its rank, a name at least its length.</summary>
    private const int SmallestArray = 8, SmallestName = 8;

    private readonly ByteSource _source;
    private long _at;

    private ParamsReader(ByteSource source) => _source = source;

    public static bool Begins(byte[] bytes) => bytes.Length >= 16 && LittleEndian.Long(bytes, 0) == ListMark && LittleEndian.Long(bytes, 8) == 0;

    public static ArrayFile Read(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        return Read(stream, path);
    }

    public static ArrayFile Read(Stream stream, string name) => new ParamsReader(new(stream, name)).File();

    private ArrayFile File()
    {
        if (_source.Length == 0) throw _source.Bad(0, $"is empty; expected a list of MXNet's arrays.");
        if (!Begins(_source.Beginning(16))) throw _source.Bad(0, $"expected the mark of a list of MXNet's arrays, found other bytes. It is no .params, or it is damaged.");
        _at = 16;
        long count = Count("arrays", SmallestArray);
        var arrays = new List<(ElementType Type, Shape Shape, byte[] Bytes)>();
        for (long i = 0; i < count; i++) arrays.Add(Array(i));
        long namesAt = _at, names = Count("names", SmallestName);
        if (names != 0 && names != count) throw _source.Bad(namesAt, $"expected a name for each of the {count} arrays, or none, found {names} names.");
        var file = new ArrayFile { Source = _source.Name, Producer = "MXNet" };
        for (int i = 0; i < arrays.Count; i++)
        {
            long at = _at;
            string name = names == 0 ? FormattableString.Invariant($"{i}") : Name();
            if (file.Contains(name)) throw _source.Bad(at, $"the name '{BadFileException.Shown(name)}' stands twice; expected each once.");
            file.Add(new NamedArray(name, arrays[i].Type, arrays[i].Shape, arrays[i].Bytes, _source.Name));
        }
        if (_at != _source.Length) throw _source.Bad(_at, $"the list ends here, but {_source.Length - _at} bytes follow.");
        return file;
    }

    private (ElementType, Shape, byte[]) Array(long index)
    {
        long start = _at;
        uint mark = UInt();
        bool isMarked = mark is First or Second or Third;
        if (mark is Second or Third)
        {
            int storage = Int();
            if (storage != DenseStorage) throw Bad($"is sparse (storage {storage}); save array.tostype('default')");
        }
        long rank = isMarked ? UInt() : mark;
        // Before 1.5 a rank of 0 meant an array that was never filled; since then, with the shapes of NumPy, -1 does.
        if (mark == Third ? rank == uint.MaxValue : rank == 0) throw Bad($"was never filled; initialise the network before it is saved");
        if (rank > Extent.MostDimensions) throw Bad($"has {rank} dimensions; expected at most {Extent.MostDimensions}. The file is damaged, or no .params");
        var dimensions = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            dimensions[axis] = isMarked ? Long() : UInt();
            if (dimensions[axis] < 0) throw Bad($"has the dimension {dimensions[axis]}; expected 0 or more");
        }
        int device = Int();
        Int();     // the number of the device; the numbers are the same wherever they were
        if (device < Processor) throw Bad($"is of a device {device}; expected {Processor} or more");
        int flag = Int();
        ElementType type = MxnetType.All.FirstOrDefault(row => row.Flag == flag)?.Held ?? throw Bad($"has numbers of type {flag}; expected 0 to {MxnetType.All.Count - 1}");
        UInt128 bytes = Extent.Bytes(dimensions, type);
        if (bytes > (UInt128)(_source.Length - _at)) throw Bad($"{Extent.Text(dimensions)} of {type} takes {bytes} bytes, and {_source.Length - _at} follow. The file is cut short or damaged");
        Shape shape = Extent.Holdable(dimensions, type) ?? throw Bad($"{Extent.Text(dimensions)} of {type} is more than one array can hold here ({System.Array.MaxLength} bytes). Save it in parts");
        byte[] numbers = _source.Read(_at, (long)bytes);
        _at += numbers.Length;
        return (type, shape, numbers);

        BadFileException Bad(InvariantText problem) => _source.Bad(start, $"array {index} {problem}.");
    }

    private string Name()
    {
        const int longest = 10_000;
        long at = _at, length = Long();
        if (length is < 0 or > longest) throw _source.Bad(at, $"expected a name of at most {longest} bytes, found one of {length}. The file is damaged.");
        byte[] bytes = _source.Read(_at, length);
        _at += length;
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>How many follow, each of which takes at least so many bytes.</summary>
    private long Count(string what, int smallest)
    {
        long at = _at, count = Long();
        if (count < 0 || count > (_source.Length - _at) / smallest) throw _source.Bad(at, $"{count} {what} are declared, more than the {_source.Length - _at} bytes that follow can hold. The file is cut short or damaged.");
        return count;
    }

    private int Int() => (int)UInt();

    private uint UInt()
    {
        Span<byte> bytes = stackalloc byte[4];
        _source.Read(_at, bytes);
        _at += bytes.Length;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private long Long()
    {
        Span<byte> bytes = stackalloc byte[8];
        _source.Read(_at, bytes);
        _at += bytes.Length;
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}
