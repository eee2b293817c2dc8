using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>A storage as a pickle names it: a key, and how many numbers of which type the file should have there.</summary>
/// <param name="Start">Where, counted in numbers, this part of the stored whole begins.</param>
/// <param name="Whole">The numbers of the stored whole.</param>
internal sealed record TorchStorage(string Key, TorchType Type, long Start, long Count, long Whole);

/// <summary>A tensor as a pickle describes it: which numbers of a storage it shows, in the order of which strides.</summary>
/// <param name="Type">Of the numbers; that of the storage, unless it is untyped.</param>
/// <param name="Offset">In numbers, from the beginning of the storage.</param>
internal sealed record TorchTensor(TorchStorage Storage, TorchType Type, long Offset, long[] Dimensions, long[] Strides)
{
    public string Words => $"{Type.Name} {Extent.Text(Dimensions)}";

    /// <summary>Bytes of the numbers that it shows; huge where the file lies.</summary>
    public UInt128 Bytes
    {
        get
        {
            if (Dimensions.Contains(0)) return 0;
            UInt128 bytes = (UInt128)Type.Size;
            foreach (long dimension in Dimensions) bytes = bytes > ulong.MaxValue ? bytes : bytes * (ulong)dimension;
            return bytes;
        }
    }

    /// <summary>One more than the last number of the storage that it shows.</summary>
    public UInt128 Reach
    {
        get
        {
            if (Dimensions.Contains(0)) return 0;
            UInt128 last = (UInt128)Offset;
            for (int axis = 0; axis < Dimensions.Length; axis++) last += (UInt128)(Dimensions[axis] - 1) * (UInt128)Strides[axis];
            return last + 1;
        }
    }

    /// <summary>Whether its numbers follow each other in row-major order.</summary>
    public bool IsContiguous
    {
        get
        {
            long step = 1;
            for (int axis = Dimensions.Length - 1; axis >= 0; axis--)
            {
                if (Dimensions[axis] != 1 && Strides[axis] != step) return false;
                step *= Dimensions[axis];
            }
            return true;
        }
    }

    /// <summary>The numbers in row-major order.</summary>
    /// <param name="stored">The bytes of the stored whole.</param>
    public byte[] Gather(byte[] stored, Shape shape)
    {
        int size = Type.Size;
        long first = (Storage.Start * Storage.Type.Size) + Offset * size, length = (long)shape.Count * size;
        if (length == 0) return [];
        if (IsContiguous) return first == 0 && length == stored.Length ? stored : stored.AsSpan((int)first, (int)length).ToArray();

        var gathered = new byte[length];
        var index = new int[shape.Rank];
        long from = first;
        for (int to = 0; to < gathered.Length; to += size)
        {
            stored.AsSpan((int)from, size).CopyTo(gathered.AsSpan(to));
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                from += Strides[axis] * size;
                if (++index[axis] < shape[axis]) break;
                from -= Strides[axis] * size * shape[axis];
                index[axis] = 0;
            }
        }
        return gathered;
    }
}
