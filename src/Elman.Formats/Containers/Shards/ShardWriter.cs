using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Elman.Storage;

namespace Elman.Formats.Containers.Shards;

/// <summary>Writes arrays into several <c>.safetensors</c> and the index of them, under the names that Hugging Face's libraries give: <c>model-00001-of-00002.safetensors</c>.</summary>
internal static class ShardWriter
{
    /// <summary>As large as those libraries make a part.</summary>
    public const long UsualPart = 5_000_000_000;

    public static void Write(ArrayFile file, string path) => Write(file, path, UsualPart);

    /// <param name="most">Bytes of the arrays of one part, unless one array alone is larger.</param>
    public static void Write(ArrayFile file, string path, long most)
    {
        if (!path.EndsWith(SafetensorsIndex.Extension, StringComparison.OrdinalIgnoreCase)) throw new NotSupportedException($"'{path}': expected a name that ends in {SafetensorsIndex.Extension}.");
        List<ArrayFile> parts = Parts(file, most);
        string stem = path[..^SafetensorsIndex.Extension.Length];
        string[] names = [.. parts.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(stem)}-{i + 1:D5}-of-{parts.Count:D5}.safetensors"))];
        string folder = Path.GetDirectoryName(path) ?? "";
        foreach ((int i, ArrayFile part) in parts.Index()) part.Save(Path.Combine(folder, names[i]));
        // The index is the last to be there, so that it never names a file that is not.
        DiskFile.Replace(path, stream => Index(parts, names, stream));
    }

    private static List<ArrayFile> Parts(ArrayFile file, long most)
    {
        var parts = new List<ArrayFile> { Part(file) };
        long taken = 0;
        foreach (NamedArray array in file)
        {
            if (taken > 0 && taken + array.Bytes.Length > most)
            {
                parts.Add(Part(file));
                taken = 0;
            }
            parts[^1].Add(array);
            taken += array.Bytes.Length;
        }
        return parts;
    }

    private static ArrayFile Part(ArrayFile file)
    {
        var part = new ArrayFile();
        foreach ((string key, string text) in file.Metadata) part.Metadata[key] = text;
        return part;
    }

    private static void Index(List<ArrayFile> parts, string[] names, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", parts.Sum(part => part.Sum(array => (long)array.Bytes.Length)));
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((ArrayFile part, string name) in parts.Zip(names))
            foreach (string array in part.Names) json.WriteString(array, name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
