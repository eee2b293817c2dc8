using Elman.Numerics;

namespace Elman.Tests.Numerics;

[Collection(ComputeTests.Name)]
public sealed class LockstepTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void No_share_of_a_phase_begins_before_all_shares_of_the_one_before_have_ended(int members)
    {
        using IDisposable use = Compute.Use(Compute.Kernel, members);
        const int Phases = 400;
        int open = 0, current = 0;
        var shares = new int[Phases][];
        var wrong = 0;
        Lockstep.Run(Phases, members, new Work((phase, part, parts) =>
        {
            int[] mine = Interlocked.CompareExchange(ref shares[phase], new int[parts], null) ?? shares[phase];
            if (Interlocked.Increment(ref open) == 1) Volatile.Write(ref current, phase);
            if (Volatile.Read(ref current) > phase || (phase > 0 && shares[phase - 1].Any(count => count != 1)) || mine.Length != parts) Interlocked.Increment(ref wrong);
            if (phase % 50 == 0) Thread.Sleep(1);
            Interlocked.Decrement(ref open);
            Interlocked.Increment(ref mine[part]);
        }));
        Assert.Equal(0, wrong);
        Assert.All(shares, phase => Assert.All(phase, count => Assert.Equal(1, count)));
    }

    [Fact]
    public void Others_join_when_they_have_come()
    {
        using IDisposable use = Compute.Use(Compute.Kernel, 3);
        int most = 0;
        Lockstep.Run(2000, 3, new Work((_, _, parts) =>
        {
            most = Math.Max(most, parts);
            if (most < 3) Thread.Sleep(1);
        }));
        Assert.Equal(3, most);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void An_error_of_any_member_ends_the_work_and_is_thrown(int failing)
    {
        using IDisposable use = Compute.Use(Compute.Kernel, 2);
        int last = 0;
        var error = Assert.Throws<NotSupportedException>(() => Lockstep.Run(100_000, 2, new Work((phase, part, parts) =>
        {
            last = Math.Max(last, phase);
            if (parts < 2) Thread.Sleep(1);
            else if (part == failing) throw new NotSupportedException("no");
        })));
        Assert.Equal("no", error.Message);
        Assert.True(last < 99_999);
    }

    private sealed class Work(Action<int, int, int> run) : IPhasedWork
    {
        public void Run(int phase, int part, int parts) => run(phase, part, parts);
    }
}
