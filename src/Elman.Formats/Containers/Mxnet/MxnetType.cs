using Elman.Storage;

namespace Elman.Formats.Containers.Mxnet;

/// <summary>The number by which MXNet's files name a type (<c>mshadow</c>'s flags).</summary>
internal sealed record MxnetType(int Flag, ElementType Held)
{
    public static IReadOnlyList<MxnetType> All { get; } =
    [
        new(0, ElementType.Float32),
        new(1, ElementType.Float64),
        new(2, ElementType.Float16),
        new(3, ElementType.UInt8),
        new(4, ElementType.Int32),
        new(5, ElementType.Int8),
        new(6, ElementType.Int64),
        new(7, ElementType.Bool),
        new(8, ElementType.Int16),
        new(9, ElementType.UInt16),
        new(10, ElementType.UInt32),
        new(11, ElementType.UInt64),
        new(12, ElementType.BrainFloat16),
    ];
}
