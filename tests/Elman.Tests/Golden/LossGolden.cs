using Elman.Autograd;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Golden;

/// <summary>The cases <c>losses</c> and <c>schedules</c> of <c>pytorch</c>, to 1e-6.</summary>
internal static class LossGolden
{
    private const double Bound = 1e-6;

    // PyTorch's gradient of CTC in float lies 1.1e-6 of the largest entry from its own in double, which is ours: there the contract's bound for gradients holds.
    private const double CtcGradientBound = 1e-5;

    public static void Losses(GoldenCase golden)
    {
        ArrayFile a = golden.Load();
        Tensor<float> t = a["t"].As<float>();
        double[] w = [.. a["w"].As<double>().Values];
        LossTarget<float> numbers = t, ids = a["ti"].As<int>(), binary = a["tb"].As<float>();
        var rows = new Dictionary<string, (Loss Loss, LossTarget<float> Target, bool OfLogs)>
        {
            ["mse"] = (Loss.MeanSquaredError, numbers, false),
            ["mse_sum"] = (Loss.MeanSquaredError with { Reduction = LossReduction.Sum }, numbers, false),
            ["l1"] = (Loss.MeanAbsoluteError, numbers, false),
            ["smooth_l1"] = (Loss.SmoothL1(0.7), numbers, false),
            ["huber"] = (Loss.Huber(0.6), numbers, false),
            ["cross_entropy"] = (Loss.CrossEntropy, ids, false),
            ["cross_entropy_weighted"] = (new CrossEntropyLoss { ClassWeights = w }, ids, false),
            ["cross_entropy_smoothed"] = (new CrossEntropyLoss { LabelSmoothing = 0.1 }, ids, false),
            ["cross_entropy_ignore"] = (Loss.CrossEntropy, a["ti_ignore"].As<int>(), false),
            ["bce_logits"] = (Loss.BinaryCrossEntropy, binary, false),
            ["bce_logits_pos"] = (new BinaryCrossEntropyLoss { PositiveWeights = w }, binary, false),
            ["nll"] = (Loss.NegativeLogLikelihood, ids, true),
            ["kl"] = (Loss.Divergence, t.Softmax(), true),
        };
        string[] named = [.. a.Names.Where(name => name.StartsWith("loss.", StringComparison.Ordinal)).Select(name => name["loss.".Length..])];
        Assert.Empty(named.Except([.. rows.Keys, "ctc"]));
        foreach ((string name, (Loss loss, LossTarget<float> target, bool ofLogs)) in rows)
        {
            var z = new Tensor<float>(a["z"].Shape, [.. a["z"].As<float>().Values]) { RequiresGradient = true };
            Check(a, name, loss.Of(ofLogs ? z.LogSoftmax() : z, target), z);
        }

        // (T, N, C) there, (N, T, C) here.
        var logits = new Tensor<float>(a["ctc_logits"].Shape, [.. a["ctc_logits"].As<float>().Values]) { RequiresGradient = true };
        var labels = new LossTarget<float>(a["ctc_targets"].As<int>()) { Lengths = [.. a["ctc_input_lengths"].As<int>().Values], LabelLengths = [.. a["ctc_target_lengths"].As<int>().Values] };
        Check(a, "ctc", Loss.Ctc.Of(logits.Transpose(0, 1), labels), logits);
    }

    public static void Schedules(GoldenCase golden)
    {
        ArrayFile a = golden.Load();
        double rate = (double)golden.Config["base_lr"]!;
        double[] metric = [.. a["plateau_metric"].As<double>().Values];
        var rows = new Dictionary<string, Schedule>
        {
            ["step"] = new StepSchedule(7, 0.5),
            ["multistep"] = new MultiStepSchedule([5, 12, 30], 0.3),
            ["exponential"] = new ExponentialSchedule(0.9),
            ["cosine"] = new CosineSchedule(25, 0.001),
            ["one_cycle"] = new OneCycleSchedule(0.5, 41),
            ["linear"] = new LinearSchedule(0.2, 1, 10),
            ["cosine_restarts"] = new CosineRestartsSchedule(10, 2),
            ["plateau"] = new PlateauSchedule(0.2, 3),
        };
        Assert.Equal(rows.Keys.Append("plateau_metric").Order(StringComparer.Ordinal), a.Names.Order(StringComparer.Ordinal));
        foreach ((string name, Schedule schedule) in rows)
            foreach ((int k, double expected) in a[name].As<double>().Values.ToArray().Index())
            {
                double found = schedule.RateAt(rate, k);
                schedule.Observe(metric[k]);
                Assert.True(Math.Abs(found - expected) <= Bound * Math.Abs(expected), FormattableString.Invariant($"{name}, place {k}: {found:R}, expected {expected:R}"));
            }
    }

    private static void Check(ArrayFile a, string name, Tensor<float> loss, Tensor<float> z)
    {
        float expected = a["loss." + name].As<float>().Values[0];
        Assert.True(Math.Abs(loss.Values[0] - expected) <= Bound * Math.Abs(expected), FormattableString.Invariant($"{name}: {loss.Values[0]:R}, expected {expected:R}"));
        loss.Backward();
        float[] gradient = [.. a["grad." + name].As<float>().Values];
        double bound = (name == "ctc" ? CtcGradientBound : Bound) * gradient.Max(Math.Abs);
        for (int i = 0; i < gradient.Length; i++)
            Assert.True(Math.Abs(z.Gradient!.Values[i] - gradient[i]) <= bound, FormattableString.Invariant($"{name}, gradient {i}: {z.Gradient.Values[i]:R}, expected {gradient[i]:R} ± {bound:R}"));
    }
}
