namespace Elman.Models;

/// <summary>An order in which everything comes after what it needs; among several such orders the one nearest to the given.</summary>
internal static class TopologicalOrder
{
    /// <param name="needs">For each item, the items it needs.</param>
    /// <param name="waiting">The items that wait in circles, or for one that does; empty where there is an order.</param>
    public static int[] Of(int[][] needs, out int[] waiting)
    {
        var missing = new int[needs.Length];
        var neededBy = new List<int>[needs.Length];
        for (int item = 0; item < needs.Length; item++) neededBy[item] = [];
        var ready = new PriorityQueue<int, int>();
        for (int item = 0; item < needs.Length; item++)
        {
            missing[item] = needs[item].Length;
            foreach (int needed in needs[item]) neededBy[needed].Add(item);
            if (missing[item] == 0) ready.Enqueue(item, item);
        }
        var order = new List<int>(needs.Length);
        while (ready.TryDequeue(out int item, out _))
        {
            order.Add(item);
            foreach (int next in neededBy[item])
                if (--missing[next] == 0) ready.Enqueue(next, next);
        }
        waiting = [.. Enumerable.Range(0, needs.Length).Where(item => missing[item] > 0)];
        return [.. order];
    }
}
