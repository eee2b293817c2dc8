using System.IO.Compression;
using static Elman.Storage.LittleEndian;

namespace Elman.Storage;

/// <summary>A way in which a file holds named arrays.</summary>
/// <param name="Begins">Whether a file of so many bytes that begins with these can be one.</param>
internal sealed record Container(
    string Extension,
    Func<byte[], long, bool> Begins,
    Func<ByteSource, ArrayFile> Read,
    Action<ArrayFile, Stream, CompressionLevel> Write)
{
    /// <summary>Whether it keeps text beside the arrays.</summary>
    public bool HoldsMetadata { get; init; }

    /// <summary>Whether it can be compressed.</summary>
    public bool Compresses { get; init; }

    /// <summary>In the order in which a file is tried: those with a magic number first.</summary>
    public static readonly IReadOnlyList<Container> All =
    [
        new(".npy", (bytes, _) => bytes.AsSpan().StartsWith(NpyFormat.Magic), NpyFormat.ReadFile, NpyFormat.WriteFile),
        new(".npz", (bytes, _) => BeginsAsZip(bytes), NpzFormat.ReadFile, NpzFormat.WriteFile) { Compresses = true },
        new(".safetensors", SafetensorsReader.Begins, SafetensorsReader.ReadFile, SafetensorsWriter.WriteFile) { HoldsMetadata = true },
    ];

    /// <summary>What else such a file often turns out to be.</summary>
    private static readonly (byte[] Begins, string What)[] _strangers =
    [
        ([0x80, 2], "a pickle; save its tensors as .safetensors or .npz"),
        ([0x80, 3], "a pickle; save its arrays as .npz"),
        ([0x80, 4], "a pickle; save its arrays as .npz"),
        ([0x80, 5], "a pickle; save its arrays as .npz"),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file"),
        ([0x1f, 0x8b], "a gzip; unpack it first"),
        ([.. "<!DOCTYPE"u8], "a web page; the download went wrong"),
        ([.. "version https://git-lfs"u8], "a Git LFS pointer; fetch the file itself"),
    ];

    private const int Looked = 64;

    /// <summary>By the first bytes; by the extension where they tell nothing.</summary>
    public static Container Of(ByteSource source)
    {
        if (source.Length == 0) throw source.Bad(0, $"is empty; expected arrays ({Known}).");
        byte[] beginning = source.Beginning(Looked);
        return All.FirstOrDefault(container => container.Begins(beginning, source.Length))
            ?? WithExtension(Path.GetExtension(source.Name))
            ?? throw source.Bad(0, $"expected arrays ({Known}), found {What(beginning)}.");
    }

    public static Container? WithExtension(string extension) =>
        All.FirstOrDefault(container => container.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase));

    public static string Known => string.Join(", ", All.Select(container => container.Extension));

    private static string What(byte[] beginning) =>
        Array.Find(_strangers, row => beginning.AsSpan().StartsWith(row.Begins)).What
        ?? $"a file that begins with {Convert.ToHexString(beginning, 0, Math.Min(beginning.Length, 8))}";

    /// <summary>A member, or at once the end.</summary>
    private static bool BeginsAsZip(byte[] bytes) => bytes.Length >= 4 && Int(bytes, 0) is 0x04034b50 or 0x06054b50;
}
