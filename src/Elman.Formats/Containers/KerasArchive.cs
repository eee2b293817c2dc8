using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Formats.Containers.Hdf5;
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

    /// <summary>The texts of a model: out of a <c>.keras</c>, a whole model in HDF5, or the JSON of <c>model.to_json()</c>.</summary>
    public static KerasArchive Open(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        var source = new ByteSource(stream, path);
        byte[] beginning = source.Beginning(64);
        if (Hdf5File.Begins(beginning))
        {
            return KerasHdf5.Config(Hdf5File.Read(source), path) is { } texts ? new(path, texts.Config, texts.Metadata, source.Length)
                : throw new BadFileException(path, $"has weights only; expected a whole model. In Keras: model.save('model.keras').");
        }
        if (beginning.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..]) return OfJson(source);
        stream.Position = 0;
        return Read(stream, path);
    }

    /// <summary>A <c>.keras</c> with its arrays.</summary>
    public static ArrayFile Load(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        KerasArchive archive = Read(stream, path);
        stream.Position = 0;
        ArrayFile file = archive.AsArrays();
        if (OpenWeights(new ByteSource(stream, path)) is not var (root, bytes)) return file;
        using (bytes) Within(path, () => KerasHdf5.AddWeights(root, file));
        return file;
    }

    /// <summary>The root of the file of weights, and the memory that it is read from; null where there is none.</summary>
    public static (Hdf5Group Root, IDisposable Bytes)? OpenWeights(ByteSource source)
    {
        if (ZipDirectory.Read(source).Find(candidate => candidate.Name == WeightsName) is not { } member) return null;
        using Incoming bytes = member.Open(source, out _);
        var memory = new MemoryStream(bytes.Take(member.Size), writable: false);
        bytes.End();
        Hdf5Group? root = null;
        Within(source.Name, () => root = Hdf5File.Read(new ByteSource(memory, source.Name)));
        return (root!, memory);
    }

    /// <summary>What is wrong inside the member is said with its name.</summary>
    private static void Within(string path, Action read)
    {
        try
        {
            read();
        }
        catch (BadFileException error)
        {
            throw new BadFileException(path, $"member '{WeightsName}', {error.Message}", null, error);
        }
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

    /// <summary>JSON of Keras 2 says its version; Keras 3's is known by the modules of its classes.</summary>
    private static KerasArchive OfJson(ByteSource source)
    {
        if (source.Length > MostText) throw source.Bad(null, $"expected a text of at most {MostText} bytes, found {source.Length}.");
        try
        {
            string config = _strict.GetString(source.Read(0, source.Length));
            JsonObject? json = JsonNode.Parse(config) as JsonObject;
            string version = json?["keras_version"] is JsonValue value && value.TryGetValue(out string? written) ? written
                : json?.ContainsKey("module") == true ? "3"
                : throw source.Bad(null, $"expected 'keras_version' beside the config, found none. Add it, as in \"keras_version\": \"2.2.0\": what some options mean depends on it.");
            return new(source.Name, config, new JsonObject { ["keras_version"] = version }.ToJsonString(), long.MaxValue);
        }
        catch (Exception error) when (error is DecoderFallbackException or JsonException or ArgumentException)
        {
            throw source.Bad(null, $"expected the JSON of a model, found something else: {error.Message}", error);
        }
    }

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
