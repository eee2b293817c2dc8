namespace Elman.Tests;

/// <summary>What the calling thread allocates.</summary>
internal static class Allocated
{
    /// <summary>The least bytes of a few measurements: what an action allocates shows in each of them.</summary>
    /// <remarks>One alone may show up to 8 KB too much, for a collection that another thread's allocation sets off takes what is left of this thread's buffer as allocated.</remarks>
    public static long By(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 10 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
