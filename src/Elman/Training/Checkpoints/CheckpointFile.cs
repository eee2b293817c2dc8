using System.Globalization;
using Elman.Storage;

namespace Elman.Training;

/// <summary>One checkpoint as a file: a <c>.safetensors</c> with a hash over its whole content, written so that the old or the new one is whole at every moment.</summary>
internal static class CheckpointFile
{
    private const int Newest = 1;
    private const string Format = "elman.checkpoint";

    public static void Write(string path, ArrayFile file)
    {
        file.Metadata[Format] = Newest.ToString(CultureInfo.InvariantCulture);
        Checksum.Seal(file);
        file.Save(path);
    }

    /// <exception cref="BadFileException">It is cut short, damaged, none of ours, or of a newer version.</exception>
    public static ArrayFile Read(string path)
    {
        ArrayFile file = ArrayFile.Load(path);
        if (!file.Metadata.TryGetValue(Format, out string? version))
            throw new BadFileException(path, $"holds arrays but no checkpoint: its metadata have no '{Format}'. Name a file that a training has written as its checkpoint.");
        Checksum.Check(file, path);
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > Newest)
            throw new BadFileException(path, $"is a checkpoint of format {version}; this library reads up to {Newest}. Use a newer version of the library.");
        return file;
    }
}
