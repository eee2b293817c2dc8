using System.Globalization;
using Elman.Bench.Comparison;
using Elman.Bench.Machine;
using Elman.Numerics;

namespace Elman.Bench.Ours;

/// <summary>
/// This library as one of the measured programs. Each reads a line and answers with a line: <c>case …</c> makes ready, <c>time MILLISECONDS</c> gives the median
/// microseconds of a call. This one also tells what the machine can do: <c>peak</c> in GFLOP/s, <c>read BYTES</c> in GB/s; and <c>bytes</c>, what a call allocates beyond its result.
/// </summary>
internal static class Server
{
    public static void Run(TextReader questions, TextWriter answers, int threads)
    {
        Compute.Threads = threads;
        Workload? work = null;
        while (questions.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', 2);
            double answer = 0;
            switch (words[0])
            {
                case "case":
                    work = Workload.Of(Case.Parse(words[1]));
                    break;
                case "time":
                    answer = Timing.Of(work!.Call, int.Parse(words[1], CultureInfo.InvariantCulture));
                    break;
                case "bytes":
                    answer = Bytes(work!);
                    break;
                case "peak":
                    answer = Peak.Measure(threads);
                    break;
                case "read":
                    answer = Reads.Measure(long.Parse(words[1], CultureInfo.InvariantCulture), threads);
                    break;
                default:
                    throw new FormatException($"'{line}' is no question.");
            }
            answers.WriteLine(answer.ToString("R", CultureInfo.InvariantCulture));
            answers.Flush();
        }
    }

    private static double Bytes(Workload work)
    {
        const int Calls = 10;
        work.Call();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Calls; i++) work.Call();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Calls - work.ResultBytes;
    }
}
