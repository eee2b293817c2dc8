using System.Numerics;
using Elman.Formats.Dialects;
using Elman.Formats.Emit;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>Models from files and into files: <c>Model.Load&lt;float&gt;("x.safetensors")</c>, <c>model.Save("y.safetensors")</c>.</summary>
public static class ModelFile
{
    extension(Model)
    {
        /// <summary>Reads a model: its own description where the file carries one, else what names and shapes tell; <see cref="Model{T}.Assumptions"/> says what they did not tell.</summary>
        /// <exception cref="BadFileException">The file is missing, damaged, of another kind, or does not fit together; nothing is imported in part.</exception>
        public static Model<T> Load<T>(string path, LoadOptions? options = null) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Read<T>(FormatTable.Of(path).Open(path, options), options is null ? null : options with { Key = null });
    }

    extension<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Writes the model in the format of the extension, beside the file first and then in its place.</summary>
        /// <param name="dialect">The framework whose names and order of gates the arrays get; where null, the one whose format it is, or our own.</param>
        public void Save(string path, Dialect? dialect = null)
        {
            ModelFormat format = FormatTable.ForWriting(path);
            if (format.IsGraph)
            {
                OnnxFile.RefuseDialect(path, dialect);
                OnnxFile.Write(model, path, new());
                return;
            }
            dialect ??= format.Usual;
            if (dialect is null && !format.HoldsDescription)
                throw new NotSupportedException($"A {format.Name} has no place for the description of a model. Save as {FormatTable.Describing}, or with a dialect, whose names tell most of it.");
            ArrayFile own = ModelArrays.Write(model);
            ArrayFile file = dialect is null ? own : dialect.Write(model.Description, own);
            if (!format.HoldsDescription) file.Metadata.Clear();
            ModelArrays.WriteNotes(model, file);
            format.Write!(file, path);
        }

        /// <summary>Writes the model as a graph of ONNX's operators, after our own reader and engine have run it.</summary>
        /// <exception cref="NotSupportedException">A layer or an option has no operators; it says which.</exception>
        public void SaveOnnx(string path, OnnxOptions options) => OnnxFile.Write(model, path, options);
    }

    /// <summary>The model that arrays and their metadata hold.</summary>
    public static Model<T> Read<T>(ArrayFile file, LoadOptions? options = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new();
        string source = file.Source ?? "memory";
        if (KerasFile.IsOne(file)) return Build<T>(KerasFile.Read(file, options), source, file.Remarks);
        if (OnnxFile.IsOne(file)) return Build<T>(OnnxFile.Model(file, options), source, file.Remarks);
        if (MxnetFile.IsOne(file)) return Build<T>(MxnetFile.Model(file, options), source, file.Remarks);
        if (ModelArrays.DescriptionOf(file) is not { } description)
            return Build<T>(options.Architecture is null ? Dialect.Of(file).Infer(file, options) : WithArchitecture(file, options), source, file.Remarks);
        options.RefuseAll($"'{source}' carries its own description, so there is nothing to assume");
        return file.Metadata.TryGetValue(Dialect.Key, out string? name)
            ? ModelArrays.ReadNotes(file, ModelBuilder.Build<T>(description, Dialect.Named(name, source).Read(description, file), source, file.Remarks))
            : ModelArrays.Read<T>(file);
    }

    /// <summary>Weights alone, and a description of their model in a file of its own, whose nodes are called as the weights call their modules.</summary>
    private static DialectModel WithArchitecture(ArrayFile file, LoadOptions options)
    {
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Architecture) }, $"'{options.Architecture}' describes the model, so there is nothing to assume");
        ArchitectureFile architecture = ArchitectureFile.Read(options.Architecture!);
        if (architecture.Names is null) return new(architecture.Description, Dialect.Of(file).Read(architecture.Description, file), []);
        (IReadOnlyDictionary<string, NamedArray> arrays, string[] remarks) = architecture.Take(file);
        return new(architecture.Description, arrays, remarks);
    }

    /// <param name="remarks">What the reader of the file had to choose.</param>
    private static Model<T> Build<T>(DialectModel model, string source, IReadOnlyList<string> remarks) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ModelBuilder.Build<T>(model.Description, model.Arrays, model.Source ?? source, [.. remarks, .. model.Assumptions], model.Origin);
}
