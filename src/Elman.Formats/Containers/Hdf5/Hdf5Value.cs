using System.Text;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>What a dataset or an attribute holds; its bytes are read when they are asked for.</summary>
/// <param name="path">For messages: <c>'/layers/lstm/vars/0'</c>.</param>
/// <param name="bytes">All values in a row, as they stand in the file.</param>
/// <param name="texts">The bytes of text of any length, out of the file's heap.</param>
internal sealed class Hdf5Value(string name, string path, Hdf5Type type, Dataspace space, Func<byte[]> bytes, Func<byte[], byte[][]>? texts = null)
{
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    public Hdf5Type Type => type;
    public Dataspace Space => space;
    public string Path => path;

    public byte[] Bytes() => bytes();

    /// <summary>The bytes of each text.</summary>
    public byte[][] TextBytes()
    {
        byte[] all = bytes();
        if (type.IsVaryingText && texts is not null) return texts(all);
        if (!type.IsFixedText) throw Bad($"expected text, found {type.Refusal}.");
        var rows = new byte[(int)space.Count][];
        for (int i = 0; i < rows.Length; i++) rows[i] = all.AsSpan(i * type.Size, type.Size).ToArray();
        return rows;
    }

    /// <summary>Texts without what fills them up to the length of the type.</summary>
    public string[] Texts()
    {
        const int toZero = 0, blanks = 2;
        return [.. TextBytes().Select(text => Decoded(!type.IsFixedText ? text : (type.Bits & 15) switch
        {
            toZero => text.AsSpan(0, text.Contains((byte)0) ? text.IndexOf((byte)0) : text.Length),
            blanks => text.AsSpan().TrimEnd((byte)' '),
            _ => text.AsSpan().TrimEnd((byte)0),
        }))];
    }

    /// <summary>The only text.</summary>
    public string Text() => Texts() is [string text] ? text : throw Bad($"expected one text, found {space.Shown}.");

    /// <summary>The numbers, in the one order in which arrays are held.</summary>
    /// <param name="known">What they are, where the file's own type does not say it.</param>
    public NamedArray Array(string named, ElementType? known = null)
    {
        if ((type.Element ?? (known?.Size == type.Size ? known : null)) is not { } element) throw Bad($"expected numbers, found {type.Refusal}, which are not read.");
        if (space.IsNull) throw Bad($"expected numbers, found an empty value.");
        if (Extent.Holdable([.. space.Sizes], element) is not { } shape) throw Bad($"its shape {space.Shown} is more than one array can have.");
        byte[] numbers = bytes();
        if (type.IsBigEndian) ByteOrder.Swap(numbers, element.Size);
        return new NamedArray(named, element, shape, numbers, name);
    }

    private string Decoded(ReadOnlySpan<byte> text)
    {
        try
        {
            return _strict.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw new BadFileException(name, $"{path}: is no UTF-8 text.", null, error);
        }
    }

    private BadFileException Bad(InvariantText problem) => new(name, $"{BadFileException.Shown(path, 200)}: {problem}");
}
