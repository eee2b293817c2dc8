using System.Numerics;
using Elman.Formats.Containers.Onnx;
using Elman.Formats.Dialects;
using Elman.Formats.Dialects.Onnx;
using Elman.Formats.Emit;
using Elman.Formats.Proof;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>A model as ONNX keeps it: a graph of operators, and arrays within it or beside it.</summary>
internal static class OnnxFile
{
    public const string Format = "ONNX";

    /// <summary>The metadata under which the version of the file's operators stands.</summary>
    public const string OpsetKey = "onnx.opset";

    /// <summary>The arrays of the graph, and the graph itself with them.</summary>
    public static ArrayFile Read(string path) => Of(OnnxReader.Read(path), path);

    /// <summary>A graph that is in memory.</summary>
    public static ArrayFile Of(OnnxModel model, string source)
    {
        var file = new ArrayFile { Source = source, Producer = Named(model) is { Length: > 0 } named ? named : null, Attachment = model };
        file.Metadata[OpsetKey] = FormattableString.Invariant($"{model.Opset}");
        foreach (OnnxTensor tensor in model.Graph.Initializers)
            if (tensor.Array is { } array && !file.Contains(array.Name)) file.Add(array);
        return file;
    }

    /// <summary>tf2onnx writes the name of nothing where it has no version.</summary>
    private static string Named(OnnxModel model) => $"{model.Producer} {model.ProducerVersion}".Replace(" None", "", StringComparison.Ordinal).Trim();

    /// <summary>Writes the model that arrays and their description hold, as operators.</summary>
    public static void Write(ArrayFile file, string path)
    {
        if (file.Any(array => array.Type == ElementType.Float64)) Write(ModelArrays.Read<double>(file), path, new());
        else Write(ModelArrays.Read<float>(file), path, new());
    }

    /// <summary>A graph names its arrays itself.</summary>
    public static void RefuseDialect(string path, Dialect? dialect)
    {
        if (dialect is not null) throw new NotSupportedException($"'{path}': a graph of ONNX has names and orders of its own, so it cannot have those of {dialect.Framework}. Leave the dialect out.");
    }

    /// <summary>Writes a model as operators, after our engine has run them.</summary>
    public static void Write<T>(Model<T> model, string path, OnnxOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = OnnxProof.Checked(model, options, path);
        DiskFile.Replace(path, stream => stream.Write(bytes));
    }

    public static bool IsOne(ArrayFile file) => file.Attachment is OnnxModel;

    public static DialectModel Model(ArrayFile file, LoadOptions options)
    {
        var model = (OnnxModel)file.Attachment!;
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Set) }, $"'{file.Source}' is a graph of ONNX, which says everything itself");
        return OnnxImport.Read(model, options.Set ?? new Dictionary<string, double>(), file.Sum(array => (long)array.Bytes.Length));
    }
}
