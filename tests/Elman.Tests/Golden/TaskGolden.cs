using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Golden;

/// <summary>The whole trainings of <c>tasks</c>: from the given start, with the batches in the given order, the same losses step by step and as good a network at the end.</summary>
internal static class TaskGolden
{
    private const double Bound = 1e-4, ShareInFloat = 0.8;

    public static void Run(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        Train<double>(golden, arrays, "loss_step_float64", golden.Number("comparable_steps_float64"), toTheEnd: false);
        TaskData<float> data = Train<float>(golden, arrays, "loss_step", (int)(ShareInFloat * golden.Number("comparable_steps")), toTheEnd: !golden.Config.ContainsKey("replayable_steps"));
        if (!golden.Config.ContainsKey("replayable_steps")) CheckScore(golden, data);
    }

    /// <summary>A training of our own from the first weight on is as good at its end.</summary>
    public static void RunOurOwn(GoldenCase golden, int seed)
    {
        var data = new TaskData<float>(golden, golden.Load(), seed);
        Train(golden, data, [], 0, golden.Number("steps"));
        CheckScore(golden, data);
    }

    private static void CheckScore(GoldenCase golden, TaskData<float> data)
    {
        (double score, double expected, double margin) = (TaskScore.Of(data), (double)golden.Config["test"]!, (double)golden.Config["test_margin"]!);
        bool higher = golden.Text("better") == "higher";
        Assert.True(higher ? score >= expected - margin : score <= expected + margin, FormattableString.Invariant($"{golden}: {golden.Text("metric")} is {score:R}, PyTorch's {expected:R}, margin {margin:R}"));
    }

    private static TaskData<T> Train<T>(GoldenCase golden, ArrayFile arrays, string curve, int comparable, bool toTheEnd) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var data = new TaskData<T>(golden, arrays);
        double[] expected = [.. arrays[curve].As<double>().Values];
        double[] losses = Train(golden, data, expected, comparable, toTheEnd ? expected.Length : comparable);
        Assert.True(losses.Length >= comparable && comparable > 0);
        return data;
    }

    private static double[] Train<T>(GoldenCase golden, TaskData<T> data, double[] expected, int comparable, int steps) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] rates = data.Arrays.Contains("rate") ? [.. data.Arrays["rate"].As<double>().Values] : [];
        Optimizer<T> optimizer = OptimizerOf<T>(golden.Config["optimizer"]!.AsObject());
        double? clip = (double?)golden.Config["clip_norm"];
        var losses = new double[steps];
        for (int k = 0; k < steps; k++)
        {
            Optimizer<T>.ClearGradients(data.Net.Parameters);
            Tensor<T> loss = data.LossOfStep(k);
            loss.Backward();
            if (clip is double limit) GradientClip.ByNorm(data.Net.Parameters, limit);
            if (rates.Length > 0) optimizer.LearningRate = Math.Max(rates[k], double.Epsilon);
            optimizer.Step(data.Net.Parameters);
            double found = losses[k] = double.CreateChecked(loss.Values[0]);
            if (k < comparable)
                Assert.True(Math.Abs(found - expected[k]) <= Bound * Math.Abs(expected[k]), FormattableString.Invariant($"{golden}, step {k} of {comparable}, {typeof(T).Name}: {found:R}, expected {expected[k]:R}"));
        }
        return losses;
    }

    private static Optimizer<T> OptimizerOf<T>(JsonObject torch) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var ours = new JsonObject();
        foreach ((string name, JsonNode? value) in torch)
            switch (name)
            {
                case "name" or "decoupled_weight_decay": break;
                case "lr": ours["learning_rate"] = value!.DeepClone(); break;
                case "eps": ours["epsilon"] = value!.DeepClone(); break;
                case "betas": (ours["beta1"], ours["beta2"]) = (value![0]!.DeepClone(), value[1]!.DeepClone()); break;
                default: ours[name] = value!.DeepClone(); break;
            }
        return Optimizer.Named<T>((string)torch["name"]!, ours);
    }
}
