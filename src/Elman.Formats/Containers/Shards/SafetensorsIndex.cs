using System.Text.Json;
using Elman.Storage;

namespace Elman.Formats.Containers.Shards;

/// <summary>A <c>.safetensors.index.json</c>: which of several <c>.safetensors</c> beside it holds which array (Hugging Face's sharded checkpoints).</summary>
internal static class SafetensorsIndex
{
    public const string Extension = ".safetensors.index.json";

    private const string Shard = ".safetensors", MapKey = "weight_map", MetadataKey = "metadata", SizeKey = "total_size";

    private const int MostBytes = 100 << 20, Deepest = 8;

    /// <summary>A JSON object whose first key is one of an index.</summary>
    public static bool Begins(byte[] bytes)
    {
        string text = System.Text.Encoding.Latin1.GetString(bytes).TrimStart();
        return text.StartsWith('{') && Array.Exists([MetadataKey, MapKey], key => text[1..].TrimStart().StartsWith($"\"{key}\"", StringComparison.Ordinal));
    }

    public static ArrayFile Read(string path)
    {
        (Dictionary<string, string> map, long? total) = Map(path);
        string folder = Path.GetDirectoryName(path) ?? "";
        var read = new ArrayFile { Source = path, Producer = FormattableString.Invariant($"{map.Values.Distinct().Count()} files of safetensors") };
        long bytes = 0;
        foreach (string shard in map.Values.Distinct(StringComparer.Ordinal))
        {
            ArrayFile part = ArrayFile.Load(Path.Combine(folder, shard));
            foreach (NamedArray array in part)
            {
                if (!map.TryGetValue(array.Name, out string? wanted) || wanted != shard) throw Bad(path, $"'{shard}' holds the array '{BadFileException.Shown(array.Name)}', which the index {(wanted is null ? "does not list" : $"looks for in '{BadFileException.Shown(wanted)}'")}. They do not belong together; copy all of them again.");
                read.Add(array);
                bytes += array.Bytes.Length;
            }
            foreach ((string key, string text) in part.Metadata) read.Metadata.TryAdd(key, text);
        }
        if (map.Keys.FirstOrDefault(name => !read.Contains(name)) is { } missing) throw Bad(path, $"'{BadFileException.Shown(missing)}' is to be in '{map[missing]}', which does not hold it. They do not belong together; copy all of them again.");
        if (total is { } declared && declared != bytes) throw Bad(path, $"{SizeKey} is {declared}, and the arrays take {bytes} bytes. The files do not belong together; copy all of them again.");
        return read;
    }

    private static (Dictionary<string, string> Map, long? Total) Map(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        var source = new ByteSource(stream, path);
        if (source.Length is 0 or > MostBytes) throw source.Bad(0, $"expected an index of 1 to {MostBytes} bytes, found {source.Length}.");
        try
        {
            using JsonDocument json = JsonDocument.Parse(source.Read(0, source.Length), new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(MapKey, out JsonElement entries) || entries.ValueKind != JsonValueKind.Object) throw source.Bad(null, $"expected an object with a '{MapKey}', from names of arrays to names of files.");
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty entry in entries.EnumerateObject()) map[entry.Name] = File(source, entry);
            long? total = json.RootElement.TryGetProperty(MetadataKey, out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(SizeKey, out JsonElement size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out long number) ? number : null;
            return (map, total);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw source.Bad(null, $"the index is no proper JSON: {error.Message}", error);
        }
    }

    /// <summary>A plain name in the folder of the index: nothing else on the disk is opened on a file's word.</summary>
    private static string File(ByteSource source, JsonProperty entry)
    {
        string name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw source.Bad(null, $"'{BadFileException.Shown(entry.Name)}' has no name of a file.");
        bool isPlain = name.EndsWith(Shard, StringComparison.OrdinalIgnoreCase) && name.Length > Shard.Length && name.IndexOfAny(['/', '\\', ':', '\0']) < 0 && name[0] != '.';
        return isPlain ? name : throw source.Bad(null, $"'{BadFileException.Shown(entry.Name)}' is to be in '{BadFileException.Shown(name)}'; expected the plain name of a {Shard} in the same folder. Nothing outside it is opened.");
    }

    private static BadFileException Bad(string path, InvariantText problem) => new(path, problem);
}
