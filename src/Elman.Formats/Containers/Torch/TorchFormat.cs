using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>Files of PyTorch, new and old: what is in them as named arrays.</summary>
internal static class TorchFormat
{
    /// <param name="key">The path of the dictionary that holds the weights; null to find it.</param>
    public static ArrayFile Read(string path, string? key)
    {
        using FileStream stream = DiskFile.Open(path);
        return Read(stream, path, key);
    }

    public static ArrayFile Read(Stream stream, string name, string? key) => Open(new ByteSource(stream, name)).Arrays(key);

    private static TorchContents Open(ByteSource source)
    {
        if (source.Length == 0) throw source.Bad(0, $"is empty; expected a file of torch.save.");
        byte[] beginning = source.Beginning(64);
        if (TorchOldFile.Begins(beginning)) return TorchOldFile.Open(source);
        if (beginning.AsSpan().StartsWith("PK"u8)) return TorchArchive.Open(source);
        if (beginning[0] == 0x80) throw source.Bad(0, $"is a pickle without PyTorch's magic number. If it holds NumPy's arrays, name it .pkl; tensors are saved by torch.save(model.state_dict(), 'model.pt').");
        string tar = source.Length > 262 ? System.Text.Encoding.Latin1.GetString(source.Read(257, 5)) : "";
        throw source.Bad(0, tar == "ustar" ? (InvariantText)$"is a tar, as PyTorch wrote before 0.1.10. Load it there and save it again." : $"expected a zip or a pickle of torch.save, found a file that begins with {Convert.ToHexString(beginning.AsSpan(0, Math.Min(8, beginning.Length)))}.");
    }
}
