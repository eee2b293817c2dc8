using Elman.Numerics;

namespace Elman.Tests.Numerics;

[Collection(ComputeTests.Name)]
public sealed class CrewTests
{
    [Fact]
    public void Every_part_runs_once_also_within_a_part()
    {
        foreach ((string kernel, int threads) in ComputeTests.Settings)
        {
            using IDisposable use = Compute.Use(kernel, threads);
            var runs = new int[7 * 5];
            Crew.Run(7, new Parts(outer => Crew.Run(5, new Parts(inner => Interlocked.Increment(ref runs[outer * 5 + inner])))));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Parts_that_fail_throw_the_same_error_at_every_thread_count()
    {
        foreach ((string kernel, int threads) in ComputeTests.Settings)
        {
            using IDisposable use = Compute.Use(kernel, threads);
            Assert.Equal("no", Assert.Throws<NotSupportedException>(() => Crew.Run(4, new Parts(_ => throw new NotSupportedException("no")))).Message);
        }
    }

    [Fact]
    public void Work_after_work_is_done_whole_though_threads_of_the_one_before_come_late()
    {
        foreach (int threads in (int[])[2, 3, 8])
        {
            using IDisposable use = Compute.Use(Compute.Kernel, threads);
            for (int i = 0; i < 3000; i++)
            {
                var runs = new int[1 + i % 7];
                Crew.Run(runs.Length, new Parts(part => Interlocked.Increment(ref runs[part])));
                Assert.All(runs, count => Assert.Equal(1, count));
            }
        }
    }

    private sealed class Parts(Action<int> run) : IParallelWork
    {
        public void Run(int part) => run(part);
    }
}
