using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Elman.Numerics;

/// <summary>Work that falls into parts which may run at the same time.</summary>
internal interface IParallelWork
{
    void Run(int part);
}

/// <summary>
/// Runs the parts of a piece of work on several threads; nothing else in the library starts one. The caller takes parts itself until none
/// is left, and then waits only for parts that are running, so callers never wait for each other.
/// </summary>
internal static class Crew
{
    /// <summary>How long a caller may spin before it sleeps.</summary>
    private static readonly long _spin = Stopwatch.Frequency * 50 / 1_000_000;

    /// <summary>Runs parts 0 … parts − 1, by at most <see cref="Compute.Threads"/> threads. An error of a part is thrown after all have ended.</summary>
    public static void Run<TWork>(int parts, TWork work) where TWork : class, IParallelWork
    {
        int threads = Math.Min(parts, Compute.Threads);
        if (threads <= 1)
        {
            for (int part = 0; part < parts; part++) work.Run(part);
            return;
        }
        var job = new Job(parts, work);
        for (int i = 1; i < threads; i++) ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.Execute();
        job.Wait();
    }

    private sealed class Job(int parts, IParallelWork work) : IThreadPoolWorkItem
    {
        private readonly Lock _lock = new();
        private readonly ManualResetEventSlim _done = new(false, spinCount: 0);
        private List<Exception>? _errors;
        private int _next, _ended;

        public void Execute()
        {
            for (int part; (part = Interlocked.Increment(ref _next) - 1) < parts;)
            {
                try
                {
                    work.Run(part);
                }
                catch (Exception error)
                {
                    lock (_lock) (_errors ??= []).Add(error);
                }
                if (Interlocked.Increment(ref _ended) == parts) _done.Set();
            }
        }

        public void Wait()
        {
            long start = Stopwatch.GetTimestamp();
            while (!_done.IsSet && Stopwatch.GetTimestamp() - start < _spin) Thread.SpinWait(16);
            _done.Wait();
            if (_errors is null) return;
            // One error as it is, however many parts failed: what a caller catches does not depend on the threads.
            ExceptionDispatchInfo.Throw(_errors.Find(error => error is OperationCanceledException) ?? _errors[0]);
        }
    }
}
