using System.Numerics;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Xunit;

namespace Elman.Tests.Numerics;

/// <summary>Every function, activation, reduction and softmax at every kernel, sizes 0 … 40: the bits of the scalar kernel.</summary>
[Collection(ComputeTests.Name)]
public sealed class SameBitsTests
{
    public static TheoryData<string> Names => [.. ComputeTests.Kernels];

    [Theory, MemberData(nameof(Names))]
    public void Every_function_gives_the_same_bits_as_the_scalar_kernel(string kernel)
    {
        foreach (FunctionCase function in FunctionCase.All)
        {
            Compare<float>(function, kernel);
            Compare<double>(function, kernel);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_activation_and_slope_gives_the_same_bits_at_every_size(string kernel)
    {
        foreach (ActivationRow row in ActivationCatalog.Rows)
        {
            Activation activation = Activation.Parse(row.Name);
            foreach (int size in Enumerable.Range(0, 41))
            {
                Same($"{row.Name}, float, {size}", kernel, () => Both(activation, Draw<float>(size, 3)));
                Same($"{row.Name}, double, {size}", kernel, () => Both(activation, Draw<double>(size, 3)));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Sums_and_softmax_give_the_same_bits_at_every_size(string kernel)
    {
        foreach (int size in Enumerable.Range(1, 40).Concat([100, 257]))
        {
            Same($"float, {size}", kernel, () => Rows(Draw<float>(size, 2, finite: true), Draw<float>(size, 5, finite: true)));
            Same($"double, {size}", kernel, () => Rows(Draw<double>(size, 2, finite: true), Draw<double>(size, 5, finite: true)));
        }
    }

    private static void Compare<T>(FunctionCase function, string kernel) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Kernel<T> other = Kernels.Table<T>()[Kernels.BestFirst.Index().Single(row => row.Item.Name == kernel).Index];
        T[] x = Draw<T>(4096, 1), y = new T[x.Length], expected = new T[x.Length];
        function.Run<T>(other, x, y);
        function.Run<T>(Kernels.Table<T>()[^1], x, expected);
        Bits.AssertEqual<T>(expected, y, $"{function.Name} of {typeof(T).Name} at {kernel}");
    }

    private static T[] Both<T>(Activation activation, T[] x) where T : unmanaged
    {
        var slope = new SlopeOf<T>(x);
        var y = new T[x.Length];
        Elementwise.Map<T>(x, y, activation);
        return [.. y, .. activation.Accept<SlopeOf<T>, T[]>(ref slope)];
    }

    private static T[] Rows<T>(T[] x, T[] dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T mean, T variance) = Reduction.Moments<T>(x);
        T[] y = new T[x.Length], log = new T[x.Length], dx = new T[x.Length], dlog = new T[x.Length];
        Softmax.Forward<T>(x, x.Length, y);
        Softmax.LogForward<T>(x, x.Length, log);
        Softmax.Backward<T>(y, dy, x.Length, dx);
        Softmax.LogBackward<T>(log, dy, x.Length, dlog);
        return [Reduction.Sum<T>(x), Reduction.SumOfProducts<T>(x, dy), Reduction.Max<T>(x), mean, variance, .. y, .. log, .. dx, .. dlog];
    }

    private static void Same<T>(string what, string kernel, Func<T[]> compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] expected, found;
        using (Compute.Use("scalar", Compute.Threads)) expected = compute();
        using (Compute.Use(kernel, Compute.Threads)) found = compute();
        Bits.AssertEqual<T>(expected, found, $"{what} at {kernel}");
    }

    /// <summary>Numbers of every size, with infinities, NaN, both zeros and subnormals among them.</summary>
    private static T[] Draw<T>(int count, int seed, bool finite = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        double[] edges = [0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-310, -1e-40, 1, -1, 3, -3, 88.5, -104, 6, 1e300];
        var numbers = new T[count];
        for (int i = 0; i < count; i++)
            numbers[i] = T.CreateTruncating((random.Next(7) + (finite ? 7 : 0)) switch
            {
                0 => edges[random.Next(edges.Length)],
                1 => Math.Pow(2, 300 * (random.NextDouble() - 0.5)),
                2 => 1600 * (random.NextDouble() - 0.5),
                3 or 7 => 220 * (random.NextDouble() - 0.5),
                _ => 8 * (random.NextDouble() - 0.5),
            });
        return numbers;
    }

    private readonly struct SlopeOf<T>(T[] x) : IActivationVisitor<T[]> where T : unmanaged
    {
        public T[] Visit<TActivation>(TActivation activation) where TActivation : struct, IActivation
        {
            T[] kept = [.. x], ones = [.. x], dx = new T[x.Length];
            if (!activation.KeepsInput) Elementwise.Map<T, TActivation>(x, kept, activation);
            Elementwise.SlopeOfKept<T, TActivation>(kept, ones, dx, activation);
            return dx;
        }
    }
}
