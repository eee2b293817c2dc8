using Elman.Storage;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>How many numbers, and in how many dimensions.</summary>
/// <param name="IsNull">Whether there is no value at all.</param>
/// <param name="Sizes">None for a single value.</param>
/// <param name="Most">How far each may grow; null where without end.</param>
internal sealed record Dataspace(bool IsNull, IReadOnlyList<long> Sizes, IReadOnlyList<long?> Most)
{
    public const int MostDimensions = 32;

    private const int HasMost = 1 << 0;

    public static Dataspace Scalar { get; } = new(false, [], []);

    public static Dataspace Of(params IReadOnlyList<long> sizes) => new(false, sizes, [.. sizes.Select(size => (long?)size)]);

    /// <summary>The number of values; beyond 2⁶⁴ no longer exact but larger than any file.</summary>
    public UInt128 Count
    {
        get
        {
            if (IsNull || Sizes.Contains(0)) return 0;
            UInt128 count = 1;
            foreach (long size in Sizes) count = count > ulong.MaxValue ? count : count * (ulong)size;
            return count;
        }
    }

    public string Shown => IsNull ? "nothing" : Extent.Text([.. Sizes]);

    public static Dataspace Read(Block block)
    {
        int version = block.Version(1, 2);
        (int rank, int flags) = (block.Byte(), block.Byte());
        bool isNull = block.Byte() == 2 && version == 2;
        if (version == 1) block.Skip(4);
        if (rank > MostDimensions) throw block.Bad($"expected at most {MostDimensions} dimensions, found {rank}.");
        var sizes = new long[rank];
        for (int i = 0; i < rank; i++) sizes[i] = block.Length("a dimension");
        var most = new long?[rank];
        for (int i = 0; i < rank; i++) most[i] = (flags & HasMost) != 0 ? block.LengthOrEndless("a largest dimension") : sizes[i];
        for (int i = 0; i < rank; i++)
            if (sizes[i] > most[i]) throw block.Bad($"dimension {i} is {sizes[i]}, more than its most, {most[i]}. The file is damaged.");
        return new(isNull, sizes, most);
    }
}
