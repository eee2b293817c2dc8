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

    internal static bool IsOne(ArrayFile file) => file.Metadata.ContainsKey(KerasArchive.ConfigKey);

    /// <summary>The model of a <c>.keras</c> with weights from a file of their own.</summary>
    internal static DialectModel Read(ArrayFile file, LoadOptions options)
    {
        string path = file.Source ?? "memory";
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Weights) }, Complete(path));
        KerasPlan plan = PlanOf(path, file.Metadata[KerasArchive.ConfigKey], file.Metadata[KerasArchive.MetadataKey]);
        ModelDescription description = plan.Description();
        if (options.Weights is not { } weights)
            throw new BadFileException(path, $"its weights are in HDF5 ({KerasArchive.WeightsName}), which this version does not read. {KerasArrays.Advice}, then give w.npz as {nameof(LoadOptions)}.{nameof(LoadOptions.Weights)}.");
        return new(description, KerasArrays.Match(plan, ArrayFile.Load(weights), path), [.. plan.Assumptions()]) { Origin = plan.Origin, Source = weights };
    }

    private static KerasPlan PlanOf(KerasArchive archive) => PlanOf(archive.Path, archive.Config, archive.Metadata);

    private static KerasPlan PlanOf(string path, string config, string metadata) => new(KerasGraph.Read(path, config, metadata));
}
