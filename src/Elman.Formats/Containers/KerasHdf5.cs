using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Formats.Containers.Hdf5;
using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>What Keras keeps in HDF5. A whole model has its config as an attribute; weights stand by layers, each of which lists its own in order
/// (Keras 1 and 2, and <c>.h5</c> of Keras 3), or by the places of their owners (<c>layers/lstm/cell/vars/0</c>: every <c>.weights.h5</c> and <c>.keras</c>).</summary>
internal static class KerasHdf5
{
    /// <summary>The metadata under which the layers' lists of arrays travel with the arrays.</summary>
    public const string LayersKey = "keras.layers";

    /// <summary>Where arrays stand that are told by their places; the second as TensorFlow 2.13 wrote it.</summary>
    public static readonly string[] Places = ["layers", "_layer_checkpoint_dependencies"];

    private const string ConfigAttribute = "model_config", VersionAttribute = "keras_version", LayerNames = "layer_names", WeightNames = "weight_names", WeightsGroup = "model_weights";

    /// <summary>Arrays are named by their paths; each stands in the file once.</summary>
    public static ArrayFile Load(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        Hdf5Group root = Hdf5File.Read(new ByteSource(stream, path));
        var file = new ArrayFile { Source = path };
        if (Config(root, path) is { } config) (file.Metadata[KerasArchive.ConfigKey], file.Metadata[KerasArchive.MetadataKey]) = config;
        AddWeights(root, file);
        return file;
    }

    /// <summary>The texts of a whole model; null where the file has weights only.</summary>
    public static (string Config, string Metadata)? Config(Hdf5Group root, string path)
    {
        if (root.Attribute(ConfigAttribute) is not { } config) return null;
        string version = root.Attribute(VersionAttribute)?.Text() ?? (root.Group(WeightsGroup)?.Attribute(VersionAttribute))?.Text()
            // Before 1.0 it was not written.
            ?? throw new BadFileException(path, $"expected an attribute '{VersionAttribute}' beside '{ConfigAttribute}', found none. Save the model again with a newer Keras.");
        return (config.Text(), new JsonObject { [VersionAttribute] = version }.ToJsonString());
    }

    public static void AddWeights(Hdf5Group root, ArrayFile file)
    {
        if (root.Group(WeightsGroup) is { } inside) AddListed(inside, file);
        else if (Names(root, LayerNames) is not null) AddListed(root, file);
        else if (Array.Find(Places, name => root.Group(name) is not null) is { } places) AddAll(root.Group(places)!, file);
        else AddAll(root, file);
    }

    private static void AddListed(Hdf5Group weights, ArrayFile file)
    {
        const string top = "top_level_model_weights";
        var layers = new JsonArray();
        var seen = new Dictionary<Hdf5Object, string>(ReferenceEqualityComparer.Instance);
        foreach (string layer in (Names(weights, LayerNames) ?? throw Bad(file, $"'{weights.Path}' has no attribute '{LayerNames}'; expected the names of its layers.")).Append(top))
        {
            if (weights.Group(layer) is not { } group)
            {
                if (layer == top) continue;
                throw Bad(file, $"'{LayerNames}' names '{BadFileException.Shown(layer)}', and there is no such group in '{weights.Path}'.");
            }
            var arrays = new JsonArray();
            foreach (string weight in Names(group, WeightNames) ?? throw Bad(file, $"layer '{BadFileException.Shown(layer)}' has no attribute '{WeightNames}'; expected the names of its weights."))
            {
                if (group.Find(weight) is not Hdf5Dataset dataset) throw Bad(file, $"layer '{BadFileException.Shown(layer)}' names a weight '{BadFileException.Shown(weight)}', and there is no such dataset in its group.");
                if (seen.TryAdd(dataset, dataset.Path)) file.Add(Numbers(dataset));
                arrays.Add((JsonNode)dataset.Path[1..]);
            }
            layers.Add((JsonNode)new JsonObject { ["name"] = layer, ["arrays"] = arrays });
        }
        file.Metadata[LayersKey] = layers.ToJsonString();
    }

    private static void AddAll(Hdf5Group group, ArrayFile file)
    {
        foreach (Hdf5Dataset dataset in group.All().OfType<Hdf5Dataset>())
            if (dataset.Value.Type is { IsFixedText: false, IsVaryingText: false }) file.Add(Numbers(dataset));
    }

    /// <summary>Keras writes bfloat16 as two bytes without meaning and says beside them what they are.</summary>
    private static NamedArray Numbers(Hdf5Dataset dataset)
    {
        string name = dataset.Path[1..];
        return dataset.Attribute("dtype") is { } type && dataset.Value.Type.Element is null && type.Text() == "bfloat16"
            ? dataset.Value.Array(name, ElementType.BrainFloat16)
            : dataset.Value.Array(name);
    }

    /// <summary>Names that an attribute lists, in several attributes with numbers behind where they are more than fit into one; null where there are none.</summary>
    private static List<string>? Names(Hdf5Group group, string attribute)
    {
        if (group.Attribute(attribute) is { } one) return Texts(one);
        if (group.Attribute(attribute + "0") is null) return null;
        var all = new List<string>();
        for (int i = 0; group.Attribute(string.Create(CultureInfo.InvariantCulture, $"{attribute}{i}")) is { } part; i++) all.AddRange(Texts(part));
        return all;

        // An empty list is one of numbers.
        static List<string> Texts(Hdf5Value value) => value.Space.Count == 0 ? [] : [.. value.Texts()];
    }

    private static BadFileException Bad(ArrayFile file, InvariantText problem) => new(file.Source ?? "memory", problem);
}
