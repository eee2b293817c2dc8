using System.Numerics;
using Elman.Formats.Containers;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>What a <c>.keras</c> says of its model beside the numbers.</summary>
public static class KerasFile
{
    /// <summary>Its name among the formats.</summary>
    public const string Format = "keras";

    /// <summary>The layers as Keras sees them, with shapes and counts of parameters; also of layers that this library cannot run.</summary>
    /// <exception cref="BadFileException">The file is missing, damaged, or has a layer whose class is not known.</exception>
    public static ModelOrigin Origin(string path) => PlanOf(KerasArchive.Open(path)).Origin;

    /// <summary>The model as a description.</summary>
    /// <exception cref="BadFileException">The file is missing, damaged, or has layers that this library cannot run, all of which it names.</exception>
    public static ModelDescription Description(string path) => PlanOf(KerasArchive.Open(path)).Description();

    /// <summary>The model with weights of zero, to look at and not to run: for its summary nobody needs the numbers.</summary>
    public static Model<T> WithoutWeights<T>(string path, LoadOptions? options = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options?.RefuseAll(Complete(path));
        KerasArchive archive = KerasArchive.Open(path);
        KerasPlan plan = PlanOf(archive);
        ModelDescription description = plan.Description();
        // No memory on the word of the config alone: a number takes at least a byte of the file of weights.
        long needed = plan.Weights.Sum(weight => weight.Count);
        if (needed > archive.WeightBytes)
            throw new BadFileException(path, $"config.json asks for {needed:#,##0} numbers, and {KerasArchive.WeightsName} has {archive.WeightBytes:#,##0} bytes. The file is damaged, or its parts do not belong together.");
        try
        {
            return ModelBuilder.Build<T>(description, [.. plan.Assumptions(), Said], plan.Origin);
        }
        catch (FormatException error)
        {
            throw new BadFileException(path, $"config.json: {error.Message}", inner: error);
        }
    }

    private const string Said = "The weights are all zero, since none were loaded: shapes and counts are true, outputs are not.";

    private static string Complete(string path) => $"'{path}' describes its model, so there is nothing to assume";

    /// <summary>Whether a file is a whole model of Keras, or weights that Keras stored its own way.</summary>
    internal static bool IsOne(ArrayFile file) => !file.Metadata.ContainsKey(ModelArrays.DescriptionKey) && (file.Metadata.ContainsKey(KerasArchive.ConfigKey) || IsWeightsOnly(file));

    private static bool IsWeightsOnly(ArrayFile file) => !file.Metadata.ContainsKey(KerasArchive.ConfigKey)
        && (file.Metadata.ContainsKey(KerasHdf5.LayersKey) || Array.Exists(KerasHdf5.Places, places => file.Any(array => array.Name.StartsWith(places + "/", StringComparison.Ordinal))));

    /// <summary>The model of a <c>.keras</c> or <c>.h5</c> with its own weights or those of another file, or the weights of such a file in another's model.</summary>
    internal static DialectModel Read(ArrayFile file, LoadOptions options)
    {
        string path = file.Source ?? "memory";
        if (IsWeightsOnly(file)) return WithArchitecture(file, path, options);
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Weights) }, Complete(path));
        KerasPlan plan = PlanOf(path, file.Metadata[KerasArchive.ConfigKey], file.Metadata[KerasArchive.MetadataKey]);
        ModelDescription description = plan.Description();
        ArrayFile arrays = options.Weights is { } weights ? FormatTable.Of(weights).Read(weights) : file;
        if (arrays.Count == 0 && plan.Weights.Any())
            throw new BadFileException(path, $"it has no weights ({KerasArchive.WeightsName} is not there or holds none). {KerasArrays.Advice}, then give w.npz as {nameof(LoadOptions)}.{nameof(LoadOptions.Weights)}.");
        return new(description, KerasArrays.Match(plan, arrays, path), [.. plan.Assumptions()]) { Origin = plan.Origin, Source = options.Weights };
    }

    private static DialectModel WithArchitecture(ArrayFile file, string path, LoadOptions options)
    {
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Architecture) }, $"'{path}' has weights of Keras, whose layers its architecture tells");
        if (options.Architecture is not { } architecture)
            throw new BadFileException(path, $"it has weights only, and nothing tells the layers that they belong to. Give the model's own .keras or .h5, or its JSON, as {nameof(LoadOptions)}.{nameof(LoadOptions.Architecture)}. In Keras: open(\"model.json\", \"w\").write(model.to_json()).");
        KerasPlan plan = PlanOf(KerasArchive.Open(architecture));
        return new(plan.Description(), KerasArrays.Match(plan, file, architecture), [.. plan.Assumptions()]) { Origin = plan.Origin };
    }

    internal static KerasPlan PlanOf(KerasArchive archive) => PlanOf(archive.Path, archive.Config, archive.Metadata);

    private static KerasPlan PlanOf(string path, string config, string metadata) => new(KerasGraph.Read(path, config, metadata));
}
