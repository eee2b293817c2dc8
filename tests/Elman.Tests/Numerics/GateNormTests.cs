using System.Numerics;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Numerics;

/// <summary>A gate's row in blocks is normalised to the bits of a row in one piece.</summary>
[Collection(ComputeTests.Name)]
public sealed unsafe class GateNormTests
{
    [Theory, InlineData(1), InlineData(5), InlineData(16), InlineData(17), InlineData(48), InlineData(75)]
    public void A_row_in_blocks_has_the_bits_of_a_row_in_one_piece(int units)
    {
        foreach (string kernel in ComputeTests.Kernels)
        {
            using IDisposable use = Compute.Use(kernel, 1);
            Compare<float>(units, kernel);
            Compare<double>(units, kernel);
        }
    }

    private static void Compare<T>(int units, string kernel) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int blocks = (units + 15) / 16, gates = 3;
        T[] v = Draw.Tensor<T>(3, units).Values.ToArray(), gain = Draw.Tensor<T>(4, units).Values.ToArray(), shift = Draw.Tensor<T>(5, units).Values.ToArray(), plain = new T[units];
        T epsilon = T.CreateTruncating(1e-5);
        (_, T scale) = RowNorm.Apply(v, epsilon, plain);
        T[] normal = [.. plain];
        RowNorm.Affine(gain, shift, plain);
        using var work = new Work<T>(blocks * gates * 16, units, gain, shift, epsilon);
        work.Row.Span.Fill(T.NaN);
        for (int i = 0; i < units; i++) work.Row.Span[(i / 16 * gates + 1) * 16 + i % 16] = v[i];
        Kernel<T>.Current.Run(ref work.Self);
        Bits.AssertEqual<T>([scale], [work.Self.Found], $"{kernel}, the divisor");
        for (int i = 0; i < units; i++)
        {
            Bits.AssertEqual<T>([plain[i]], [work.Row.Span[(i / 16 * gates + 1) * 16 + i % 16]], $"{kernel}, number {i} of {units}");
            Bits.AssertEqual<T>([normal[i]], [work.Self.Normal.Span[i]], $"{kernel}, number {i} of {units} before gain and shift");
        }
    }

    private sealed class Work<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Lanes Self;

        public Work(int count, int units, T[] gain, T[] shift, T epsilon)
        {
            var planes = new Plane<T>[] { new(count), new(count), new(count), new(count), new(16), new(16) };
            gain.CopyTo(planes[1].Span);
            shift.CopyTo(planes[2].Span);
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(planes[4].Span)[..(((units - 1) % 16 + 1) * sizeof(T))].Fill(0xFF);
            Self = new() { Planes = planes, Units = units, Epsilon = epsilon };
        }

        public Plane<T> Row => Self.Planes[0];

        public void Dispose() => GC.KeepAlive(this);

        public struct Lanes : ILaneWork<T>
        {
            public Plane<T>[] Planes;
            public int Units;
            public T Epsilon;

            public readonly T Found => Planes[5].Span[0];

            public readonly Plane<T> Normal => Planes[3];

            public void Run<TLane>() where TLane : struct, ILane<TLane, T> =>
                GateNorm.Apply<T, TLane>(Planes[0].Pointer + 16, 48, 0, 1, new NormRow<T>(Units, Epsilon, Planes[1].Pointer, Planes[2].Pointer, Planes[4].Pointer), Planes[3].Pointer, 0, Planes[5].Pointer, 0);
        }
    }
}
