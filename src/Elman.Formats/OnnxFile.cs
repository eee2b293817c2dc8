using Elman.Formats.Containers.Onnx;
using Elman.Formats.Dialects;
using Elman.Formats.Dialects.Onnx;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>A model as ONNX keeps it: a graph of operators, and arrays within it or beside it.</summary>
internal static class OnnxFile
{
    public const string Format = "ONNX";

    /// <summary>The arrays of the graph, and the graph itself with them.</summary>
    public static ArrayFile Read(string path)
    {
        OnnxModel model = OnnxReader.Read(path);
        var file = new ArrayFile { Source = path, Producer = $"{model.Producer} {model.ProducerVersion}".Trim() is { Length: > 0 } named ? named : null, Attachment = model };
        foreach (OnnxTensor tensor in model.Graph.Initializers)
            if (tensor.Array is { } array && !file.Contains(array.Name)) file.Add(array);
        return file;
    }

    public static bool IsOne(ArrayFile file) => file.Attachment is OnnxModel;

    public static DialectModel Model(ArrayFile file, LoadOptions options)
    {
        var model = (OnnxModel)file.Attachment!;
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Set) }, $"'{file.Source}' is a graph of ONNX, which says everything itself");
        return OnnxImport.Read(model, options.Set ?? new Dictionary<string, double>(), file.Sum(array => (long)array.Bytes.Length));
    }
}
