namespace Elman.Training;

/// <summary>Counts of [right class, predicted class], and what follows from them.</summary>
internal static class ClassCounts
{
    public static void Add(ref long[,] counts, int classes, int right, int predicted)
    {
        if (counts.GetLength(0) == 0) counts = new long[classes, classes];
        if (counts.GetLength(0) != classes) throw new ArgumentException($"All batches of a metric have the same classes: {counts.GetLength(0)} so far, found {classes}.");
        counts[right, predicted]++;
    }

    public static double Accuracy(long[,] counts)
    {
        long total = 0, right = 0;
        for (int i = 0; i < counts.GetLength(0); i++)
        {
            right += counts[i, i];
            for (int j = 0; j < counts.GetLength(0); j++) total += counts[i, j];
        }
        return total == 0 ? double.NaN : right / (double)total;
    }

    /// <summary>The F1 score of a class, or the mean of those that occur.</summary>
    public static double F1(long[,] counts, int? ofClass)
    {
        int classes = counts.GetLength(0);
        if (ofClass is int one) return one >= 0 && one < classes ? F1(counts, one) ?? 0 : double.NaN;
        double[] occurring = [.. Enumerable.Range(0, classes).Select(c => F1(counts, c)).OfType<double>()];
        return occurring.Length == 0 ? double.NaN : occurring.Average();
    }

    private static double? F1(long[,] counts, int c)
    {
        long hits = counts[c, c], others = 0;
        for (int i = 0; i < counts.GetLength(0); i++)
            if (i != c) others += counts[i, c] + counts[c, i];
        return hits + others == 0 ? null : 2 * hits / (double)(2 * hits + others);
    }
}
