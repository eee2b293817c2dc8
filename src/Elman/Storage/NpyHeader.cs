using System.Globalization;
using System.Text;

namespace Elman.Storage;

/// <summary>What the header of a <c>.npy</c> file says: <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
internal sealed record NpyHeader(ElementType Type, bool BigEndian, bool FortranOrder, long[] Dimensions)
{
    // The spare room that NumPy leaves so that the outermost dimension can grow in place.
    private const int GrowthDigits = 21;

    /// <summary>NumPy's kinds that are not numbers of ours, and what to do about each.</summary>
    private static readonly (char Kind, string What)[] _refused =
    [
        ('O', "an array of objects is a pickle, which could run code and is never opened; save it as an array of numbers"),
        ('c', "complex numbers are not held; save it as two arrays, .real and .imag"),
        ('U', "text is not held; save it as numbers, or as metadata of a .safetensors file"),
        ('S', "text is not held; save it as numbers, or as metadata of a .safetensors file"),
        ('V', "raw bytes have no meaning of their own (NumPy saves bfloat16 so); save it as float32"),
        ('M', "dates are not held; save it as int64"),
        ('m', "durations are not held; save it as int64"),
        ('f', "floating-point numbers of this size are not held; save it as float64"),
    ];

    /// <summary>The header of a little-endian row-major array, as NumPy writes it: magic, version, length, dictionary, padding to
    /// 64.</summary>
    public static byte[] Text(NamedArray array)
    {
        string prefix = array.Type.Size == 1 ? "|" : "<";
        string tuple = array.Shape.ToString();
        if (array.Shape.Rank == 1) tuple = tuple.Insert(tuple.Length - 1, ",");
        string dictionary = $"{{'descr': '{prefix}{array.Type.Npy}', 'fortran_order': False, 'shape': {tuple}, }}";
        if (array.Shape.Rank > 0)
            dictionary += new string(' ', GrowthDigits - array.Shape[0].ToString(CultureInfo.InvariantCulture).Length);

        int version = 1, fixedPart = 10;
        int length = Padded(fixedPart + dictionary.Length + 1) - fixedPart;
        if (length > ushort.MaxValue) throw new ArgumentException($"Array '{array.Name}': a .npy header has no room for " +
            $"{array.Shape.Rank} dimensions.");
        byte[] header = [.. NpyFormat.Magic, (byte)version, 0, (byte)length, (byte)(length >> 8)];
        return [.. header, .. Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1)), (byte)'\n'];
    }

    /// <summary>The type and byte order of a descriptor such as <c>&lt;f4</c>; what is wrong with it where there is none.</summary>
    public static (ElementType? Type, bool BigEndian, string Wrong) Descriptor(string text)
    {
        bool big = text.StartsWith('>'), little = text.StartsWith('<'), none = text.StartsWith('|');
        string code = big || little || none ? text[1..] : "";
        ElementType? type = ElementType.All.FirstOrDefault(t => t.Npy is not null && t.Npy == code);
        if (type is not null && !(none && type.Size > 1)) return (type, big, "");
        string? known = code.Length == 0 || type is not null ? null : Array.Find(_refused, row => row.Kind == code[0]).What;
        return (null, false, known ?? "expected a byte order (<, > or |) and one of " +
            string.Join(", ", ElementType.All.Where(t => t.Npy is not null).Select(t => t.Npy)));
    }

    private static int Padded(int length) => (length + 63) / 64 * 64;
}
