namespace Elman.Storage;

/// <summary>How one number of an array is stored.</summary>
public sealed class ElementType
{
    /// <summary>Every type that can be read, held and written. NumPy has no bfloat16, hence the one without a code.</summary>
    public static readonly IReadOnlyList<ElementType> All =
    [
        new("bool", 1, "b1", "BOOL", new Numbers<byte>(), Widening.Truth),
        new("u8", 1, "u1", "U8", new Numbers<byte>()),
        new("u16", 2, "u2", "U16", new Numbers<ushort>()),
        new("u32", 4, "u4", "U32", new Numbers<uint>()),
        new("u64", 8, "u8", "U64", new Numbers<ulong>()),
        new("i8", 1, "i1", "I8", new Numbers<sbyte>()),
        new("i16", 2, "i2", "I16", new Numbers<short>()),
        new("i32", 4, "i4", "I32", new Numbers<int>()),
        new("i64", 8, "i8", "I64", new Numbers<long>()),
        new("f16", 2, "f2", "F16", new Numbers<Half>()),
        new("bf16", 2, null, "BF16", new Numbers<float>(), Widening.BrainFloat),
        new("f32", 4, "f4", "F32", new Numbers<float>()),
        new("f64", 8, "f8", "F64", new Numbers<double>()),
    ];

    public static readonly ElementType Bool = Named("bool");
    public static readonly ElementType UInt8 = Named("u8");
    public static readonly ElementType UInt16 = Named("u16");
    public static readonly ElementType UInt32 = Named("u32");
    public static readonly ElementType UInt64 = Named("u64");
    public static readonly ElementType Int8 = Named("i8");
    public static readonly ElementType Int16 = Named("i16");
    public static readonly ElementType Int32 = Named("i32");
    public static readonly ElementType Int64 = Named("i64");
    public static readonly ElementType Float16 = Named("f16");
    public static readonly ElementType BrainFloat16 = Named("bf16");
    public static readonly ElementType Float32 = Named("f32");
    public static readonly ElementType Float64 = Named("f64");

    private readonly Func<byte[], byte[]>? _widen;

    private ElementType(string name, int size, string? npy, string safetensors, Numbers numbers, Func<byte[], byte[]>? widen = null)
    {
        (Name, Size, Npy, Safetensors, Numbers) = (name, size, npy, safetensors, numbers);
        _widen = widen;
    }

    public string Name { get; }

    /// <summary>Bytes of one number.</summary>
    public int Size { get; }

    /// <summary>NumPy's letter and size, without the byte order; null where NumPy has no such type.</summary>
    internal string? Npy { get; }

    /// <summary>The name in a safetensors header.</summary>
    internal string Safetensors { get; }

    /// <summary>How the bytes of <see cref="Plain"/> become numbers of another type.</summary>
    internal Numbers Numbers { get; }

    /// <summary>The bytes as .NET numbers of the same values: themselves, but for bool (0 or 1) and bf16 (float).</summary>
    internal byte[] Plain(byte[] bytes) => _widen is null ? bytes : _widen(bytes);

    public override string ToString() => Name;

    private static ElementType Named(string name) => All.Single(type => type.Name == name);
}
