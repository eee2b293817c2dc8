using Elman.Numerics;
using Xunit;

namespace Elman.Tests.Numerics;

public sealed class Float64AccuracyTests
{
    public static TheoryData<string> Names => [.. FunctionCase.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_function_is_within_four_doubles_of_the_correctly_rounded_value(string name)
    {
        FunctionCase function = FunctionCase.All.Single(f => f.Name == name);
        double[] x = [.. Points(function).Where(value => double.IsFinite(value) && IsInside(name, value))];
        Array.Resize(ref x, (x.Length + 15) / 16 * 16);
        if (name == "log") Array.Fill(x, 1, x.Length - 15, 15);
        var y = new double[x.Length];
        Kernel<double> kernel = Kernels.Table<double>()[Kernels.BestFirst.Index().First(row => row.Item.IsSupported).Index];
        function.Run<double>(kernel, x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = (double)function.Exact(x[i]);
            if (Reference.Distance(y[i], expected) > FunctionCase.Bound64)
                Assert.Fail($"{name}({x[i]:R}) is {y[i]:R}; the correctly rounded value is {expected:R}, {Reference.Distance(y[i], expected)} doubles away.");
        }
    }

    /// <summary>Where the function is a number and not a limit that the table of edges tests.</summary>
    private static bool IsInside(string name, double x) => name switch
    {
        "log" => x > 0,
        "log1p" => x > -1,
        _ => true,
    };

    private static IEnumerable<double> Points(FunctionCase function)
    {
        var random = new Random(20250711);
        for (int i = 0; i < 400; i++) yield return 2 * random.NextDouble() - 1;
        for (int i = 0; i < 400; i++) yield return 40 * random.NextDouble() - 20;
        for (int i = 0; i < 300; i++) yield return 1600 * random.NextDouble() - 800;
        for (int i = 0; i < 300; i++) yield return BitConverter.Int64BitsToDouble(random.NextInt64());
        for (int i = 0; i < 200; i++) yield return (random.Next(2) * 2 - 1) * Math.Pow(2, -1074 * random.NextDouble());
        foreach (double branch in function.Branches.Concat([0, 1, 1.4142135623730951, 0.70710678118654757, 2, 3, 0.5]))
            for (int i = -6; i <= 6; i++)
                foreach (double sign in (double[])[1, -1])
                {
                    yield return sign * BitConverter.Int64BitsToDouble(Math.Max(0, BitConverter.DoubleToInt64Bits(Math.Abs(branch)) + i));
                    yield return sign * (branch + i * 0.01 * random.NextDouble());
                }
    }
}
