using System.Diagnostics;
using System.Runtime.CompilerServices;
using Elman.Numerics;

namespace Elman.Bench.Machine;

/// <summary>What this machine can do at most: fused multiply-adds from registers, as many as the units take, measured in the same run.</summary>
internal static class Peak
{
    /// <summary>GFLOP/s of one thread, or of as many as are given at once, at the kernel in force.</summary>
    public static double Measure(int threads) => Together.Sum(threads, OfOneThread);

    private static double OfOneThread()
    {
        double best = 0;
        for (int i = 0; i < 7; i++)
        {
            var work = new Loop { Rounds = 200_000 };
            long start = Stopwatch.GetTimestamp();
            Kernel<float>.Current.Run(ref work);
            best = Math.Max(best, 2.0 * work.MultiplyAdds / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
        return best;
    }

    private struct Loop : ILaneWork<float>
    {
        public int Rounds;
        public long MultiplyAdds;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public unsafe void Run<TLane>() where TLane : struct, ILane<TLane, float>
        {
            // Twelve sums hide the latency of four cycles on two units.
            TLane a = TLane.Of(0.999), b = TLane.Of(0.001);
            TLane s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
            for (int i = 0; i < Rounds; i++)
            {
                s0 = TLane.Fma(s0, a, b); s1 = TLane.Fma(s1, a, b); s2 = TLane.Fma(s2, a, b); s3 = TLane.Fma(s3, a, b);
                s4 = TLane.Fma(s4, a, b); s5 = TLane.Fma(s5, a, b); s6 = TLane.Fma(s6, a, b); s7 = TLane.Fma(s7, a, b);
                s8 = TLane.Fma(s8, a, b); s9 = TLane.Fma(s9, a, b); s10 = TLane.Fma(s10, a, b); s11 = TLane.Fma(s11, a, b);
            }
            TLane sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
            float* used = stackalloc float[16];
            TLane.Store(used, sum);
            if (float.IsNaN(used[0])) throw new InvalidOperationException("The peak loop lost its numbers.");
            MultiplyAdds = 12L * Rounds * TLane.Width;
        }
    }
}
