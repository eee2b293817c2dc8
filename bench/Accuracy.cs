using System.Diagnostics;
using System.Globalization;
using Elman.Numerics;
using Elman.Tests.Numerics;

namespace Elman.Bench;

/// <summary>Prints how far each function is from its reference: floats against double by pattern, doubles against 240 bits by sample.</summary>
internal static class Accuracy
{
    private const int Block = 1 << 16;

    /// <summary>Elementary functions over all patterns and composed ones over every 16th, unless told otherwise.</summary>
    public static int Run(TextWriter output, uint? every)
    {
        output.WriteLine(FormattableString.Invariant($"float32, kernel {Compute.Kernel}, against the definitions in double"));
        output.WriteLine("function            patterns  largest error (ULP)  at              floats away  correctly rounded    time");
        bool holds = true;
        foreach (FunctionCase function in FunctionCase.Elementary) holds &= Sweep(output, function, every ?? 1);
        foreach (FunctionCase function in FunctionCase.Composed) holds &= Sweep(output, function, every ?? 16);

        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"float64, kernel {Compute.Kernel}, against the definitions in 240 bits"));
        output.WriteLine("function             samples  largest error (ULP)  at                       doubles away  correctly rounded");
        foreach (FunctionCase function in FunctionCase.All) holds &= Sample(output, function);
        output.WriteLine();
        output.WriteLine(holds ? "Every bound holds." : "A bound does NOT hold.");
        return holds ? 0 : 1;
    }

    private static bool Sweep(TextWriter output, FunctionCase function, uint every)
    {
        var watch = Stopwatch.StartNew();
        long patterns = ((1L << 32) + every - 1) / every, blocks = (patterns + Block - 1) / Block;
        var total = new Worst<float>();
        var gate = new Lock();
        Parallel.For(0L, blocks, () => (Worst: new Worst<float>(), X: new float[Block], Y: new float[Block]), (block, _, local) =>
        {
            // The last block may run over the end: patterns are then seen twice, and counted once more.
            for (int i = 0; i < Block; i++) local.X[i] = BitConverter.UInt32BitsToSingle((uint)((block * Block + i) * every));
            function.Run<float>(Kernel<float>.Current, local.X, local.Y);
            for (int i = 0; i < Block; i++)
            {
                double exact = function.Double(local.X[i]);
                float rounded = (float)exact;
                long away = Reference.Distance(local.Y[i], rounded);
                local.Worst.Count++;
                if (away == 0) local.Worst.Correct++;
                else local.Worst.Take(local.X[i], Math.Abs(local.Y[i] - exact) / Ulp(exact, -126, 23), away);
            }
            return local;
        }, local =>
        {
            lock (gate) total.Add(local.Worst);
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{function.Name,-14}{total.Count,14}  {total.Error,19:F3}  {total.At,-14:R}  {total.Away,11}  {100.0 * total.Correct / total.Count,16:F3}%  {watch.Elapsed.TotalSeconds,4:F0} s"));
        return total.Away <= function.Bound32;
    }

    private static bool Sample(TextWriter output, FunctionCase function)
    {
        double[] x = Float64Points.Of(function, 5000), y = new double[x.Length];
        function.Run<double>(Kernel<double>.Current, x, y);
        var worst = new Worst<double> { Count = x.Length };
        for (int i = 0; i < x.Length; i++)
        {
            Exact exact = function.Exact(x[i]);
            double rounded = (double)exact;
            long away = Reference.Distance(y[i], rounded);
            if (away == 0) worst.Correct++;
            else worst.Take(x[i], double.IsFinite(rounded) && double.IsFinite(y[i]) ? Math.Abs((double)(y[i] - exact)) / Ulp(rounded, -1022, 52) : away, away);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{function.Name,-14}{worst.Count,14}  {worst.Error,19:F3}  {worst.At,-23:R}  {worst.Away,12}  {100.0 * worst.Correct / worst.Count,16:F3}%"));
        return worst.Away <= FunctionCase.Bound64;
    }

    /// <summary>The distance of neighbours where x lies.</summary>
    private static double Ulp(double x, int smallest, int fraction) => Math.ScaleB(1, (x == 0 ? smallest : Math.Max(Math.ILogB(x), smallest)) - fraction);

    private sealed class Worst<T> where T : struct
    {
        public long Count { get; set; }
        public long Correct { get; set; }

        /// <summary>In ULP of the true value; ½ where every result is correctly rounded.</summary>
        public double Error { get; private set; } = 0.5;
        public T At { get; private set; }
        public long Away { get; private set; }

        public void Take(T x, double error, long away)
        {
            Away = Math.Max(Away, away);
            if (error > Error) (Error, At) = (error, x);
        }

        public void Add(Worst<T> other)
        {
            Count += other.Count;
            Correct += other.Correct;
            Take(other.At, other.Error, other.Away);
        }
    }
}
