using Elman.Autograd;
using Elman.Numerics;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class LossTests
{
    private static readonly int[] _lengths = [5, 0, 3, 1];

    public static TheoryData<string, LossReduction> EveryLoss => [.. LossTable.Losses.Keys.SelectMany(name => Enum.GetValues<LossReduction>().Select(reduction => (name, reduction)))];

    [Theory, MemberData(nameof(EveryLoss))]
    public void The_gradient_is_the_limit_of_central_differences(string name, LossReduction reduction)
    {
        Loss loss = LossTable.Losses[name] with { Reduction = reduction };
        Tensor<double> x = Draw.Leaf(LossTable.Prediction<double>());
        LossTarget<double> target = LossTable.Target<double>(name) with { Lengths = _lengths, StepWeights = Draw.Tensor<double>(3, 0.5, 2, 4, 5), SampleWeights = Draw.Tensor<double>(4, 0.5, 2, 4) };
        CentralDifference.Check([x], () => loss.Of(x, target));
    }

    [Theory, MemberData(nameof(EveryLoss))]
    public void What_is_not_there_leaves_no_trace(string name, LossReduction reduction)
    {
        Loss loss = LossTable.Losses[name] with { Reduction = reduction };
        LossTarget<float> target = LossTable.Target<float>(name);
        (float plain, float[] gradient) = Run(loss, LossTable.Prediction<float>(), target with { Lengths = _lengths });

        Tensor<float> spoilt = LossTable.Prediction<float>();
        var mask = new Tensor<bool>(new Shape(4, 5));
        for (int i = 0; i < 20; i++)
        {
            mask.Span[i] = i % 5 < _lengths[i / 5];
            if (mask.Values[i]) continue;
            spoilt.Span.Slice(i * 3, 3).Fill(float.NaN);
            if (target.Numbers is not null) target.Numbers.Span.Slice(i * 3, 3).Fill(float.NaN);
            else target.Ids!.Span[i] = 99;
        }
        foreach (LossTarget<float> other in new[] { target with { Lengths = _lengths }, target with { Mask = mask } })
        {
            (float found, float[] slopes) = Run(loss, spoilt, other);
            Assert.Equal(plain, found);
            Assert.Equal(gradient, slopes);
        }
    }

    [Theory, MemberData(nameof(EveryLoss))]
    public void Parts_of_a_batch_add_up_to_the_whole(string name, LossReduction reduction)
    {
        Loss loss = LossTable.Losses[name] with { Reduction = reduction };
        Tensor<double> x = LossTable.Prediction<double>();
        LossTarget<double> target = LossTable.Target<double>(name) with { Lengths = _lengths };
        double whole = loss.Of(x, target).Values[0];
        var parts = Enumerable.Range(0, 4).Select(n => (X: x.Slice(n..(n + 1)), Target: (target.Numbers is { } numbers
            ? new LossTarget<double>(numbers.Slice(n..(n + 1)))
            : new LossTarget<double>(Tensor.From(target.Ids!.Values.Slice(n * 5, 5), new Shape(1, 5)))) with { Lengths = [_lengths[n]] })).ToArray();
        double divisor = reduction == LossReduction.Sum ? 1 : parts.Sum(part => loss.Divisor(part.X.Shape, part.Target));
        Assert.Equal(whole, parts.Sum(part => loss.Of(part.X, part.Target, divisor).Values[0]), 1e-12);
    }

    [Fact]
    public void A_mean_over_sequences_counts_each_alike()
    {
        Tensor<double> x = LossTable.Prediction<double>();
        Tensor<double> y = LossTable.Prediction<double>(7);
        double expected = 0;
        foreach (int n in new[] { 0, 2, 3 })
            for (int i = 0; i < _lengths[n] * 3; i++) expected += Math.Pow(x.Values[n * 15 + i] - y.Values[n * 15 + i], 2) / (_lengths[n] * 3) / 3;
        Assert.Equal(expected, (Loss.MeanSquaredError with { Reduction = LossReduction.MeanOverSequences }).Of(x, new LossTarget<double>(y) { Lengths = _lengths }).Values[0], 1e-14);
    }

    [Fact]
    public void Weights_multiply_and_leave_the_divisor()
    {
        Tensor<double> x = Tensor.From(new[,] { { 1.0 }, { 3.0 } });
        Assert.Equal((2 * 1 + 0.5 * 9) / 2, Loss.MeanSquaredError.Of(x, new LossTarget<double>(new Tensor<double>(new Shape(2))) { SampleWeights = Tensor.From([2.0, 0.5]) }).Values[0]);
    }

    [Fact]
    public void A_class_of_no_probability_costs_nothing_where_it_is_not_asked_for() =>
        Assert.Equal(0, Loss.CrossEntropy.Of(Tensor.From(new[,] { { 0.0, double.NegativeInfinity } }), Tensor.From([0])).Values[0]);

    [Theory, InlineData("512"), InlineData("256"), InlineData("128"), InlineData("scalar")]
    public void Every_width_gives_the_same_bits(string kernel)
    {
        if (!Kernels.BestFirst.First(row => row.Name == kernel).IsSupported) Assert.Skip($"this machine has no kernel '{kernel}'");
        foreach (string name in LossTable.Losses.Keys)
        {
            LossTarget<float> target = LossTable.Target<float>(name) with { Lengths = _lengths };
            (float, float[]) here = Run(LossTable.Losses[name], LossTable.Prediction<float>(), target), there;
            using (Compute.Use(kernel, 1)) there = Run(LossTable.Losses[name], LossTable.Prediction<float>(), target);
            Bits.AssertEqual<float>([here.Item1, .. here.Item2], [there.Item1, .. there.Item2], name);
        }
    }

    private static (float Loss, float[] Gradient) Run(Loss loss, Tensor<float> prediction, LossTarget<float> target)
    {
        Tensor<float> x = Draw.Leaf(prediction);
        Tensor<float> l = loss.Of(x, target);
        l.Backward();
        return (l.Values[0], x.Gradient!.Values.ToArray());
    }
}
