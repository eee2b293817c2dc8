using System.Text;
using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>A <c>.keras</c>: a zip of <c>metadata.json</c>, <c>config.json</c> and <c>model.weights.h5</c>. Its texts are data; nothing in them is executed.</summary>
/// <param name="Config">What the model is made of, as JSON.</param>
/// <param name="Metadata">The version that wrote it, as JSON.</param>
/// <param name="WeightBytes">The unpacked size of the file of weights; 0 where there is none.</param>
internal sealed record KerasArchive(string Path, string Config, string Metadata, long WeightBytes)
{
    /// <summary>The metadata under which the two texts travel with the arrays.</summary>
    public const string ConfigKey = "keras.config", MetadataKey = "keras.metadata";

    public const string ConfigName = "config.json", MetadataName = "metadata.json", WeightsName = "model.weights.h5";

    /// <summary>A layer takes a kilobyte or two, so this is room for thousands.</summary>
    private const long MostText = 16 << 20;

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Whether the first member of a zip is one that Keras writes; it writes these three and nothing before them.</summary>
    public static bool Begins(byte[] bytes) =>
        bytes.Length > 30 && bytes.AsSpan().StartsWith("PK\x03\x04"u8)
        && Array.Exists([ConfigName, MetadataName, WeightsName], name => bytes.AsSpan(30).StartsWith(Encoding.ASCII.GetBytes(name)));

    public static KerasArchive Open(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        return Read(stream, path);
    }

    public static KerasArchive Read(Stream stream, string name)
    {
        var source = new ByteSource(stream, name);
        if (source.Length == 0) throw source.Bad(0, $"is empty; expected a zip with {ConfigName}, {MetadataName} and {WeightsName}.");
        List<ZipMember> members = ZipDirectory.Read(source);
        string metadata = Text(source, members, MetadataName), config = Text(source, members, ConfigName);
        return new(name, config, metadata, members.Find(member => member.Name == WeightsName)?.Size ?? 0);
    }

    /// <summary>The texts as the metadata of a file without arrays.</summary>
    public ArrayFile AsArrays() => new() { Source = Path, Metadata = { [ConfigKey] = Config, [MetadataKey] = Metadata } };

    private static string Text(ByteSource source, List<ZipMember> members, string name)
    {
        ZipMember member = members.Find(candidate => candidate.Name == name)
            ?? throw source.Bad(null, $"expected a member '{name}', found {Listed(members)}. It is no .keras, or it is damaged; save it again with model.save('model.keras').");
        if (member.Size > MostText) throw source.Bad(member.Header, $"member '{name}': expected a text of at most {MostText} bytes, found {member.Size}.");
        using Incoming bytes = member.Open(source, out Window window);
        byte[] text = bytes.Take(member.Size);
        bytes.End();
        if (window.Untouched > 0) throw source.Bad(member.End - window.Untouched, $"{bytes.Where}its compressed data end before their declared {member.Packed} bytes; something is hidden behind them.");
        try
        {
            return _strict.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw source.Bad(member.Data, $"{bytes.Where}is no UTF-8 text. It is damaged; copy or save it again.", error);
        }
    }

    private static string Listed(List<ZipMember> members) =>
        members.Count == 0 ? "none" : string.Join(", ", members.Take(8).Select(member => $"'{BadFileException.Shown(member.Name)}'")) + (members.Count > 8 ? ", …" : "");
}
