using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Elman.Numerics;

namespace Elman.Storage;

/// <summary>Named arrays in an order, and text beside them: what a <c>.npy</c>, <c>.npz</c> or <c>.safetensors</c> holds.</summary>
/// <remarks>Whatever is wrong with a file is a <see cref="BadFileException"/>. Nothing in a file is executed, and no memory is taken on
/// its word alone.</remarks>
public sealed class ArrayFile : IReadOnlyList<NamedArray>
{
    private readonly OrderedDictionary<string, NamedArray> _arrays = new(StringComparer.Ordinal);

    public ArrayFile() { }

    public ArrayFile(IEnumerable<NamedArray> arrays)
    {
        foreach (NamedArray array in arrays) Add(array);
    }

    /// <summary>Text by key, in order; only <c>.safetensors</c> keeps it.</summary>
    public OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The path or name it was read from; null where it was not read.</summary>
    public string? Source { get; internal init; }

    /// <summary>What wrote it, as far as the file tells; null where it does not.</summary>
    public string? Producer { get; internal init; }

    /// <summary>What the reader had to choose, and what it left out; one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; internal init; } = [];

    /// <summary>What its reader leaves for whoever makes a model of it, such as a graph; null where the arrays and the text are all.</summary>
    internal object? Attachment { get; init; }

    public int Count => _arrays.Count;

    public IEnumerable<string> Names => _arrays.Keys;

    public NamedArray this[int index] => _arrays.GetAt(index).Value;

    /// <summary>The array of that name; an error that lists the names where there is none.</summary>
    public NamedArray this[string name] => TryGet(name, out NamedArray? array) ? array : throw new BadFileException(
        Source ?? "memory", $"expected an array named '{BadFileException.Shown(name)}', found {Some()}. Check the name.");

    public bool Contains(string name) => _arrays.ContainsKey(name);

    public bool TryGet(string name, [NotNullWhen(true)] out NamedArray? array) => _arrays.TryGetValue(name, out array);

    public void Add(NamedArray array)
    {
        if (!_arrays.TryAdd(array.Name, array))
            throw new ArgumentException($"An array named '{array.Name}' is there already; each name stands once.");
    }

    public void Add<T>(string name, Tensor<T> tensor) where T : unmanaged => Add(NamedArray.From(name, tensor));

    /// <summary>Reads a file; what it is, its first bytes tell, or else its extension. An array of a <c>.npy</c> is named after the
    /// file.</summary>
    public static ArrayFile Load(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads from where the stream stands to its end.</summary>
    /// <param name="name">Stands for the path in errors, and gives the extension.</param>
    public static ArrayFile Read(Stream stream, string name)
    {
        var source = new ByteSource(stream, name);
        return Container.Of(source).Read(source);
    }

    public static ArrayFile Read(byte[] bytes, string name)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return Read(stream, name);
    }

    /// <summary>Writes in the container of the extension: beside the file first, then in its place, so that a failure loses
    /// nothing.</summary>
    /// <param name="compression">Only a <c>.npz</c> can be compressed.</param>
    public void Save(string path, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        Container container = Writable(Path.GetExtension(path), compression);
        DiskFile.Replace(path, stream => container.Write(this, stream, compression));
    }

    /// <summary>The bytes of a file with that extension.</summary>
    public byte[] ToBytes(string extension, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        Writable(extension, compression).Write(this, stream, compression);
        return stream.ToArray();
    }

    public IEnumerator<NamedArray> GetEnumerator() => _arrays.Values.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Container Writable(string extension, CompressionLevel compression)
    {
        Container container = Container.WithExtension(extension)
            ?? throw new NotSupportedException($"Arrays are not saved as '{extension}'. Known: {Container.Known}.");
        if (Metadata.Count > 0 && !container.HoldsMetadata)
            throw new NotSupportedException($"A {container.Extension} has no place for metadata ('{Metadata.GetAt(0).Key}' …). Save " +
                $"as .safetensors, or clear it.");
        if (compression != CompressionLevel.NoCompression && !container.Compresses)
            throw new NotSupportedException($"A {container.Extension} is never compressed. Save as .npz, or without compression.");
        return container;
    }

    private string Some()
    {
        if (Count == 0) return "no arrays at all";
        string names = string.Join(", ", Names.Take(12).Select(name => $"'{BadFileException.Shown(name)}'"));
        return Count > 12 ? $"{names}, …" : names;
    }
}
