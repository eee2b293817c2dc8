using System.Security.Cryptography;
using System.Text;

namespace Elman.Storage;

/// <summary>A hash over everything that a file of arrays holds, kept in its metadata: a bit that has changed is found when the file is read.</summary>
internal static class Checksum
{
    private const string Key = "checksum";

    /// <summary>The last thing to do before writing.</summary>
    public static void Seal(ArrayFile file) => file.Metadata[Key] = Of(file);

    /// <summary>Refuses a file whose content is not what was sealed.</summary>
    /// <param name="name">What errors call the file.</param>
    public static void Check(ArrayFile file, string name)
    {
        if (!file.Metadata.TryGetValue(Key, out string? sealedAs)) throw new BadFileException(name, $"its metadata have no '{Key}'. It is damaged, or something else wrote it.");
        if (sealedAs != Of(file)) throw new BadFileException(name, $"its checksum does not fit its content. The bytes are damaged.");
    }

    private static string Of(ArrayFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string text) in file.Metadata)
            if (key != Key) hash.AppendData(Encoding.UTF8.GetBytes($"{key}={text}\n"));
        foreach (NamedArray array in file)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{array.Name} {array.Type} {array.Shape}\n"));
            hash.AppendData(array.Bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
