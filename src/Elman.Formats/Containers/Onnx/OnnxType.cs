using Elman.Storage;

namespace Elman.Formats.Containers.Onnx;

/// <summary>Where the numbers of a tensor stand that has no <c>raw_data</c>.</summary>
internal enum OnnxField
{
    /// <summary>Floats, 4 bytes each.</summary>
    Floats = 4,

    /// <summary>Integers of up to 32 bits, bools, and the bits of 16-bit floats.</summary>
    Small = 5,

    Longs = 7,
    Doubles = 10,
    Unsigned = 11,
}

/// <summary>A type of element: ONNX's number and name of it, and how it is held here.</summary>
/// <param name="Held">Null where it is not.</param>
internal sealed record OnnxType(int Number, string Name, ElementType? Held, OnnxField Field = OnnxField.Small)
{
    /// <summary>In the order of ONNX's numbers, from 1 on.</summary>
    public static IReadOnlyList<OnnxType> All { get; } =
    [
        new(1, "float", ElementType.Float32, OnnxField.Floats),
        new(2, "uint8", ElementType.UInt8),
        new(3, "int8", ElementType.Int8),
        new(4, "uint16", ElementType.UInt16),
        new(5, "int16", ElementType.Int16),
        new(6, "int32", ElementType.Int32),
        new(7, "int64", ElementType.Int64, OnnxField.Longs),
        new(8, "string", null),
        new(9, "bool", ElementType.Bool),
        new(10, "float16", ElementType.Float16),
        new(11, "double", ElementType.Float64, OnnxField.Doubles),
        new(12, "uint32", ElementType.UInt32, OnnxField.Unsigned),
        new(13, "uint64", ElementType.UInt64, OnnxField.Unsigned),
        new(14, "complex64", null),
        new(15, "complex128", null),
        new(16, "bfloat16", ElementType.BrainFloat16),
        new(17, "float8e4m3fn", null),
        new(18, "float8e4m3fnuz", null),
        new(19, "float8e5m2", null),
        new(20, "float8e5m2fnuz", null),
        new(21, "uint4", null),
        new(22, "int4", null),
        new(23, "float4e2m1", null),
        new(24, "float8e8m0", null),
        new(25, "uint2", null),
        new(26, "int2", null),
    ];

    /// <summary>Null for a number that ONNX does not know.</summary>
    public static OnnxType? Of(int number) => number >= 1 && number <= All.Count ? All[number - 1] : null;

    public static OnnxType Of(ElementType held) => All.First(row => row.Held == held);

    public static string NameOf(int number) => Of(number)?.Name ?? FormattableString.Invariant($"type {number}");
}
