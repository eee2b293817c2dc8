namespace Elman.Tests;

public sealed class AllocatedTests
{
    private static readonly object?[] _kept = new object?[1];

    [Fact]
    public void What_is_allocated_each_time_is_seen()
    {
        Assert.Equal(0, Allocated.By(() => { }));
        Assert.InRange(Allocated.By(() => _kept[0] = new byte[100]), 100, 200);
    }
}
