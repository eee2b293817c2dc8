using System.Numerics;
using Elman.Formats.Containers;
using Elman.Formats.Dialects;
using Elman.Formats.Proof;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>What a conversion read, assumed and wrote. It was compared before this was made: what was written reads back with the same bits.</summary>
/// <param name="From">The format that was read.</param>
/// <param name="Producer">What wrote the file, as far as it tells; null where it does not.</param>
/// <param name="Names">Whose names the arrays had.</param>
/// <param name="Assumptions">What the file does not say and was assumed, and what of its numbers was changed.</param>
/// <param name="To">The format that was written.</param>
/// <param name="Written">Whose names the arrays got.</param>
/// <param name="Arrays">How many arrays.</param>
/// <param name="Bytes">How many bytes of numbers.</param>
public sealed record ConversionReport(string From, string? Producer, string Names, IReadOnlyList<string> Assumptions, string To, string Written, int Arrays, long Bytes)
{
    /// <summary>Our engine beside the equations; null where arrays were copied, or nobody wanted it.</summary>
    public EngineProof? Proof { get; init; }

    /// <summary>Whether what was written is a graph of operators, which was run and gave the same numbers, and has no arrays to be compared.</summary>
    public bool IsGraph { get; init; }
}

/// <summary>From one file to another: reads, writes, reads back and compares. Formats and dialects are the rows of their tables and nothing else.</summary>
public static class Conversion
{
    private const string Own = "Elman";

    /// <summary>What a report says of names that nobody looked at.</summary>
    public const string AsTheyWere = "as they were";

    /// <summary>Converts a model; its description goes along where the format has a place for it.</summary>
    /// <param name="dialect">Whose names the arrays get; where null, those that belong to the format, or our own, or those that they had.</param>
    /// <param name="proves">Whether the engine is compared with the equations of the model, which takes a moment.</param>
    /// <exception cref="BadFileException">The file cannot be read, or what was written does not read back with the same bits.</exception>
    public static ConversionReport Model(string from, string to, LoadOptions? options = null, Dialect? dialect = null, bool proves = true)
    {
        (ModelFormat source, ArrayFile file) = Open(from, to, options);
        bool isDouble = file.Any(array => array.Type == ElementType.Float64);
        return isDouble ? Model<double>(source, from, file, to, options, dialect, proves) : Model<float>(source, from, file, to, options, dialect, proves);
    }

    /// <summary>Converts named arrays, whatever they mean: names, types and bits stay.</summary>
    public static ConversionReport Arrays(string from, string to, LoadOptions? options = null)
    {
        (ModelFormat source, ArrayFile file) = Open(from, to, options);
        ModelFormat target = FormatTable.ForWriting(to);
        if (target.IsGraph) throw new NotSupportedException($"'{to}': a graph of ONNX computes, and arrays alone do not. Convert the model, or copy the arrays into .npz or .safetensors.");
        if (source == target && source.Copy is not null) return Copied(source, from, file, to, null, file.Remarks, null);
        var copy = new ArrayFile(file);
        foreach ((string key, string text) in file.Metadata)
            if (target.HoldsDescription) copy.Metadata[key] = text;
        target.Write!(copy, to);
        Compare(copy.ToDictionary(array => array.Name, StringComparer.Ordinal), target.Open(to, null).ToDictionary(array => array.Name, StringComparer.Ordinal), to);
        return new(source.Name, Producer(file), AsTheyWere, file.Remarks, target.Name, AsTheyWere, copy.Count, copy.Sum(array => (long)array.Bytes.Length));
    }

