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
        double[] x = Float64Points.Of(function, 400), y = new double[x.Length];
        Kernel<double> kernel = Kernels.Table<double>()[Kernels.BestFirst.Index().First(row => row.Item.IsSupported).Index];
        function.Run<double>(kernel, x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = (double)function.Exact(x[i]);
            if (Reference.Distance(y[i], expected) > FunctionCase.Bound64)
                Assert.Fail($"{name}({x[i]:R}) is {y[i]:R}; the correctly rounded value is {expected:R}, {Reference.Distance(y[i], expected)} doubles away.");
        }
    }
}
