namespace Elman.Tests.Numerics;

/// <summary>Seeded points for a function of doubles: small, middling and large ones, any bits, subnormals, and the neighbours of each branch.</summary>
internal static class Float64Points
{
    /// <summary>About four times <paramref name="count"/> points inside the domain, and a multiple of sixteen.</summary>
    public static double[] Of(FunctionCase function, int count)
    {
        double[] x = [.. All(function, count).Where(value => double.IsFinite(value) && IsInside(function.Name, value))];
        return x[..^(x.Length % 16)];
    }

    /// <summary>Where the function is a number and not a limit that the table of edges tests.</summary>
    private static bool IsInside(string name, double x) => name switch
    {
        "log" => x > 0,
        "log1p" => x > -1,
        _ => true,
    };

    private static IEnumerable<double> All(FunctionCase function, int count)
    {
        var random = new Random(20250711);
        foreach (double branch in function.Branches.Concat([0, 1, 1.4142135623730951, 0.70710678118654757, 2, 3, 0.5]))
            for (int i = -6; i <= 6; i++)
                foreach (double sign in (double[])[1, -1])
                {
                    yield return sign * BitConverter.Int64BitsToDouble(Math.Max(0, BitConverter.DoubleToInt64Bits(Math.Abs(branch)) + i));
                    yield return sign * (branch + i * 0.01 * random.NextDouble());
                }
        for (int i = 0; i < count; i++) yield return 2 * random.NextDouble() - 1;
        for (int i = 0; i < count; i++) yield return 40 * random.NextDouble() - 20;
        for (int i = 0; i < count * 3 / 4; i++) yield return 1600 * random.NextDouble() - 800;
        for (int i = 0; i < count * 3 / 4; i++) yield return BitConverter.Int64BitsToDouble(random.NextInt64());
        for (int i = 0; i < count / 2; i++) yield return (random.Next(2) * 2 - 1) * Math.Pow(2, -1074 * random.NextDouble());
    }
}
