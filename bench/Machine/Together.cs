namespace Elman.Bench.Machine;

/// <summary>The same measurement on several threads at once.</summary>
internal static class Together
{
    /// <summary>The sum of what each thread reaches.</summary>
    public static double Sum(int threads, Func<double> measure)
    {
        var rates = new double[threads];
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => rates[i] = measure()))];
        foreach (Thread other in others) other.Start();
        rates[0] = measure();
        foreach (Thread other in others) other.Join();
        return rates.Sum();
    }
}
