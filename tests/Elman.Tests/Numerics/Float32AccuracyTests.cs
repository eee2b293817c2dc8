using Elman.Numerics;
using Xunit;

namespace Elman.Tests.Numerics;

public sealed class ElementaryFloat32Tests
{
    public static TheoryData<string> Names => [.. FunctionCase.Elementary.Select(f => f.Name)];

    [Theory, MemberData(nameof(Names))]
    public void An_elementary_function_is_within_two_floats_of_the_correctly_rounded_value(string name) =>
        Float32Sweep.Check(FunctionCase.Elementary.Single(f => f.Name == name));
}

public sealed class ComposedFloat32Tests
{
    public static TheoryData<string> Names => [.. FunctionCase.Composed.Select(f => f.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_composed_function_is_within_four_floats_of_the_correctly_rounded_value(string name) =>
        Float32Sweep.Check(FunctionCase.Composed.Single(f => f.Name == name));
}

/// <summary>Every 256th float, and all 65536 around zero, ±1 and each point where the code branches.</summary>
internal static class Float32Sweep
{
    private const int Block = 1 << 16;

    public static void Check(FunctionCase function)
    {
        Kernel<float> kernel = Kernels.Table<float>()[Kernels.BestFirst.Index().First(row => row.Item.IsSupported).Index];
        var x = new float[Block];
        for (uint start = 0; start < 256; start++)
        {
            for (int i = 0; i < Block; i++) x[i] = BitConverter.UInt32BitsToSingle((start << 24) + ((uint)i << 8) + 37);
            Check(function, kernel, x);
        }
        foreach (double centre in function.Branches.SelectMany(b => new[] { b, -b }).Concat([0, -0.0, 1, -1]))
        {
            // Around zero the patterns run through both signs; the block of +0 holds the smallest subnormals.
            int middle = BitConverter.SingleToInt32Bits((float)centre);
            for (int i = 0; i < Block; i++) x[i] = BitConverter.Int32BitsToSingle(middle + i - (centre == 0 ? 0 : Block / 2));
            Check(function, kernel, x);
        }
    }

    private static void Check(FunctionCase function, Kernel<float> kernel, float[] x)
    {
        var y = new float[x.Length];
        function.Run<float>(kernel, x, y);
        for (int i = 0; i < x.Length; i++)
        {
            float expected = (float)function.Double(x[i]);
            if (Reference.Distance(y[i], expected) > function.Bound32)
                Assert.Fail($"{function.Name}({x[i]:R}) is {y[i]:R}; the correctly rounded value is {expected:R}, {Reference.Distance(y[i], expected)} floats away.");
        }
    }
}
