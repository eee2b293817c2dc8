using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Elman.Numerics;

namespace Elman.Storage;

/// <summary>Numbers brought into the one order in which arrays are held: little-endian and row-major.</summary>
internal static class ByteOrder
{
    /// <summary>Turns the bytes of every number round, in place.</summary>
    public static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2: Swap(MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: Swap(MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: Swap(MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }

    /// <summary>Column-major numbers (the first index runs fastest) in row-major order.</summary>
    public static byte[] RowMajor(byte[] columnMajor, Shape shape, int size)
    {
        var rowMajor = new byte[columnMajor.Length];
        var index = new int[shape.Rank];
        var stride = new long[shape.Rank];
        long step = size;
        for (int axis = 0; axis < shape.Rank; axis++) (stride[axis], step) = (step, step * shape[axis]);

        long from = 0;
        for (int to = 0; to < rowMajor.Length; to += size)
        {
            columnMajor.AsSpan((int)from, size).CopyTo(rowMajor.AsSpan(to));
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                from += stride[axis];
                if (++index[axis] < shape[axis]) break;
                from -= stride[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return rowMajor;
    }

    private static void Swap(Span<ushort> numbers) => BinaryPrimitives.ReverseEndianness(numbers, numbers);
    private static void Swap(Span<uint> numbers) => BinaryPrimitives.ReverseEndianness(numbers, numbers);
    private static void Swap(Span<ulong> numbers) => BinaryPrimitives.ReverseEndianness(numbers, numbers);
}
