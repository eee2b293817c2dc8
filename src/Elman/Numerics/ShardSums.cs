using System.Numerics;

namespace Elman.Numerics;

/// <summary>Goes through the shards of a sum, and adds what each has summed to the total: <c>foreach (Shard&lt;T&gt; shard in new ShardSums&lt;T&gt;(…))</c>.</summary>
/// <remarks>Without a cut the one shard adds to the total itself. A shard without terms is skipped.</remarks>
/// <param name="bounds">Of <see cref="Shards.Bounds(int, int)"/>.</param>
internal ref struct ShardSums<T>(int[]? bounds, int terms, Span<T> total) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _total = total;
    private readonly int[] _bounds = bounds ?? [0, terms];
    private T[]? _sum;
    private int _next;

    public readonly ShardSums<T> GetEnumerator() => this;

    public readonly Shard<T> Current => new(_bounds[_next - 1], _bounds[_next] - _bounds[_next - 1], _sum ?? _total);

    public bool MoveNext()
    {
        if (_sum is not null) Zip.Add<T>(_sum, _total);
        do
        {
            if (++_next == _bounds.Length)
            {
                if (_sum is not null) Arrays<T>.Return(_sum);
                return false;
            }
        }
        while (_bounds[_next] == _bounds[_next - 1]);
        if (_bounds.Length == 2) return true;
        if (_sum is null) _sum = Arrays<T>.Take(_total.Length);
        else _sum.AsSpan().Clear();
        return true;
    }
}
