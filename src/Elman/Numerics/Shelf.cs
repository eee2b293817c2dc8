using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Elman.Numerics;

/// <summary>Things that are not in use, by size, for the next who needs one. What nobody has taken for a while goes with a full collection, everything when memory is short.</summary>
internal sealed class Shelf<TItem> where TItem : class
{
    private const long Idle = 10_000;
    private readonly ConcurrentDictionary<int, ConcurrentStack<(TItem Item, long Since)>> _bySize = [];

    public Shelf() => _ = new AfterCollection(new(this));

    public bool TryTake(int size, [NotNullWhen(true)] out TItem? item)
    {
        bool found = Of(size).TryPop(out (TItem Item, long Since) row);
        item = row.Item;
        return found;
    }

    public void Add(int size, TItem item) => Of(size).Push((item, Environment.TickCount64));

    private ConcurrentStack<(TItem Item, long Since)> Of(int size) => _bySize.GetOrAdd(size, static _ => []);

    private void Clear()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        bool isShort = memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes;
        long old = Environment.TickCount64 - Idle;
        foreach (ConcurrentStack<(TItem Item, long Since)> stack in _bySize.Values)
        {
            // The last returned lie on top; below the first that is old all are.
            var kept = new Stack<(TItem Item, long Since)>();
            while (stack.TryPop(out (TItem Item, long Since) row))
                if (!isShort && row.Since > old) kept.Push(row);
            while (kept.TryPop(out (TItem Item, long Since) row)) stack.Push(row);
        }
    }

    /// <summary>Dies with each collection that reaches its generation, and rises again: so it learns of full collections.</summary>
    private sealed class AfterCollection(WeakReference<Shelf<TItem>> shelf)
    {
        ~AfterCollection()
        {
            if (!shelf.TryGetTarget(out Shelf<TItem>? living)) return;
            if (GC.GetGeneration(this) == GC.MaxGeneration) living.Clear();
            GC.ReRegisterForFinalize(this);
        }
    }
}
