using System.Numerics;

namespace Elman.Training;

/// <summary>Examples by number: each is a sequence, or a row, and what a model should make of it.</summary>
public abstract class Examples<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract int Count { get; }

    /// <summary>Steps of an example, by which batches are put together; 1 where there are none.</summary>
    public abstract int LengthOf(int index);

    /// <summary>Some of the examples in one batch, in the order asked for.</summary>
    public abstract Batch<T> Gather(ReadOnlySpan<int> rows);

    /// <summary>Batches of these examples.</summary>
    public DataSource<T> InBatches(int size, BatchOptions? options = null) => new ExampleSource<T>(this, size, options);

    /// <summary>Some of the examples, such as a part to train on.</summary>
    public Examples<T> Part(Range range)
    {
        (int start, int count) = range.GetOffsetAndLength(Count);
        return new ExamplePart<T>(this, [.. Enumerable.Range(start, count)]);
    }

    /// <summary>The examples of these numbers, in their order.</summary>
    public Examples<T> Part(IReadOnlyList<int> rows) => new ExamplePart<T>(this, [.. rows]);
}

internal sealed class ExamplePart<T> : Examples<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Examples<T> _all;
    private readonly int[] _rows;

    public ExamplePart(Examples<T> all, int[] rows)
    {
        foreach (int row in rows)
            if ((uint)row >= (uint)all.Count) throw new ArgumentOutOfRangeException(nameof(rows), row, $"Examples are numbered 0 to {all.Count - 1}.");
        (_all, _rows) = (all, rows);
    }

    public override int Count => _rows.Length;

    public override int LengthOf(int index) => _all.LengthOf(_rows[index]);

    public override Batch<T> Gather(ReadOnlySpan<int> rows)
    {
        var there = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) there[i] = _rows[rows[i]];
        return _all.Gather(there);
    }
}
