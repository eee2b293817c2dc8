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
        Job job = Job.Take();
        job.Begin(parts, threads, work);
        for (int i = 1; i < threads; i++) ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.TakeParts();
        job.End();
    }

    /// <summary>A piece of work; used again, so that sharing work allocates nothing.</summary>
    private sealed class Job : IThreadPoolWorkItem
    {
        [ThreadStatic] private static Job? _free;

        private readonly Lock _lock = new();
        private readonly ManualResetEventSlim _done = new(false, spinCount: 0);
        private IParallelWork? _work;
        private List<Exception>? _errors;
        private int _ended, _threads, _running;

        /// <summary>
        /// The number of parts in the high half, that of the next part in the low. A thread of the pool may come late, when this work has ended and even when the next has begun:
        /// one read tells it both, so it finds nothing to do, or takes a part of the next.
        /// </summary>
        private long _state;

        /// <summary>That of the calling thread, or a new one where it is in use: a part may share its own work.</summary>
        public static Job Take()
        {
            Job job = _free ?? new();
            _free = null;
            return job;
        }

        public void Begin(int parts, int threads, IParallelWork work)
        {
            (_work, _errors, _ended, _threads) = (work, null, 0, threads);
            _done.Reset();
            Volatile.Write(ref _state, (long)parts << 32);
        }

        /// <summary>A thread of the pool takes parts, unless late ones are as many as may.</summary>
        public void Execute()
        {
            if (Interlocked.Increment(ref _running) < _threads) TakeParts();
            Interlocked.Decrement(ref _running);
        }

        public void TakeParts()
        {
            for (long state; (uint)(state = Interlocked.Increment(ref _state)) <= state >> 32;) Run((int)state - 1, (int)(state >> 32));
        }

        private void Run(int part, int parts)
        {
            try
            {
                _work!.Run(part);
            }
            catch (Exception error)
            {
                lock (_lock) (_errors ??= []).Add(error);
            }
            if (Interlocked.Increment(ref _ended) == parts) _done.Set();
        }

        /// <summary>Waits until all parts have ended.</summary>
        public void End()
        {
            long start = Stopwatch.GetTimestamp();
            while (!_done.IsSet && Stopwatch.GetTimestamp() - start < _spin) Thread.SpinWait(16);
            _done.Wait();
            List<Exception>? errors = _errors;
            (_work, _errors, _free) = (null, null, this);
            if (errors is null) return;
            // One error as it is, however many parts failed: what a caller catches does not depend on the threads.
            ExceptionDispatchInfo.Throw(errors.Find(error => error is OperationCanceledException) ?? errors[0]);
        }
    }
}