    private static ConversionReport Model<T>(ModelFormat source, string from, ArrayFile file, string to, LoadOptions? options, Dialect? dialect, bool proves) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = ModelFile.Read<T>(file, options is null ? null : options with { Key = null });
        ModelFormat target = FormatTable.ForWriting(to);
        if (target.IsGraph) OnnxFile.RefuseDialect(to, dialect);
        string names = OnnxFile.IsOne(file) ? OnnxFile.Format : model.Origin is { } origin ? origin.Framework : ModelArrays.DescriptionOf(file) is null ? Dialect.Of(file).Framework : file.Metadata.TryGetValue(Dialect.Key, out string? known) ? Dialect.Named(known, file.Source ?? "memory").Framework : Own;
        if (source == target && source.Copy is not null && (dialect is null || dialect == source.Usual) && options?.Weights is null && file.Metadata.ContainsKey(KerasArchive.ConfigKey))
            return Copied(source, from, file, to, names, model.Assumptions, proves ? EngineProof.Of(model) : null);
        dialect ??= target.Usual ?? (target.HoldsDescription ? null : Dialect.Of(file));
        ArrayFile own = ModelArrays.Write(model);
        ArrayFile written = dialect is null ? own : dialect.Write(model.Description, own);
        ModelDescription description = ModelArrays.DescriptionOf(written)!;
        if (!target.HoldsDescription) written.Metadata.Clear();
        ModelArrays.WriteNotes(model, written);
        if (target.IsGraph) OnnxFile.Write(model, to, new());
        else target.Write!(written, to);
        ArrayFile back = target.Open(to, null);
        IReadOnlyList<string> joined = dialect?.Joined(model.Description) ?? [];
        if (!target.IsGraph) Compare(own.Where(array => !joined.Contains(array.Name)).ToDictionary(array => array.Name, StringComparer.Ordinal), dialect is null ? back.ToDictionary(array => array.Name, StringComparer.Ordinal) : dialect.Read(description, back), to);
        string[] lost = target.HoldsDescription ? [] : [$"A {target.Name} has no place for the description of a model, so whoever loads it must assume again what was assumed here."];
        string[] sums = joined.Count > 0 ? [$"{dialect!.Framework} has one bias where this model has two, so their rounded sums are written ({string.Join(", ", joined.Take(4))}{(joined.Count > 4 ? ", …" : "")})."] : [];
        return new(source.Name, Producer(file), names, [.. model.Assumptions, .. lost, .. sums], target.Name, dialect?.Framework ?? Own, written.Count, written.Sum(array => (long)array.Bytes.Length)) { Proof = proves ? EngineProof.Of(model) : null, IsGraph = target.IsGraph };
    }

    /// <summary>From a format to the same: all that the file holds is written anew, not the arrays alone.</summary>
    private static ConversionReport Copied(ModelFormat format, string from, ArrayFile file, string to, string? names, IReadOnlyList<string> assumptions, EngineProof? proof)
    {
        format.Copy!(from, to);
        ArrayFile back = format.Open(to, null);
        Compare(file.ToDictionary(array => array.Name, StringComparer.Ordinal), back.ToDictionary(array => array.Name, StringComparer.Ordinal), to);
        foreach ((string key, string text) in file.Metadata)
            if (back.Metadata.GetValueOrDefault(key) != text) throw new BadFileException(to, $"its '{key}' was written and reads back otherwise. This is a fault of the writer; please report it.");
        return new(format.Name, Producer(file), names ?? AsTheyWere, assumptions, format.Name, names ?? AsTheyWere, file.Count, file.Sum(array => (long)array.Bytes.Length)) { Proof = proof };
    }

    private static (ModelFormat Format, ArrayFile File) Open(string from, string to, LoadOptions? options)
    {
        FormatTable.ForWriting(to);
        ModelFormat source = FormatTable.Of(from);
        return (source, source.Open(from, options));
    }

    /// <summary>What wrote a file, by its container or by the text beside the arrays.</summary>
    internal static string? Producer(ArrayFile file) => file.Producer ?? file.Metadata.GetValueOrDefault(ModelArrays.ProducerKey);

    private static void Compare(IReadOnlyDictionary<string, NamedArray> given, IReadOnlyDictionary<string, NamedArray> back, string path)
    {
        foreach ((string name, NamedArray array) in given)
        {
            if (!back.TryGetValue(name, out NamedArray? found)) throw new BadFileException(path, $"'{name}' was written and does not read back. This is a fault of the writer; please report it.");
            if (found.Type != array.Type || !found.Shape.Equals(array.Shape) || !found.Bytes.SequenceEqual(array.Bytes))
                throw new BadFileException(path, $"'{name}' was written as {array.Type} {array.Shape} and reads back as {found.Type} {found.Shape}{(found.Shape.Equals(array.Shape) ? " with other bits" : "")}. This is a fault of the writer; please report it.");
        }
    }
}
