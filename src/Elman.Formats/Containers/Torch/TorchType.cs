using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>How PyTorch stores one number: the name of the dtype, the class of a storage of it, and what it is here.</summary>
/// <param name="Storage">The class in <c>torch</c>; null where only untyped storages hold it.</param>
/// <param name="Held">Null where it is refused.</param>
internal sealed record TorchType(string Name, string? Storage, int Size, ElementType? Held, string? Refused = null)
{
    private const string Complex = "complex numbers are not held; save torch.view_as_real(tensor)";
    private const string Quantised = "it is quantised; save tensor.dequantize()";
    private const string Small = "8-bit floating-point numbers are not held; save tensor.to(torch.float16)";

    public static IReadOnlyList<TorchType> All { get; } =
    [
        new("float32", "FloatStorage", 4, ElementType.Float32),
        new("float64", "DoubleStorage", 8, ElementType.Float64),
        new("float16", "HalfStorage", 2, ElementType.Float16),
        new("bfloat16", "BFloat16Storage", 2, ElementType.BrainFloat16),
        new("int64", "LongStorage", 8, ElementType.Int64),
        new("int32", "IntStorage", 4, ElementType.Int32),
        new("int16", "ShortStorage", 2, ElementType.Int16),
        new("int8", "CharStorage", 1, ElementType.Int8),
        new("uint8", "ByteStorage", 1, ElementType.UInt8),
        new("bool", "BoolStorage", 1, ElementType.Bool),
        new("uint16", null, 2, ElementType.UInt16),
        new("uint32", null, 4, ElementType.UInt32),
        new("uint64", null, 8, ElementType.UInt64),
        new("complex32", null, 4, null, Complex),
        new("complex64", "ComplexFloatStorage", 8, null, Complex),
        new("complex128", "ComplexDoubleStorage", 16, null, Complex),
        new("quint8", "QUInt8Storage", 1, null, Quantised),
        new("qint8", "QInt8Storage", 1, null, Quantised),
        new("qint32", "QInt32Storage", 4, null, Quantised),
        new("quint4x2", "QUInt4x2Storage", 1, null, Quantised),
        new("quint2x4", "QUInt2x4Storage", 1, null, Quantised),
        new("float8_e4m3fn", null, 1, null, Small),
        new("float8_e5m2", null, 1, null, Small),
        new("float8_e4m3fnuz", null, 1, null, Small),
        new("float8_e5m2fnuz", null, 1, null, Small),
    ];

    /// <summary>A storage that is only bytes; its tensor says of what.</summary>
    public static TorchType Untyped { get; } = new("bytes", "UntypedStorage", 1, ElementType.UInt8);

    /// <summary>Where the classes of storages live: on the processor, on a GPU, and, untyped, in a module of their own.</summary>
    private static readonly string[] _modules = ["torch", "torch.cuda", "torch.storage"];

    public static TorchType? OfStorage(string module, string name) =>
        _modules.Contains(module) ? All.Append(Untyped).FirstOrDefault(row => row.Storage == name) : null;

    public static TorchType? OfName(string module, string name) => module == "torch" ? All.FirstOrDefault(row => row.Name == name) : null;

    /// <summary>The type of an array here as PyTorch has it.</summary>
    public static TorchType? Of(ElementType type) => All.FirstOrDefault(row => row.Held == type);
}
