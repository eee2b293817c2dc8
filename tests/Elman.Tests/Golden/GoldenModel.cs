namespace Elman.Tests.Golden;

internal static class GoldenModel
{
    public static void Run(GoldenCase golden) => Assert.Skip("models");
}
