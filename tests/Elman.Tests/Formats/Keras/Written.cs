using System.IO.Compression;
using System.Text.Json.Nodes;
using Elman.Formats.Containers;

namespace Elman.Tests.Formats.Keras;

/// <summary>Small <c>.keras</c> files written by a test.</summary>
internal sealed class Written : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-keras-").FullName;

    public const string Metadata3 = """{"keras_version": "3.15.1"}""", Metadata2 = """{"keras_version": "2.15.0"}""";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public string Path(string name) => System.IO.Path.Combine(_folder, name);

    public string File(string config, string metadata = Metadata3, long weightBytes = 0) =>
        Zip("model.keras", (KerasArchive.MetadataName, metadata), (KerasArchive.ConfigName, config), (KerasArchive.WeightsName, new string('h', (int)weightBytes)));

    public string Zip(string name, params ReadOnlySpan<(string Name, string Text)> members)
    {
        using FileStream stream = System.IO.File.Create(Path(name));
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach ((string member, string text) in members)
        {
            using StreamWriter writer = new(zip.CreateEntry(member, CompressionLevel.NoCompression).Open());
            writer.Write(text);
        }
        return Path(name);
    }

    /// <summary>A Sequential of an input (None, 7, 3) and some layers.</summary>
    public static string Sequential(params IEnumerable<(string Class, string Config)> layers) => Sequential("[null, 7, 3]", layers);

    public static string Sequential(string shape, IEnumerable<(string Class, string Config)> layers) =>
        new JsonObject
        {
            ["class_name"] = "Sequential",
            ["config"] = new JsonObject
            {
                ["name"] = "sequential",
                ["layers"] = new JsonArray([Layer("InputLayer", $$"""{"name": "in", "batch_shape": {{shape}}, "dtype": "float32"}"""), .. layers.Select(layer => Layer(layer.Class, layer.Config))]),
            },
        }.ToJsonString();

    private static JsonObject Layer(string kind, string config) => new() { ["class_name"] = kind, ["config"] = JsonNode.Parse(config) };
}
