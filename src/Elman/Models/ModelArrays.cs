using System.Numerics;
using System.Reflection;
using Elman.Autograd;
using Elman.Storage;

namespace Elman.Models;

/// <summary>A model as arrays with text beside them, our own way: arrays named <c>node.parameter</c>, and the description in the metadata.</summary>
public static class ModelArrays
{
    /// <summary>The key of the description.</summary>
    public const string DescriptionKey = "elman";

    /// <summary>The key of what wrote the file.</summary>
    public const string ProducerKey = "producer";

    private const string NotePrefix = "note.";

    public static ArrayFile Write<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var file = new ArrayFile();
        foreach (Parameter<T> parameter in model.Parameters) file.Add(parameter.Name, parameter.Value);
        file.Metadata[DescriptionKey] = model.Description.ToJson().ToJsonString();
        file.Metadata[ProducerKey] = Producer;
        WriteNotes(model, file);
        return file;
    }

    /// <summary>Puts a model's notes into the metadata of a file, beside its description; a file that has none has no place for them.</summary>
    public static void WriteNotes<T>(Model<T> model, ArrayFile file) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!file.Metadata.ContainsKey(DescriptionKey)) return;
        foreach ((string key, string text) in model.Notes.OrderBy(note => note.Key, StringComparer.Ordinal)) file.Metadata[NotePrefix + key] = text;
    }

    /// <summary>Gives a model the notes that a file carries.</summary>
    public static Model<T> ReadNotes<T>(ArrayFile file, Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((string key, string text) in file.Metadata)
            if (key.StartsWith(NotePrefix, StringComparison.Ordinal)) model.Notes[key[NotePrefix.Length..]] = text;
        return model;
    }

    /// <summary>The description that a file carries; null where it carries none.</summary>
    /// <exception cref="BadFileException">It carries one that cannot be read.</exception>
    public static ModelDescription? DescriptionOf(ArrayFile file)
    {
        if (!file.Metadata.TryGetValue(DescriptionKey, out string? json)) return null;
        try
        {
            return ModelDescription.Parse(json);
        }
        catch (FormatException error)
        {
            throw new BadFileException(file.Source ?? "memory", $"metadata '{DescriptionKey}': {error.Message}", inner: error);
        }
    }

    /// <summary>The model that <see cref="Write"/> wrote, bit for bit.</summary>
    public static Model<T> Read<T>(ArrayFile file) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string source = file.Source ?? "memory";
        ModelDescription description = DescriptionOf(file)
            ?? throw new BadFileException(source, $"expected a description of the model in the metadata, under '{DescriptionKey}'; found none. Load it by the dialect it was written in.");
        return ReadNotes(file, ModelBuilder.Build<T>(description, file.ToDictionary(array => array.Name, StringComparer.Ordinal), source, []));
    }

    private static string Producer => $"Elman {typeof(ModelArrays).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
}
