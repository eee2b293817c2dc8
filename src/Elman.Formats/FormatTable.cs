using Elman.Formats.Containers;
using Elman.Formats.Containers.Hdf5;
using Elman.Formats.Containers.Mxnet;
using Elman.Formats.Containers.Onnx;
using Elman.Formats.Containers.Shards;
using Elman.Formats.Containers.Torch;
using Elman.Formats.Dialects;
using Elman.Storage;

namespace Elman.Formats;

/// <summary>A kind of file that holds a model.</summary>
/// <param name="Begins">Whether a file that begins with these bytes can be one.</param>
/// <param name="Write">Null where such files are read only.</param>
/// <param name="HoldsDescription">Whether it has a place for the description of a model beside the arrays.</param>
public sealed record ModelFormat(
    string Name, IReadOnlyList<string> Extensions, Func<byte[], bool> Begins, Func<string, ArrayFile> Read, Action<ArrayFile, string>? Write, bool HoldsDescription)
{
    /// <summary>How a part is read by its key, where a file may hold several; null where it holds one.</summary>
    public Func<string, string?, ArrayFile>? ReadPart { get; init; }

    /// <summary>Whether it holds operators in place of our layers: its writer has run what it wrote, and its arrays are not ours.</summary>
    public bool IsGraph { get; init; }

    /// <summary>Writes a file of this format anew with all that it holds beside its arrays; null where there is nothing else.</summary>
    public Action<string, string>? Copy { get; init; }

    /// <summary>The names that programs which read this format expect; null where ours are as good as any.</summary>
    public Dialect? Usual { get; init; }

    /// <summary>The arrays of a file, or of the part that the options name.</summary>
    public ArrayFile Open(string path, LoadOptions? options) =>
        ReadPart is not null ? ReadPart(path, options?.Key)
        : options?.Key is { } key ? throw new ArgumentException($"{nameof(LoadOptions)}.{nameof(LoadOptions.Key)} is '{key}', but '{path}' is a {Name}, which holds one model. Leave it out.")
        : Read(path);
}

/// <summary>The formats that models are read from and written to: the one list of them, in the order in which a file is tried.</summary>
public static class FormatTable
{
    private const int Looked = 64;

    public static IReadOnlyList<ModelFormat> Rows { get; } =
    [
        new("npz", [".npz"], bytes => IsZip(bytes) && !KerasArchive.Begins(bytes) && !TorchArchive.Begins(bytes), ArrayFile.Load, (file, path) => file.Save(path), HoldsDescription: false),
        new("PyTorch", [".pt", ".pth", ".ckpt", ".bin"], bytes => IsZip(bytes) && !KerasArchive.Begins(bytes) || TorchOldFile.Begins(bytes), path => TorchFormat.Read(path, null), TorchWriter.Write, HoldsDescription: true) { ReadPart = TorchFormat.Read, Usual = Dialect.PyTorch },
        new(KerasFile.Format, [".keras"], IsZip, KerasArchive.Load, KerasOutgoing.Zip, HoldsDescription: true) { Usual = Dialect.Keras, Copy = KerasOutgoing.CopyZip },
        new("hdf5", [".h5", ".hdf5"], Hdf5File.Begins, KerasHdf5.Load, KerasOutgoing.Hdf5, HoldsDescription: true) { Usual = Dialect.Keras, Copy = KerasOutgoing.CopyHdf5 },
        new("MXNet", [".params"], ParamsReader.Begins, ParamsReader.Read, ParamsWriter.Write, HoldsDescription: false) { Usual = Dialect.Gluon },
        new("MXNet's symbol", [MxnetFile.Extension], MxnetFile.Begins, MxnetFile.Read, MxnetFile.Write, HoldsDescription: true) { Usual = Dialect.Gluon },
        new(OnnxFile.Format, [".onnx"], OnnxReader.Begins, OnnxFile.Read, OnnxFile.Write, HoldsDescription: true) { IsGraph = true },
        new("pickle", [".pkl", ".pickle"], PickledArrays.Begins, PickledArrays.Read, null, HoldsDescription: false),
        new("safetensors in parts", [SafetensorsIndex.Extension], SafetensorsIndex.Begins, SafetensorsIndex.Read, ShardWriter.Write, HoldsDescription: true),
        new("safetensors", [".safetensors"], BeginsAsSafetensors, ArrayFile.Load, (file, path) => file.Save(path), HoldsDescription: true),
    ];

    /// <summary>The formats that carry the description of a model.</summary>
    internal static string Describing => string.Join(", ", Rows.Where(row => row.HoldsDescription).SelectMany(row => row.Extensions));

    private static string Known => string.Join(", ", Rows.SelectMany(row => row.Extensions));

    /// <summary>The format of a file: its first bytes tell, or else its extension.</summary>
    public static ModelFormat Of(string path)
    {
        byte[] beginning = Beginning(path);
        ModelFormat[] fitting = [.. Rows.Where(row => row.Begins(beginning))];
        return Array.Find(fitting, row => Fits(row, path)) ?? fitting.FirstOrDefault() ?? WithExtension(path)
            // A file that cannot be read gets its reason from the reader.
            ?? (beginning.Length == 0 ? Rows[^1] : throw new BadFileException(path, $"expected a model ({Known}), found a file that begins with {Convert.ToHexString(beginning, 0, Math.Min(8, beginning.Length))}."));
    }

    public static ModelFormat ForWriting(string path)
    {
        string extension = Path.GetExtension(path);
        return WithExtension(path) is { Write: not null } format ? format
            : throw new NotSupportedException($"'{path}': models are not written as '{extension}'. Known: {string.Join(", ", Rows.Where(row => row.Write is not null).SelectMany(row => row.Extensions))}.");
    }

    private static ModelFormat? WithExtension(string path) => Rows.FirstOrDefault(row => Fits(row, path));

    /// <summary>Whether the end of a name is one of the format's, which may have more than one dot.</summary>
    private static bool Fits(ModelFormat row, string path) => row.Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first bytes; none where the file cannot be read.</summary>
    private static byte[] Beginning(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            var bytes = new byte[Looked];
            return bytes[..stream.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [];
        }
    }

    private static bool IsZip(byte[] bytes) => bytes.AsSpan().StartsWith("PK"u8);

    /// <summary>The length of a header, then the header: a brace, perhaps after blanks.</summary>
    private static bool BeginsAsSafetensors(byte[] bytes) => bytes.Length > 8 && bytes.AsSpan(8).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
