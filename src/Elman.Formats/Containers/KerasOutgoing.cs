using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Elman.Formats.Containers.Hdf5;
using Elman.Formats.Containers.Hdf5.Writing;
using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>Writes the two files of a whole model that Keras 3 writes: a zip of texts and weights by their places, and HDF5 with the weights listed layer by layer.</summary>
internal static class KerasOutgoing
{
    // The oldest date a zip knows, so that the same model always gives the same bytes.
    private static readonly DateTimeOffset _noDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Zip(ArrayFile file, string path)
    {
        (string config, string metadata) = Texts(file);
        Hdf5Group weights = Placed(file);
        DiskFile.Replace(path, stream => Zip(stream, config, metadata, weights));
    }

    /// <summary>The three members, stored and in Keras's order.</summary>
    public static void Zip(Stream stream, string config, string metadata, Hdf5Group weights)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(KerasArchive.MetadataName, member => member.Write(Encoding.UTF8.GetBytes(metadata)));
        Add(KerasArchive.ConfigName, member => member.Write(Encoding.UTF8.GetBytes(config)));
        Add(KerasArchive.WeightsName, member => Hdf5Writer.Write(weights, member));

        void Add(string name, Action<Stream> write)
        {
            ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = _noDate;
            using Stream member = entry.Open();
            write(member);
        }
    }

    /// <summary>A whole model in HDF5; weights alone, by their places, where the name ends in <c>.weights.h5</c>.</summary>
    public static void Hdf5(ArrayFile file, string path)
    {
        bool isWeights = path.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase);
        Hdf5Group root = isWeights ? Placed(file) : Listed(file);
        DiskFile.Replace(path, stream => Hdf5Writer.Write(root, stream));
    }

    /// <summary>A <c>.keras</c> with all that another holds: every group, attribute and array of its weights, and its texts as they are.</summary>
    public static void CopyZip(string from, string to)
    {
        using FileStream stream = DiskFile.Open(from);
        KerasArchive archive = KerasArchive.Read(stream, from);
        stream.Position = 0;
        (Hdf5Group Root, IDisposable Bytes)? weights = KerasArchive.OpenWeights(new ByteSource(stream, from));
        using (weights?.Bytes) DiskFile.Replace(to, target => Zip(target, archive.Config, archive.Metadata, weights?.Root ?? new GroupBuilder().Build()));
    }

    /// <summary>An HDF5 file with all that another holds.</summary>
    public static void CopyHdf5(string from, string to)
    {
        using FileStream stream = DiskFile.Open(from);
        Hdf5Group root = Hdf5File.Read(new ByteSource(stream, from));
        DiskFile.Replace(to, target => Hdf5Writer.Write(root, target));
    }

    private static Hdf5Group Placed(ArrayFile file)
    {
        var root = new GroupBuilder();
        foreach (NamedArray array in file) root.Add(array.Name, array);
        root.Group("vars");   // the model's own weights, of which there are none; Keras looks for the group
        return root.Build();
    }

    private static Hdf5Group Listed(ArrayFile file)
    {
        (string config, string metadata) = Texts(file);
        string version = (string)JsonNode.Parse(metadata)!["keras_version"]!;
        var layers = JsonNode.Parse(file.Metadata[KerasHdf5.LayersKey])!.AsArray();
        var root = new GroupBuilder();
        root.Text("keras_version", version).Text("backend", "numpy").Text("model_config", config);
        GroupBuilder weights = root.Group("model_weights").Text("keras_version", version).Text("backend", "numpy").Texts("layer_names", [.. layers.Select(layer => (string)layer!["name"]!)]);
        foreach (JsonNode? layer in layers)
        {
            string[] arrays = Names(layer, "arrays"), names = Names(layer, "names");
            GroupBuilder group = weights.Group((string)layer!["name"]!).Texts("weight_names", names);
            foreach ((string array, string name) in arrays.Zip(names)) group.Add(name, file[array]);
        }
        weights.Group("top_level_model_weights").Texts("weight_names", []);
        return root.Build();
    }

    private static string[] Names(JsonNode? layer, string key) => [.. layer![key]!.AsArray().Select(name => (string)name!)];

    private static (string Config, string Metadata) Texts(ArrayFile file) =>
        file.Metadata.TryGetValue(KerasArchive.ConfigKey, out string? config) && file.Metadata.TryGetValue(KerasArchive.MetadataKey, out string? metadata) ? (config, metadata)
            : throw new NotSupportedException("A file of Keras holds a model of Keras, and these arrays have no config of one. Save it with Dialect.Keras.");
}
