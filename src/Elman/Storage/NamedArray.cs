using System.Globalization;
using System.Runtime.InteropServices;
using Elman.Numerics;

namespace Elman.Storage;

/// <summary>An array as a file holds it: a name, a shape, and numbers in the file's own precision.</summary>
public sealed class NamedArray
{
    private readonly byte[] _bytes;

    /// <param name="bytes">The numbers, row-major and little-endian; taken without a copy.</param>
    public NamedArray(string name, ElementType type, Shape shape, byte[] bytes) : this(name, type, shape, bytes, null) { }

    /// <param name="source">The file, for messages.</param>
    internal NamedArray(string name, ElementType type, Shape shape, byte[] bytes, string? source)
    {
        if (bytes.LongLength != (long)shape.Count * type.Size)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"Array '{name}': {shape} of {type} takes {(long)shape.Count * type.Size} bytes, found " +
                    $"{bytes.Length}."));
        (Name, Type, Shape, _bytes, Source) = (name, type, shape, bytes, source);
    }

    public string Name { get; }
    public ElementType Type { get; }
    public Shape Shape { get; }

    /// <summary>The numbers, row-major and little-endian, bit for bit as the file has them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    internal string? Source { get; }

    internal byte[] Plain => Type.Plain(_bytes);

    /// <summary>A copy of a tensor of float, double, int, long, byte or bool.</summary>
    public static NamedArray From<T>(string name, Tensor<T> tensor) where T : unmanaged
    {
        ElementType type = Target.Of<T>().Stored;
        if ((long)tensor.Shape.Count * type.Size > Array.MaxLength)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"Array '{name}': {tensor.Shape} of {type} is more than the {Array.MaxLength} bytes " +
                    $"that one array can have."));
        return new NamedArray(name, type, tensor.Shape, MemoryMarshal.AsBytes(tensor.Values).ToArray());
    }

    /// <summary>
    /// The numbers as float or double (the nearest, where the type is narrower than the file's), as int, long or byte (each value exactly,
    /// else <see cref="BadFileException"/>), or as bool (from bool only).
    /// </summary>
    public Tensor<T> As<T>() where T : unmanaged
    {
        Target<T> target = Target.Of<T>();
        var values = new T[Shape.Count];
        target.Read(this, values);
        return new Tensor<T>(Shape, values);
    }

    /// <summary>The same numbers under another name.</summary>
    public NamedArray Renamed(string name) => new(name, Type, Shape, _bytes, Source);

    public override string ToString() => $"{Name}: {Type} {Shape}";

    internal BadFileException Bad(InvariantText problem) =>
        new(Source ?? "memory", $"array '{BadFileException.Shown(Name)}': {problem}");
}
