using System.Globalization;
using Elman.Autograd;
using Elman.Bench.Comparison;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;

namespace Elman.Bench.Ours;

/// <summary>
/// The memory of one case, in a process of its own so that nothing is there that could be used again: what the first call takes beyond its result, which is the most
/// that is in use at any time, and what a later one allocates beyond it.
/// </summary>
internal static class Footprint
{
    public static void Print(Case of, TextWriter output)
    {
        Workload work = of.Mode == "inference" ? Predict(of) : Workload.Of(of);
        long first = Bytes(work.Call);
        for (int i = 0; i < 3; i++) work.Call();
        const int Calls = 5;
        long later = Bytes(() =>
        {
            for (int i = 0; i < Calls; i++) work.Call();
        }) / Calls;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first - work.ResultBytes} {later - work.ResultBytes}"));
    }

    /// <summary>As a user calls it.</summary>
    private static Workload Predict(Case of)
    {
        RecurrentStack<float> stack = Workload.Stack(of, new TorchRandom(1));
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(of.D), ("rnn", stack));
        var x = new Tensor<float>(new Shape(of.N, of.T, of.D));
        var options = new PredictOptions { Lengths = of.Form == "lengths" ? of.Lengths() : null };
        return new(() => model.Predict(x, options), 4L * of.N * of.T * stack.Features);
    }

    private static long Bytes(Action call)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        call();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
