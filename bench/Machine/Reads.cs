using System.Diagnostics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Bench.Machine;

/// <summary>How fast weights can be read: as a product of a matrix and a vector reads them, once through from the first byte to the last, and nothing else done.</summary>
internal static class Reads
{
    /// <summary>GB/s of so many threads together, each reading so many bytes of its own over and over.</summary>
    public static double Measure(long bytes, int threads) => Together.Sum(threads, () => OfOneThread(bytes));

    private static unsafe double OfOneThread(long bytes)
    {
        var work = new Loop { Floats = Math.Max(512, bytes / 4 / 512 * 512) };
        // Rows of panels begin at multiples of 64 bytes, as the packed weights do.
        float* memory = (float*)System.Runtime.InteropServices.NativeMemory.AlignedAlloc((nuint)(work.Floats * 4), 64);
        new Span<float>(memory, checked((int)work.Floats)).Fill(1e-3f);
        work.Memory = memory;
        work.Rounds = (int)Math.Max(1, 20_000_000 / (work.Floats * 4));
        double best = 0;
        for (int i = 0; i < 7; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Kernel<float>.Current.Run(ref work);
            best = Math.Max(best, 4.0 * work.Floats * work.Rounds / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
        System.Runtime.InteropServices.NativeMemory.AlignedFree(memory);
        return best;
    }

    private unsafe struct Loop : ILaneWork<float>
    {
        public float* Memory;
        public long Floats;
        public int Rounds;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<TLane>() where TLane : struct, ILane<TLane, float>
        {
            TLane a = TLane.Of(0.5), s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a;
            for (int round = 0; round < Rounds; round++)
            {
                float* end = Memory + Floats;
                for (float* p = Memory; p < end; p += 8 * TLane.Width)
                {
                    s0 = TLane.Fma(TLane.Load(p), a, s0);
                    s1 = TLane.Fma(TLane.Load(p + TLane.Width), a, s1);
                    s2 = TLane.Fma(TLane.Load(p + 2 * TLane.Width), a, s2);
                    s3 = TLane.Fma(TLane.Load(p + 3 * TLane.Width), a, s3);
                    s4 = TLane.Fma(TLane.Load(p + 4 * TLane.Width), a, s4);
                    s5 = TLane.Fma(TLane.Load(p + 5 * TLane.Width), a, s5);
                    s6 = TLane.Fma(TLane.Load(p + 6 * TLane.Width), a, s6);
                    s7 = TLane.Fma(TLane.Load(p + 7 * TLane.Width), a, s7);
                }
            }
            float* used = stackalloc float[16];
            TLane.Store(used, s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
            if (float.IsNaN(used[0])) throw new InvalidOperationException("The reading loop lost its numbers.");
        }
    }
}
