using System.IO.Compression;

namespace Elman.Storage;

/// <summary>One file inside a zip, as the central directory describes it.</summary>
/// <param name="Header">Where its local header stands.</param>
internal sealed record ZipMember(string Name, ushort Flags, ushort Method, uint Checksum, long Packed, long Size, long Header)
{
    private const ushort Stored = 0, Deflated = 8;

    /// <summary>The most that deflate can gain: 258 bytes from two bits, at a cost of block headers.</summary>
    private const int DeflateLimit = 1032;

    /// <summary>Sizes follow the data instead of standing before it.</summary>
    public bool SizesFollow => (Flags & ZipFlags.SizesFollow) != 0;

    public bool IsFolder => Name.EndsWith('/');

    /// <summary>Where the data begin; known once the local header has been checked.</summary>
    public long Data { get; init; }

    public long End => Data + Packed;

    /// <summary>What is wrong with the directory's word alone; null where nothing is.</summary>
    public string? Wrong =>
        ZipFlags.Refused(Flags) ??
        WrongName ??
        (Method is not (Stored or Deflated) ? $"is compressed by method {Method}; expected stored (0) or deflated (8)" :
        Method == Stored && Packed != Size ? $"is stored, but declares {Packed} bytes packed and {Size} unpacked" :
        Method == Deflated && Size > DeflateLimit * (Int128)Packed ? $"declares {Size} bytes out of {Packed} packed, more than " +
            $"deflate can give" :
        IsFolder && Size != 0 ? $"is a folder, but declares {Size} bytes" :
        null);

    /// <summary>Nothing is ever extracted, yet a name that climbs is a file made to harm whoever does.</summary>
    private string? WrongName =>
        Name.Length == 0 ? "has no name" :
        Name.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 ? "has control characters in its name" :
        Name.Contains('\\') ? "has a backslash in its name" :
        Name[0] == '/' || Name.Length > 2 && Name[1] == ':' && Name[2] == '/' ? "has an absolute path as its name" :
        Array.Exists(Name.Split('/'), part => part is ".." or ".") ? "has a name that climbs out of its folder" :
        null;

    /// <summary>The unpacked bytes, as they arrive.</summary>
    public Incoming Open(ByteSource source, out Window window)
    {
        window = new Window(source, Data, Packed);
        Stream stream = Method == Stored ? window : new DeflateStream(window, CompressionMode.Decompress);
        return new Incoming(source, stream, Size, real: Method == Stored)
        {
            Offset = Data,
            Where = $"member '{BadFileException.Shown(Name)}': ",
            Checksum = Checksum,
        };
    }
}

/// <summary>The flag bits of a zip member (APPNOTE.TXT 4.4.4).</summary>
internal static class ZipFlags
{
    public const ushort SizesFollow = 1 << 3;
    public const ushort Utf8 = 1 << 11;

    /// <summary>Bits 1 and 2 tell how hard the packer tried.</summary>
    private const ushort Harmless = 1 << 1 | 1 << 2 | SizesFollow | Utf8;

    private static readonly (int Bit, string What)[] _refused =
    [
        (0, "is encrypted; save it without a password"),
        (5, "is a patch of another file"),
        (6, "is encrypted; save it without a password"),
        (13, "hides its header"),
    ];

    public static string? Refused(ushort flags)
    {
        foreach ((int bit, string what) in _refused)
        {
            if ((flags >> bit & 1) != 0) return what;
        }
        return (flags & ~Harmless) != 0 ? $"has flags ({flags:x4}) of which nothing is known" : null;
    }
}
