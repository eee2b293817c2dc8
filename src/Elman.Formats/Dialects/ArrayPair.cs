using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects;

/// <summary>One array under our name and under a framework's.</summary>
/// <param name="OurGates">The gates whose rows are stacked, in our order; empty where there are none.</param>
/// <param name="TheirGates">The same gates in the framework's order.</param>
internal sealed record ArrayPair(string Ours, string Theirs, IReadOnlyList<string> OurGates, IReadOnlyList<string> TheirGates)
{
    public ArrayPair(string ours, string theirs) : this(ours, theirs, [], []) { }

    /// <summary>Rows in our order; the name stays the file's, for errors.</summary>
    public NamedArray ToOurs(NamedArray array) => Reordered(array, TheirGates, OurGates);

    /// <summary>Rows in their order, under their name.</summary>
    public NamedArray ToTheirs(NamedArray array) => Reordered(array, OurGates, TheirGates).Renamed(Theirs);

    private static NamedArray Reordered(NamedArray array, IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        // Where the rows do not fall into gates the shape is wrong, and the model that takes the array says so.
        if (from.SequenceEqual(to) || array.Shape.Rank == 0 || array.Shape[0] % from.Count != 0) return array;
        int block = array.Bytes.Length / from.Count;
        var bytes = new byte[array.Bytes.Length];
        for (int gate = 0; gate < to.Count; gate++)
            array.Bytes.Slice(from.Index().First(row => row.Item == to[gate]).Index * block, block).CopyTo(bytes.AsSpan(gate * block));
        return new NamedArray(array.Name, array.Type, array.Shape, bytes);
    }
}
