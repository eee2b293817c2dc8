using System.Globalization;
using Elman.Bench.Comparison;
using Elman.Bench.Machine;
using Elman.Numerics;

namespace Elman.Bench.Ours;

/// <summary>
/// This library as one of the measured programs. Each reads a line and answers with a line: <c>case …</c> makes ready, <c>time MILLISECONDS</c> gives the median
/// microseconds of a call. This one also tells what the machine can do: <c>peak</c> in GFLOP/s, <c>read BYTES</c> in GB/s; <c>apart MILLISECONDS</c>, the time of a step of many made one by one;
/// and <c>tiers</c>, how far the first calls of a fresh process are from the later ones.
/// </summary>
internal static class Server
{
    public static void Run(TextReader questions, TextWriter answers, int threads)
    {
        Compute.Threads = threads;
        Workload? work = null;
        bool isWarm = false;
        while (questions.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', 2);
            double answer = 0;
            switch (words[0])
            {
                case "case":
                    work = Workload.Of(Case.Parse(words[1]));
                    isWarm = false;
                    break;
                case "time":
                    if (!isWarm) Timing.Warm(work!.Call);
                    isWarm = true;
                    answer = Timing.Of(work!.Call, int.Parse(words[1], CultureInfo.InvariantCulture));
                    break;
                case "apart":
                    answer = Timing.Of(work!.Apart!, int.Parse(words[1], CultureInfo.InvariantCulture));
                    break;
                case "tiers":
                    answer = Tiers.Of(work!.Call);
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
}
