using System.Globalization;
using System.Text;
using Elman.Formats.Containers.Mxnet;
using Elman.Formats.Dialects;
using Elman.Formats.Dialects.Mxnet;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>A network that MXNet exported: <c>NAME-symbol.json</c> with its graph, and beside it <c>NAME-0000.params</c> with its arrays.</summary>
internal static class MxnetFile
{
    public const string Extension = "-symbol.json";

    /// <summary>The metadata under which the graph travels with the arrays.</summary>
    internal const string SymbolKey = "mxnet.symbol";

    private const int MostText = 64 << 20, EpochDigits = 4;

    public static bool IsOne(ArrayFile file) => file.Metadata.ContainsKey(SymbolKey);

    /// <summary>A JSON object whose first key is the list of nodes.</summary>
    public static bool Begins(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes).TrimStart();
        return text.StartsWith('{') && text[1..].TrimStart().StartsWith("\"nodes\"", StringComparison.Ordinal);
    }

    /// <summary>The graph, and the arrays of the latest epoch that stands beside it.</summary>
    public static ArrayFile Read(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        var source = new ByteSource(stream, path);
        if (source.Length > MostText) throw source.Bad(0, $"expected a graph of at most {MostText} bytes, found {source.Length}.");
        string json = Encoding.UTF8.GetString(source.Read(0, source.Length));
        string[] beside = Beside(path);
        ArrayFile arrays = beside.Length == 0 ? new ArrayFile() : ParamsReader.Read(beside[^1]);
        var file = new ArrayFile(arrays) { Source = path, Producer = "MXNet", Remarks = beside.Length > 1 ? [$"The arrays are those of the latest of {beside.Length.ToString(CultureInfo.InvariantCulture)} epochs, {Path.GetFileName(beside[^1])}; LoadOptions.Weights names another."] : [] };
        file.Metadata[SymbolKey] = json;
        return file;
    }

    /// <summary>The model of a graph and its arrays.</summary>
    public static DialectModel Model(ArrayFile file, LoadOptions options)
    {
        string path = file.Source ?? "memory";
        options.RefuseUnused(new HashSet<string> { nameof(LoadOptions.Weights) }, $"'{path}' describes its model, so there is nothing to assume");
        ArrayFile arrays = options.Weights is { } weights ? ParamsReader.Read(weights) : file;
        if (arrays.Count == 0) throw new BadFileException(path, $"expected its arrays beside it as '{Path.GetFileName(Stem(path))}-0000.params', found none. Put them there, or name them in LoadOptions.Weights.");
        return SymbolReader.Read(SymbolGraph.Parse(file.Metadata[SymbolKey], path), arrays, path);
    }

    /// <summary>Writes the graph of the description that the arrays carry, and the arrays of epoch 0 beside it.</summary>
    public static void Write(ArrayFile file, string path)
    {
        ModelDescription description = ModelArrays.DescriptionOf(file) ?? throw new NotSupportedException($"'{path}': a graph is written of a model, and these are arrays alone. Write a .params.");
        byte[] graph = SymbolWriter.Write(description);
        ParamsWriter.Write(new ArrayFile(file.Select(array => array.Renamed("arg:" + array.Name))), $"{Stem(path)}-0000.params");
        DiskFile.Replace(path, stream => stream.Write(graph));
    }

    private static string Stem(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? path[..^Extension.Length] : Path.ChangeExtension(path, null);

    /// <summary>The files of arrays of the same name, by epoch.</summary>
    private static string[] Beside(string path)
    {
        string stem = Stem(path), folder = Path.GetDirectoryName(stem) is { Length: > 0 } named ? named : ".", name = Path.GetFileName(stem);
        return [.. Directory.EnumerateFiles(folder)
            .Where(file => Path.GetFileName(file) is { } found && found.Length == name.Length + 1 + EpochDigits + ".params".Length && found.StartsWith(name + "-", StringComparison.Ordinal) && found.EndsWith(".params", StringComparison.Ordinal) && found.AsSpan(name.Length + 1, EpochDigits).ContainsAnyExceptInRange('0', '9') == false)
            .Order(StringComparer.Ordinal)];
    }
}
