namespace Elman.Numerics;

/// <summary>
/// How sums over steps and samples, which the gradients of weights are, are cut: the rows of the batch into consecutive groups, each summed from zero, and
/// these sums added in ascending order. Only the sums are cut: outputs, losses, statistics of the batch and random draws are those of the whole batch.
/// </summary>
/// <remarks>An operation asks for its bounds when it is recorded, on the thread that computes it.</remarks>
internal sealed class Shards
{
    [ThreadStatic]
    private static Shards? _current;

    private readonly int _count;

    /// <summary>Where each sequence begins among the rows that are there, and the end of the last; null where all sequences have as many.</summary>
    private readonly int[]? _starts;
    private readonly int _sequences;

    private Shards(int count, int sequences, int[]? starts) => (_count, _sequences, _starts) = (count, sequences, starts);

    /// <summary>Until the result is disposed, sums over batches of so many sequences are cut into so many shards; one is no cut at all.</summary>
    public static IDisposable Cut(int count, int sequences) => Enter(count <= 1 || sequences == 0 ? null : new(count, sequences, null));

    /// <summary>Inside of a cut: the rows are those of the steps that are there, sequence after sequence.</summary>
    public static IDisposable? Packed(int[] lengths)
    {
        if (_current is not { } now || lengths.Length != now._sequences) return null;
        var starts = new int[lengths.Length + 1];
        for (int n = 0; n < lengths.Length; n++) starts[n + 1] = starts[n] + lengths[n];
        return Enter(new(now._count, now._sequences, starts));
    }

    /// <summary>Where the terms of each shard begin, and the end of the last; null where nothing is cut.</summary>
    /// <param name="leading">The first dimension of the tensor whose rows the terms are: sequences, or sequences and steps.</param>
    public static int[]? Bounds(int terms, int leading)
    {
        if (_current is not { } now || leading == 0) return null;
        if (now._starts is { } starts && leading == starts[^1]) return now.At(sequence => starts[sequence] * (terms / leading));
        // A tensor that does not go by sequences, such as a weight, is summed as a whole.
        return leading % now._sequences == 0 ? now.At(sequence => sequence * (terms / now._sequences)) : null;
    }

    /// <summary>The same for terms of which each names its row, ascending.</summary>
    /// <param name="steps">Rows of a sequence.</param>
    public static int[]? Bounds(int[] rows, int steps) => _current is not { } now ? null : now.At(sequence =>
    {
        int place = Array.BinarySearch(rows, sequence * steps);
        return place < 0 ? ~place : place;
    });

    private int[] At(Func<int, int> termOf) => [.. Enumerable.Range(0, _count + 1).Select(shard => termOf((int)((long)_sequences * shard / _count)))];

    private static Restore Enter(Shards? shards)
    {
        var before = new Restore(_current);
        _current = shards;
        return before;
    }

    private sealed class Restore(Shards? before) : IDisposable
    {
        public void Dispose() => _current = before;
    }
}

/// <summary>One shard's terms, and the sum that they are added to.</summary>
internal readonly ref struct Shard<T>(int first, int count, Span<T> sum)
{
    public int First { get; } = first;
    public int Count { get; } = count;
    public Span<T> Sum { get; } = sum;
}
