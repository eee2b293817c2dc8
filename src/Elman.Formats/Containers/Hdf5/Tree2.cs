using System.Numerics;

namespace Elman.Formats.Containers.Hdf5;

/// <summary>A B-tree of version 2: records of one size, here read all in their order.</summary>
/// <param name="kinds">The kinds of records that are expected: the specification's section III.A.2.</param>
internal sealed class Tree2(Hdf5Bytes file, long address, params int[] kinds)
{
    private const string What = "a B-tree of version 2";
    private const int Frame = 10;   // signature, version, kind, checksum
    private const int MostDepth = 32;

    private readonly HashSet<long> _seen = [];

    public int Kind { get; private set; }
    public int RecordSize { get; private set; }

    /// <summary>Bytes that a number up to this takes.</summary>
    public static int BytesFor(ulong most) => BitOperations.Log2(most) / 8 + 1;

    public IEnumerable<Block> Records()
    {
        if (address == Hdf5Bytes.None) yield break;
        Block head = file.Block(address, 16 + file.AddressSize + 2 + file.LengthSize + 4, What);
        head.Expect("BTHD"u8);
        head.Version(0, 0);
        Kind = head.Byte();
        if (!kinds.Contains(Kind)) throw head.Bad($"expected records of kind {string.Join(" or ", kinds)}, found {Kind}. The file is damaged.");
        uint nodeSize = head.Int();
        RecordSize = head.Short();
        int depth = head.Short();
        head.Skip(2);   // when nodes are split and merged
        long root = head.Pointer();
        int records = head.Short();
        head.Length("the number of its records");
        head.Checksum();
        if (RecordSize == 0 || nodeSize < Frame + RecordSize || depth > MostDepth) throw head.Bad($"has nodes of {nodeSize} bytes, records of {RecordSize}, and is {depth} deep. The file is damaged.");
        if (root == Hdf5Bytes.None || records == 0) yield break;
        foreach (Block record in Node(root, records, depth, nodeSize, Counts(nodeSize, depth))) yield return record;
    }

    /// <summary>How many bytes the two counts of a pointer take, by the depth of the node that it points at.</summary>
    private List<(int Records, int Total)> Counts(uint nodeSize, int depth)
    {
        UInt128 most = (nodeSize - Frame) / (uint)RecordSize, total = most;
        int records = BytesFor((ulong)most);
        var counts = new List<(int, int)> { (records, 0) };
        for (int level = 1; level <= depth; level++)
        {
            int pointer = file.AddressSize + records + counts[^1].Item2;
            most = nodeSize < Frame + pointer ? 0 : (nodeSize - Frame - (uint)pointer) / (uint)(RecordSize + pointer);
            total = UInt128.Min((most + 1) * total + most, ulong.MaxValue);
            counts.Add((records, BytesFor(Math.Max(1, (ulong)total))));
        }
        return counts;
    }

    private IEnumerable<Block> Node(long at, int records, int depth, uint nodeSize, List<(int Records, int Total)> counts)
    {
        if (!_seen.Add(at)) throw file.Bad(at, $"{What}: a node stands in it twice. The file is made to harm.");
        (int countSize, int totalSize) = depth == 0 ? (0, 0) : counts[depth - 1];
        int pointerSize = depth == 0 ? 0 : file.AddressSize + countSize + totalSize, pointers = depth == 0 ? 0 : records + 1;
        long used = Frame + (long)records * RecordSize + (long)pointers * pointerSize;
        if (used > nodeSize) throw file.Bad(at, $"{What}: a node of {nodeSize} bytes cannot have {records} records. The file is damaged.");
        Block block = file.Block(at, used, What);
        block.Expect(depth == 0 ? "BTLF"u8 : "BTIN"u8);
        block.Version(0, 0);
        if (block.Byte() != Kind) throw block.Bad($"a node is of another kind than its tree. The file is damaged.");
        var own = new Block[records];
        for (int i = 0; i < records; i++) own[i] = block.Part(RecordSize);
        var children = new (long At, int Records)[pointers];
        for (int i = 0; i < pointers; i++)
        {
            children[i] = (block.Pointer(), checked((int)Math.Min(int.MaxValue, block.Number(countSize, "a count"))));
            block.Skip(totalSize);
        }
        block.Checksum();
        for (int i = 0; i < Math.Max(records, pointers); i++)
        {
            if (i < pointers)
                foreach (Block record in Node(children[i].At, children[i].Records, depth - 1, nodeSize, counts)) yield return record;
            if (i < records) yield return own[i];
        }
    }
}
