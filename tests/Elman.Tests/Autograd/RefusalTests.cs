using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>What autograd refuses, with the words that must be in the message.</summary>
public sealed class RefusalTests
{
    private static readonly Tensor<double> _a = Draw.Leaf(Draw.Tensor<double>(1, 2, 3));

    private static readonly Dictionary<string, (Action Attempt, string[] Words)> _refusals = new()
    {
        ["Backward of many entries without their gradient"] = (() => (_a + 1).Backward(), ["(2, 3)", "single number"]),
        ["a gradient of another shape"] = (() => (_a + 1).Backward(new Tensor<double>(new Shape(3, 2))), ["(2, 3)", "(3, 2)"]),
        ["Backward where nothing requires a gradient"] = (() => new Tensor<double>(new Shape(1)).Backward(), ["requires a gradient"]),
        ["shapes that do not go together"] = (() => (_a + new Tensor<double>(new Shape(2, 2))).Sum(), ["Add", "(2, 3)", "(2, 2)", "3 and 2"]),
        ["a product of unequal K"] = (() => _a.MatMul(new Tensor<double>(new Shape(2, 3))), ["(…, K) and (K, N)", "(2, 3) and (2, 3)"]),
        ["a product with three axes on the right"] = (() => _a.MatMul(new Tensor<double>(new Shape(3, 1, 1))), ["(3, 1, 1)"]),
        ["a bias of the wrong size"] = (() => _a.Linear(new Tensor<double>(new Shape(4, 3)), new Tensor<double>(new Shape(3))), ["bias (4)", "(3)"]),
        ["an axis that is not there"] = (() => _a.Sum(2), ["axis 2", "(2, 3)", "2 axes"]),
        ["an axis from the end that is not there"] = (() => _a.Max(^3), ["^3", "(2, 3)"]),
        ["a mean of nothing"] = (() => new Tensor<double>(new Shape(0, 3)).Mean(0), ["(0, 3)", "no entries"]),
        ["a maximum of nothing"] = (() => new Tensor<double>(new Shape(2, 0)).Max(1), ["(2, 0)", "no entries"]),
        ["dimensions that entries do not fill"] = (() => _a.Reshape(4, -1), ["6 entries", "(4, -1)"]),
        ["a squeeze of an axis of size 3"] = (() => _a.Squeeze(1), ["size 1", "found 3"]),
        ["a shape that does not repeat to another"] = (() => _a.Expand(2, 6), ["(2, 3)", "(2, 6)"]),
        ["an axis named twice"] = (() => _a.Permute(0, 0), ["(0, 0)", "(2, 3)"]),
        ["an index outside its axis"] = (() => _a.Slice(.., 3), ["index 3", "axis 1", "(2, 3)"]),
        ["a range outside its axis"] = (() => _a.Slice(..3), ["axis 0", "(2, 3)"]),
        ["too many slices"] = (() => _a.Slice(0, 0, 0), ["at most 2", "found 3"]),
        ["a step of 0"] = (() => AxisSlice.Every(0), ["found 0"]),
        ["parts of unequal shape"] = (() => Ops.Concatenate<double>([_a, new Tensor<double>(new Shape(2, 4))], 0), ["(2, 3)", "(2, 4)"]),
        ["a stack of unequal shapes"] = (() => Ops.Stack<double>([_a, new Tensor<double>(new Shape(2, 4))], 0), ["(2, 3)", "(2, 4)"]),
        ["an id outside its axis"] = (() => _a.IndexSelect(0, Tensor.From([0, 2, 5])), ["0 to 1", "found 2", "place 1"]),
        ["ids of another shape"] = (() => _a.Gather(0, Tensor.From([0, 1])), ["(2, 3)", "(2)"]),
        ["a graph gone through twice"] = (GoTwice, ["Sum", "one Backward"]),
        ["an input changed before Backward"] = (ChangeInput, ["Input 1", "Multiply", "changed"]),
        ["a result changed before Backward"] = (ChangeResult, ["Result 0", "Exp", "changed"]),
        ["a gradient of an input that needs none"] = (AskForUnwanted, ["Input 1", nameof(Gradients<double>.Wants)]),
        ["a gradient of the wrong size"] = (GiveWrongSize, ["Input 0", "(2, 3)", "6", "found 1"]),
        ["a result that is another operation's"] = (() => Operation.Apply("Again", [_a], _a + 1, _ => { }), ["Again", "(2, 3)"]),
        ["gradients of whole numbers"] = (() => _ = new Tensor<int>(new Shape(1)) { RequiresGradient = true }, ["Int32", "float or double"]),
        ["a kind of number that is not computed in"] = (() => _ = new Tensor<Half>(new Shape(1)) + new Tensor<Half>(new Shape(1)), ["float and double", "Half"]),
    };

    public static TheoryData<string> EveryRefusal => [.. _refusals.Keys];

    [Theory, MemberData(nameof(EveryRefusal))]
    public void It_is_refused_by_name(string what)
    {
        Exception error = Assert.ThrowsAny<Exception>(_refusals[what].Attempt);
        Assert.True(error is ArgumentException or InvalidOperationException or NotSupportedException, error.ToString());
        foreach (string word in _refusals[what].Words) Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    private static void GoTwice()
    {
        Tensor<double> loss = Draw.Leaf(Draw.Tensor<double>(1, 2)).Sum();
        loss.Backward();
        loss.Backward();
    }

    private static void ChangeInput()
    {
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(1, 2)), w = Draw.Tensor<double>(2, 2);
        Tensor<double> loss = (x * w).Sum();
        w.Span[0] = 5;
        loss.Backward();
    }

    private static void ChangeResult()
    {
        Tensor<double> y = Draw.Leaf(Draw.Tensor<double>(1, 2)).Exp();
        Tensor<double> loss = y.Sum();
        y[1] = 5;
        loss.Backward();
    }

    private static void AskForUnwanted()
    {
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(1, 2)), w = Draw.Tensor<double>(2, 2);
        Operation.Apply("Careless", [x, w], Tensor.Scalar(0.0), gradients => gradients.OfInput(1).Clear()).Backward();
    }

    private static void GiveWrongSize() =>
        Operation.Apply("Careless", [_a], Tensor.Scalar(0.0), gradients => gradients.Add(0, [1.0])).Backward();
}
