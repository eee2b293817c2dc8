using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>The bytes of the storages of a file, by key; each is read once, when a tensor first needs it.</summary>
/// <param name="isSwapped">Whether the file's numbers are big-endian.</param>
internal abstract class TorchStorages(bool isSwapped)
{
    private readonly Dictionary<(string Key, int Swapped), byte[]> _read = [];

    /// <summary>The bytes that the file has under a key; null where it has none.</summary>
    public abstract long? Length(string key);

    /// <summary>The bytes of a storage, little-endian.</summary>
    /// <param name="size">Of one number.</param>
    public byte[] Whole(string key, int size)
    {
        (string, int) place = (key, isSwapped ? size : 1);
        if (_read.TryGetValue(place, out byte[]? bytes)) return bytes;
        bytes = Read(key);
        if (isSwapped) ByteOrder.Swap(bytes, size);
        return _read[place] = bytes;
    }

    private protected abstract byte[] Read(string key);
}

/// <summary>Storages as members of a zip.</summary>
/// <param name="folder">The folder of the archive with the members of the storages, as in <c>archive/data/</c>.</param>
internal sealed class TorchMembers(ByteSource source, IReadOnlyDictionary<string, ZipMember> members, string folder, bool isSwapped) : TorchStorages(isSwapped)
{
    public override long? Length(string key) => members.TryGetValue(folder + key, out ZipMember? member) ? member.Size : null;

    private protected override byte[] Read(string key) => ZipContents.Read(source, members[folder + key]);
}

/// <summary>Storages one after the other at the end of a file.</summary>
internal sealed class TorchStretches(ByteSource source, IReadOnlyDictionary<string, (long At, long Length)> stretches, bool isSwapped) : TorchStorages(isSwapped)
{
    public override long? Length(string key) => stretches.TryGetValue(key, out var stretch) ? stretch.Length : null;

    private protected override byte[] Read(string key) => source.Read(stretches[key].At, stretches[key].Length);
}
