using Elman.Numerics;

namespace Elman.Tests;

public sealed class DeviceTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData(" CPU ")]
    public void The_processor_is_a_device(string text) => Assert.Same(Device.Cpu, Device.Parse(text));

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("mps")]
    [InlineData("")]
    public void A_device_that_is_not_there_is_refused_with_those_that_are(string text)
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Device.Parse(text));
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Known: cpu.", error.Message, StringComparison.Ordinal);
    }
}
