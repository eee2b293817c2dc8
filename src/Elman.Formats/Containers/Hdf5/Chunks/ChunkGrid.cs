using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5.Chunks;

/// <summary>The chunks of a dataset as a grid.</summary>
internal sealed class ChunkGrid
{
    private readonly long[] _counts;
    private readonly long?[] _most;

    /// <param name="sizes">Of a chunk, in values.</param>
    /// <param name="valueSize">Bytes of one value.</param>
    public ChunkGrid(Hdf5Bytes file, Dataspace space, IReadOnlyList<long> sizes, int valueSize, bool isFiltered, string what)
    {
        if (sizes.Count != space.Sizes.Count) throw file.Bad(null, $"{what} has {space.Sizes.Count} dimensions and chunks of {sizes.Count}. The file is damaged.");
        (Space, Sizes, IsFiltered, What) = (space, sizes, isFiltered, what);
        UInt128 bytes = (uint)valueSize;
        foreach (long size in sizes) bytes = bytes > ulong.MaxValue ? bytes : bytes * (ulong)size;
        if (bytes > int.MaxValue) throw file.Bad(null, $"{what} has chunks of {bytes} bytes; expected at most {int.MaxValue}. Save it in smaller chunks.");
        Bytes = (long)bytes;
        _counts = [.. space.Sizes.Select((size, axis) => Chunks(size, sizes[axis]))];
        _most = [.. space.Most.Select((most, axis) => most is long size ? Chunks(size, sizes[axis]) : (long?)null)];
    }

    public Dataspace Space { get; }
    public IReadOnlyList<long> Sizes { get; }
    public bool IsFiltered { get; }
    public string What { get; }

    /// <summary>Bytes of a chunk's values.</summary>
    public long Bytes { get; }

    public int Rank => Sizes.Count;

    /// <summary>The number of chunks that the dataset has now; beyond 2⁶⁴ no longer exact.</summary>
    public UInt128 Count => _counts.Aggregate((UInt128)1, (product, count) => product > ulong.MaxValue ? product : product * (ulong)count);

    /// <summary>The axis that can grow without end; null where there is none or more than one.</summary>
    public int? GrowingAxis => _most.Index().Where(axis => axis.Item is null).Select(axis => (int?)axis.Index).ToArray() is [int one] ? one : null;

    public bool Has(long[] place)
    {
        for (int axis = 0; axis < Rank; axis++)
            if (place[axis] >= _counts[axis]) return false;
        return true;
    }

    /// <summary>The number of a place among the chunks that the dataset has now.</summary>
    public UInt128 NumberOf(long[] place)
    {
        UInt128 number = 0;
        for (int axis = 0; axis < Rank; axis++) number = number * (ulong)_counts[axis] + (ulong)place[axis];
        return number;
    }

    /// <summary>Puts the values of a chunk in their places among all; what stands out over the edge is left out.</summary>
    public void Place(byte[] chunk, byte[] whole, long[] place, int valueSize)
    {
        if (Rank == 0)
        {
            chunk.AsSpan(0, valueSize).CopyTo(whole);
            return;
        }
        var inside = new long[Rank];
        for (int axis = 0; axis < Rank; axis++) inside[axis] = Math.Min(Sizes[axis], Space.Sizes[axis] - place[axis] * Sizes[axis]);
        long run = inside[^1] * valueSize;
        var index = new long[Rank];
        while (true)
        {
            long from = 0, to = 0;
            for (int axis = 0; axis < Rank; axis++)
            {
                from = from * Sizes[axis] + index[axis];
                to = to * Space.Sizes[axis] + place[axis] * Sizes[axis] + index[axis];
            }
            chunk.AsSpan((int)(from * valueSize), (int)run).CopyTo(whole.AsSpan((int)(to * valueSize)));
            int along = Rank - 2;
            for (; along >= 0; along--)
            {
                if (++index[along] < inside[along]) break;
                index[along] = 0;
            }
            if (along < 0) return;
        }
    }

    public bool IsAtEdge(long[] place)
    {
        for (int axis = 0; axis < Rank; axis++)
            if ((place[axis] + 1) * (Int128)Sizes[axis] > Space.Sizes[axis]) return true;
        return false;
    }

    /// <summary>The place of a number in the row of all chunks that there can ever be, the last axis fastest; an axis that grows without end is the slowest.</summary>
    public long[] PlaceOf(long number)
    {
        int? growing = GrowingAxis;
        int[] order = growing is int first ? [first, .. Enumerable.Range(0, Rank).Where(axis => axis != first)] : [.. Enumerable.Range(0, Rank)];
        var place = new long[Rank];
        for (int i = Rank - 1; i >= 0; i--)
        {
            int axis = order[i];
            if (i == 0 && growing is not null)
            {
                place[axis] = number;
                break;
            }
            long most = Math.Max(1, _most[axis] ?? 1);
            (number, place[axis]) = Math.DivRem(number, most);
        }
        return place;
    }

    /// <summary>The number of chunks that there can ever be; null where without end.</summary>
    public UInt128? MostCount => _most.Contains(null) ? null : _most.Aggregate((UInt128)1, (product, count) => product > ulong.MaxValue ? product : product * (ulong)count!.Value);

    private static long Chunks(long size, long chunk) => size / chunk + (size % chunk == 0 ? 0 : 1);
}
