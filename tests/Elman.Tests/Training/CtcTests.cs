using Elman.Autograd;
using Elman.Numerics;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class CtcTests
{
    private static LossTarget<double> Target(int[] labels, params int[] lengths) => new(Tensor.From<int>(labels, new Shape(lengths.Length, labels.Length / lengths.Length))) { Lengths = lengths };

    public static TheoryData<LossReduction> EveryReduction => [.. Enum.GetValues<LossReduction>()];

    [Theory, MemberData(nameof(EveryReduction))]
    public void The_gradient_is_the_limit_of_central_differences(LossReduction reduction)
    {
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, 3, 6, 4));
        LossTarget<double> target = Target([1, 2, 2, 3, -1, -1, -1, -1, -1], 6, 5, 4) with { SampleWeights = Tensor.From([1.0, 0.5, 2.0]) };
        CentralDifference.Check([x], () => (Loss.Ctc with { Reduction = reduction }).Of(x, target));
    }

    [Theory, InlineData(new[] { 1, 2 }), InlineData(new[] { 1, 1 }), InlineData(new[] { 2 }), InlineData(new int[0])]
    public void The_loss_is_the_sum_over_all_ways(int[] labels)
    {
        const int Steps = 4, Classes = 3;
        Tensor<double> x = Draw.Tensor<double>(8, 1, Steps, Classes);
        double[] p = x.Softmax().Values.ToArray();
        double total = 0;
        for (int way = 0; way < 81; way++)
        {
            int[] classes = [.. Enumerable.Range(0, Steps).Select(t => way / (int)Math.Pow(Classes, t) % Classes)];
            int[] read = [.. classes.Where((c, t) => c != 0 && (t == 0 || classes[t - 1] != c))];
            if (read.SequenceEqual(labels)) total += classes.Select((c, t) => p[t * Classes + c]).Aggregate(1.0, (a, b) => a * b);
        }
        var target = new LossTarget<double>(Tensor.From<int>([.. labels, -1], new Shape(1, labels.Length + 1)));
        Assert.Equal(-Math.Log(total), (Loss.Ctc with { Reduction = LossReduction.Sum }).Of(x, target).Values[0], 1e-12);
    }

    [Fact]
    public void Labels_that_do_not_fit_cost_infinitely_much_or_nothing()
    {
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, 1, 2, 4));
        LossTarget<double> target = Target([1, 1], 2);
        Assert.Equal(double.PositiveInfinity, Loss.Ctc.Of(x, target).Values[0]);
        Tensor<double> nothing = new CtcLoss { ZeroInfinity = true }.Of(x, target);
        nothing.Backward();
        Assert.Equal(0, nothing.Values[0]);
        Assert.All(x.Gradient!.Values.ToArray(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Logarithms_of_probabilities_give_the_same_as_scores()
    {
        Tensor<double> x = Draw.Tensor<double>(5, 2, 6, 4);
        LossTarget<double> target = Target([1, 2, 3, 1], 6, 5);
        Assert.Equal(Loss.Ctc.Of(x, target).Values[0], Loss.Ctc.Of(x.LogSoftmax(), target).Values[0], 1e-13);
    }

    [Theory]
    [InlineData(new[] { 1, 0 }, "other than the blank 0, found 0, first at sequence 0, label 1")]
    [InlineData(new[] { 4, 1 }, "classes 0 to 3 other than the blank 0, found 4, first at sequence 0, label 0")]
    public void A_label_that_is_no_class_is_refused_by_its_place(int[] labels, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Ctc.Of(Draw.Tensor<double>(5, 1, 6, 4), Target(labels, 6))).Message, StringComparison.Ordinal);
}
