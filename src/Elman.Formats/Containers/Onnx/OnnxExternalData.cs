using System.Globalization;
using Elman.Storage;

namespace Elman.Formats.Containers.Onnx;

/// <summary>Numbers that stand in a file beside the model: inside the model's own folder, behind no link.</summary>
/// <param name="path">The model; its folder is the one that counts. Null for a model that was read from memory, which has none.</param>
internal sealed class OnnxExternalData(string? path, string name)
{
    /// <summary>Tensors may share the numbers of a file, and together take at most so many times what the files hold.</summary>
    private const int MostTimes = 8, Spare = 1 << 20;

    private readonly Dictionary<string, long> _lengths = new(StringComparer.Ordinal);
    private long _taken;

    /// <param name="tensor">Its name, for messages.</param>
    /// <param name="offset">Where in the model it stands.</param>
    /// <param name="needed">The bytes that its shape takes.</param>
    public byte[] Read(string tensor, long offset, IReadOnlyDictionary<string, string> entries, UInt128 needed)
    {
        string location = entries.GetValueOrDefault("location", "");
        string file = Inside(location);
        using FileStream stream = DiskFile.Open(file);
        var source = new ByteSource(stream, file);
        long start = Number("offset", 0), length = Number("length", source.Length - start);
        if ((UInt128)(ulong)Math.Max(0, length) != needed) throw Bad($"takes {needed} bytes, and {length} are said to stand in '{BadFileException.Shown(location)}'");
        _lengths[file] = source.Length;
        _taken += length;
        if (_taken > _lengths.Values.Sum() * MostTimes + Spare) throw Bad($"and those before it share the numbers of '{BadFileException.Shown(location)}' so often that they take more than {MostTimes} times its size. The file was made to harm");
        return source.Read(start, length);

        long Number(string key, long otherwise) =>
            !entries.TryGetValue(key, out string? text) ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw Bad($"has the {key} '{BadFileException.Shown(text)}' in its external data; expected a whole number");

        BadFileException Bad(InvariantText problem) => new(name, $"tensor '{BadFileException.Shown(tensor)}' {problem}.", offset);

        string Inside(string place)
        {
            if (path is null) throw Bad($"stands in another file, '{BadFileException.Shown(place)}', and a model read from memory has no folder. Load it by its path");
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            string[] parts = place.Split('/', '\\');
            if (place.Length == 0 || place.Any(char.IsControl) || Path.IsPathRooted(place) || parts.Any(part => part is "" or "." or ".." || part.Contains(':', StringComparison.Ordinal)))
                throw Bad($"stands in '{BadFileException.Shown(place)}'; expected a file inside the model's folder, named from there. Other files are not opened");
            string at = folder;
            foreach (string part in parts)
            {
                at = Path.Combine(at, part);
                if ((File.Exists(at) || Directory.Exists(at)) && new FileInfo(at).Attributes.HasFlag(FileAttributes.ReparsePoint))
                    throw Bad($"stands in '{BadFileException.Shown(place)}', which is reached by a link. Links are not followed; put the file itself beside the model");
            }
            return at;
        }
    }
}
