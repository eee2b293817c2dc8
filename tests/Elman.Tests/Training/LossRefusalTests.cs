using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class LossRefusalTests
{
    private static readonly Tensor<float> _x = Draw.Tensor<float>(1, 2, 3, 4);

    private static readonly (string What, Action Act, string Expected)[] _wrong =
    [
        ("an id that is no class", () => Loss.CrossEntropy.Of(_x, Tensor.From([0, 1, 2, 3, 4, 0], new Shape(2, 3))), "classes 0 to 3, found 4, first at sequence 1, step 1"),
        ("a negative id", () => Loss.CrossEntropy.Of(_x.Slice2(), Tensor.From([0, -1], new Shape(2))), "classes 0 to 3, found -1, first at example 1. An id that stands for padding is named in IgnoreId."),
        ("ids of another shape", () => Loss.CrossEntropy.Of(_x, Tensor.From([0, 1], new Shape(2))), "takes ids (2, 3), found (2). For one target a sequence let the model give its last step only (LastStep)."),
        ("numbers of another shape", () => Loss.MeanSquaredError.Of(_x, new Tensor<float>(new Shape(2, 3))), "the target of a prediction (2, 3, 4) has its shape, found (2, 3)"),
        ("ids for numbers", () => Loss.MeanSquaredError.Of(_x, new Tensor<int>(new Shape(2, 3))), "mse takes numbers of the shape of the prediction (2, 3, 4), found ids (2, 3)"),
        ("numbers for ids", () => Loss.NegativeLogLikelihood.Of(_x, _x), "nll takes the ids of classes, found numbers (2, 3, 4)"),
        ("lengths of zero only", () => Loss.MeanSquaredError.Of(_x, new LossTarget<float>(_x) { Lengths = [0, 0] }), "there is no step to take a mean of"),
        ("a length too long", () => Loss.MeanSquaredError.Of(_x, new LossTarget<float>(_x) { Lengths = [4, 0] }), "sequence 0 of a prediction (2, 3, 4) has 0 to 3 steps, found a length of 4"),
        ("too few lengths", () => Loss.MeanSquaredError.Of(_x, new LossTarget<float>(_x) { Lengths = [3] }), "found 1 beside a prediction (2, 3, 4)"),
        ("a mask of another shape", () => Loss.MeanSquaredError.Of(_x, new LossTarget<float>(_x) { Mask = new(new Shape(2)) }), "the mask of a prediction (2, 3, 4): expected the shape (2, 3), found (2)"),
        ("class weights of another number", () => new CrossEntropyLoss { ClassWeights = [1, 2] }.Of(_x, new Tensor<int>(new Shape(2, 3))), "4 classes have as many weights, found 2"),
        ("an unknown loss", () => Loss.Named("mean_cubed"), "There is no loss 'mean_cubed'. Known: mse, l1, smooth_l1, huber, cross_entropy, nll, bce_logits, kl, ctc."),
        ("an unknown setting", () => Loss.Named("huber", new JsonObject { ["beta"] = 1 }), "loss 'huber' has no setting 'beta'. It has: delta, reduction."),
        ("a wrong setting", () => Loss.Named("huber", new JsonObject { ["delta"] = "x" }), "loss 'huber': setting 'delta' must be a number, found \"x\"."),
        ("a setting out of range", () => Loss.Named("huber", new JsonObject { ["delta"] = 0 }), "huber: δ is more than 0, found 0."),
    ];

    public static TheoryData<string> Wrong => [.. _wrong.Select(row => row.What)];

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused_by_name(string what)
    {
        (_, Action act, string expected) = _wrong.First(row => row.What == what);
        string message = Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.True(message.Contains(expected, StringComparison.Ordinal), $"{what}: {message}");
    }

    [Fact]
    public void Every_loss_has_a_name_and_its_name_makes_it()
    {
        Assert.All(Loss.Names, name => Assert.Equal(name, Loss.Named(name).Name));
        Assert.Equal(LossReduction.Sum, Loss.Named("MSELoss", new JsonObject { ["reduction"] = "sum" }).Reduction);
        Assert.Equal(0.1, ((CrossEntropyLoss)Loss.Named("cross-entropy", new JsonObject { ["label_smoothing"] = 0.1, ["reduction"] = "mean_over_sequences" })).LabelSmoothing);
    }
}

file static class Slices
{
    /// <summary>(2, 4) of (2, 3, 4).</summary>
    public static Tensor<float> Slice2(this Tensor<float> x) => Tensor.From(x.Values[..8], new Shape(2, 4));
}
