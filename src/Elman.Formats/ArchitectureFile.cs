using System.Text;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>A description of a model in our own JSON, for weights that do not tell theirs: the same that our <c>.safetensors</c> carry.</summary>
internal static class ArchitectureFile
{
    private const int MostBytes = 16 << 20;

    public static ModelDescription Read(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        var source = new ByteSource(stream, path);
        if (source.Length > MostBytes) throw source.Bad(0, $"expected a description of at most {MostBytes} bytes, found {source.Length}.");
        try
        {
            return ModelDescription.Parse(Encoding.UTF8.GetString(source.Read(0, source.Length)));
        }
        catch (FormatException error)
        {
            throw source.Bad(null, $"{error.Message}", error);
        }
    }
}
