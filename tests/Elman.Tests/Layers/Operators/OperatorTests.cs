using System.Text.Json.Nodes;
using Elman.Layers;
using Elman.Layers.Operators;
using Elman.Models;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers.Operators;

/// <summary>The plain operators by small examples worked out by hand, as ONNX's description of each operator has them.</summary>
public sealed class OperatorTests
{
    private static Tensor<double> N(int[] shape, params double[] values) => new(new Shape(shape), values);

    private static Tensor<int> I(int[] shape, params int[] values) => new(new Shape(shape), values);

    private static Tensor<int> I(params int[] values) => I([values.Length], values);

    /// <summary>Operator, attributes as JSON, inputs (numbers, whole numbers, or null), and the first result.</summary>
    private static readonly (string Operator, string Attributes, object?[] Inputs, object Expected)[] _rows =
    [
        ("Add", "{}", [N([2, 1], 1, 2), N([3], 10, 20, 30)], N([2, 3], 11, 21, 31, 12, 22, 32)),
        ("Sub", "{}", [I(5, 3), I(1, 7)], I(4, -4)),
        ("Div", "{}", [I(7, -7), I(2, 2)], I(3, -3)),
        ("Mod", "{}", [I(7, -7), I(3, 3)], I(1, 2)),
        ("Pow", "{}", [N([2], 3, -2), N([], 2)], N([2], 9, 4)),
        ("Max", "{}", [N([2], 1, 5), N([2], 3, 4)], N([2], 3, 5)),
        ("Mean", "{}", [N([2], 1, 5), N([2], 3, 4)], N([2], 2, 4.5)),
        ("Clip", """{"min": 0}""", [N([3], -1, 0.5, 9), null, N([], 2)], N([3], 0, 0.5, 2)),
        ("Less", "{}", [N([2], 1, 2), N([2], 1.5, 1.5)], I(1, 0)),
        ("And", "{}", [I(1, 1, 0), I(1, 0, 0)], I(1, 0, 0)),
        ("Where", "{}", [I(1, 0), N([2], 1, 2), N([2], 8, 9)], N([2], 1, 9)),
        ("NonZero", "{}", [I([2, 2], 0, 3, 4, 0)], I([2, 2], 0, 1, 1, 0)),
        ("ArgMax", """{"axis": 1, "keepdims": 0}""", [N([2, 3], 1, 7, 7, 5, 2, 4)], I(1, 0)),
        ("Transpose", """{"perm": [1, 0]}""", [I([2, 3], 1, 2, 3, 4, 5, 6)], I([3, 2], 1, 4, 2, 5, 3, 6)),
        ("Reshape", "{}", [N([2, 3], 1, 2, 3, 4, 5, 6), I(0, -1, 1)], N([2, 3, 1], 1, 2, 3, 4, 5, 6)),
        ("Flatten", """{"axis": 1}""", [N([1, 2, 2], 1, 2, 3, 4)], N([1, 4], 1, 2, 3, 4)),
        ("Squeeze", "{}", [N([1, 2, 1], 1, 2), I(0, -1)], N([2], 1, 2)),
        ("Unsqueeze", "{}", [N([2], 1, 2), I(0, -1)], N([1, 2, 1], 1, 2)),
        ("Expand", "{}", [I([2, 1], 1, 2), I(1, 2)], I([2, 2], 1, 1, 2, 2)),
        ("Shape", """{"start": 1}""", [N([4, 1, 2], 1, 2, 3, 4, 5, 6, 7, 8)], I(1, 2)),
        ("ConstantOfShape", """{"value": 2.5}""", [I(1, 2)], N([1, 2], 2.5, 2.5)),
        ("Range", "{}", [I([], 5), I([], 0), I([], -2)], I(5, 3, 1)),
        ("Cast", """{"to": "whole"}""", [N([3], 1.9, -1.9, 1e20)], I(1, -1, int.MaxValue)),
        ("Concat", """{"axis": 1}""", [I([2, 1], 1, 2), I([2, 2], 3, 4, 5, 6)], I([2, 3], 1, 3, 4, 2, 5, 6)),
        ("Slice", "{}", [N([5], 0, 1, 2, 3, 4), I(-1), I(-100), I(0), I(-2)], N([3], 4, 2, 0)),
        ("Slice", """{"starts": [1], "ends": [2147483647], "axes": [1]}""", [N([2, 2], 0, 1, 2, 3)], N([2, 1], 1, 3)),
        ("Gather", """{"axis": 1}""", [N([2, 2], 0, 1, 2, 3), I([1], -1)], N([2, 1], 1, 3)),
        ("GatherElements", """{"axis": 1}""", [N([2, 2], 1, 2, 3, 4), I([2, 2], 0, 0, 1, 0)], N([2, 2], 1, 1, 4, 3)),
        ("Split", """{"axis": 0, "num_outputs": 2}""", [N([3], 1, 2, 3)], N([2], 1, 2)),
        ("Tile", "{}", [N([2], 1, 2), I(2)], N([4], 1, 2, 1, 2)),
        ("Pad", """{"mode": "reflect"}""", [N([3], 1, 2, 3), I(2, 1)], N([6], 3, 2, 1, 2, 3, 2)),
        ("Pad", "{}", [N([2], 1, 2), I(1, -1), N([], 9)], N([2], 9, 1)),
        ("Pad", """{"mode": "edge"}""", [I(1, 2), I(1, 2)], I(1, 1, 2, 2, 2)),
        ("ReverseSequence", """{"batch_axis": 1, "time_axis": 0}""", [N([3, 2], 0, 1, 2, 3, 4, 5), I(3, 2)], N([3, 2], 4, 3, 2, 1, 0, 5)),
        ("ReduceMean", """{"keepdims": 0}""", [N([2, 2], 1, 2, 3, 5), I(1)], N([2], 1.5, 4)),
        ("ReduceSum", """{"noop_with_empty_axes": 1}""", [N([2], 1, 2)], N([2], 1, 2)),
        ("ReduceL2", """{"axes": [0]}""", [N([2], 3, 4)], N([1], 5)),
        ("ReduceProd", """{"axes": [0], "keepdims": 0}""", [N([3], 2, 3, 4)], N([], 24)),
        ("CumSum", """{"exclusive": 1, "reverse": 1}""", [N([3], 1, 2, 3), I([], 0)], N([3], 5, 3, 0)),
        ("MatMul", "{}", [N([2], 1, 2), N([2, 2], 1, 2, 3, 4)], N([2], 7, 10)),
        ("MatMul", "{}", [N([2, 1, 2], 1, 2, 3, 4), N([1, 2, 1], 1, 10)], N([2, 1, 1], 21, 43)),
        ("Gemm", """{"transB": 1, "alpha": 2.0, "beta": 0.5}""", [N([1, 2], 1, 2), N([1, 2], 3, 4), N([1], 10)], N([1, 1], 27)),
        ("Conv", """{"pads": [1, 0], "strides": [2]}""", [N([1, 1, 4], 1, 2, 3, 4), N([1, 1, 2], 10, 1), N([1], 0.5)], N([1, 1, 2], 1.5, 23.5)),
        ("Conv", "{}", [N([1, 1, 2, 2], 1, 2, 3, 4), N([1, 1, 2, 2], 1, 10, 100, 1000)], N([1, 1, 1, 1], 4321)),
        ("Conv", """{"group": 2}""", [N([1, 2, 2], 1, 2, 3, 4), N([2, 1, 1], 10, 100)], N([1, 2, 2], 10, 20, 300, 400)),
        ("MaxPool", """{"kernel_shape": [2], "strides": [2], "ceil_mode": 1}""", [N([1, 1, 3], 1, 3, 2)], N([1, 1, 2], 3, 2)),
        ("AveragePool", """{"kernel_shape": [2], "pads": [1, 0]}""", [N([1, 1, 2], 4, 2)], N([1, 1, 2], 4, 3)),
        ("AveragePool", """{"kernel_shape": [2], "pads": [1, 0], "count_include_pad": 1}""", [N([1, 1, 2], 4, 2)], N([1, 1, 2], 2, 3)),
        ("GlobalAveragePool", "{}", [N([1, 1, 2, 2], 1, 2, 3, 6)], N([1, 1, 1, 1], 3)),
        ("BatchNormalization", """{"epsilon": 0.0}""", [N([1, 2], 3, 5), N([2], 2, 1), N([2], 1, 0), N([2], 1, 1), N([2], 4, 16)], N([1, 2], 3, 1)),
        ("PRelu", "{}", [N([2], -2, 3), N([1], 0.5)], N([2], -1, 3)),
        ("Sign", "{}", [N([3], -2, 0, 3)], N([3], -1, 0, 1)),
    ];

    public static TheoryData<int, string> Rows => [.. _rows.Select((row, index) => (index, row.Operator))];

    [Theory, MemberData(nameof(Rows))]
    public void An_operator_gives_what_its_description_says(int row, string name)
    {
        (string operation, string attributes, object?[] inputs, object expected) = _rows[row];
        Signal<double> found = OperatorTable<double>.Fold(Step(operation, attributes, inputs.Length), [.. inputs.Select(Signal)], 1000)[0];
        if (expected is Tensor<int> ids)
        {
            Assert.Equal(ids.Shape, found.Ids!.Shape);
            Assert.Equal(ids.Values.ToArray(), found.Ids.Values.ToArray());
            return;
        }
        var numbers = (Tensor<double>)expected;
        Assert.Equal(numbers.Shape, found.Numbers!.Shape);
        for (int i = 0; i < numbers.Shape.Count; i++) Assert.Equal(numbers.Values[i], found.Numbers.Values[i], 1e-12);
        Assert.Equal(operation, name);
    }

    private static Signal<double>? Signal(object? value) => value switch { Tensor<double> numbers => new(numbers), Tensor<int> ids => new(ids), _ => null };

    private static OperatorStep Step(string operation, string attributes, int inputs) =>
        new(operation, JsonNode.Parse(attributes)!.AsObject(), [.. Enumerable.Repeat(OperatorInput.Absent, inputs)], ["r"]);

    /// <summary>Those that move numbers or compute with them, at a shape that all take.</summary>
    public static TheoryData<string, string> Differentiable => new()
    {
        { "Pad", """{"pads": [1, 0, 0, 0, 2, 0], "mode": "reflect"}""" }, { "Slice", """{"starts": [1], "ends": [3], "axes": [2]}""" }, { "Transpose", """{"perm": [2, 0, 1]}""" },
        { "ReduceMean", """{"axes": [1]}""" }, { "ReduceL2", """{"axes": [2]}""" }, { "Softmax", """{"axis": 1}""" }, { "MaxPool", """{"kernel_shape": [2]}""" }, { "AveragePool", """{"kernel_shape": [2], "pads": [1, 0]}""" },
        { "GlobalAveragePool", "{}" }, { "Activation", """{"activation": "tanh"}""" }, { "Flatten", "{}" }, { "Erf", "{}" }, { "LpNormalization", """{"axis": 1}""" },
    };

    [Theory, MemberData(nameof(Differentiable))]
    public void Gradients_go_through_an_operator_of_a_model(string operation, string attributes)
    {
        var layer = new OperatorLayer<double>(new(operation, JsonNode.Parse(attributes)!.AsObject(), [new OperatorInput("0")], ["r"]), 1);
        Tensor<double> x = Draw.Tensor<double>(3, 2, 3, 4), leaf = new(x.Shape, x.Values.ToArray()) { RequiresGradient = true };
        CentralDifference.Check([leaf], () => layer.Forward([leaf], Pass.Inference).Numbers!);
    }

    [Fact]
    public void A_model_of_plain_operators_takes_tensors_of_its_own_axes()
    {
        var step = new OperatorStep("MatMul", [], [new OperatorInput("0"), OperatorInput.Of("w", new Shape(2, 3))], ["r"]);
        var model = new Model<double>([ModelInput.Tensor("3, n, 2", "x")], [new("product", new OperatorLayer<double>(step, 1), ["x"])], [new("y", "product")]);
        model.Parameter("product.w").Value.Span.Fill(1);
        Assert.Equal(new Shape(3, 5, 3), model.Predict(Draw.Tensor<double>(1, 3, 5, 2))["y"].Shape);
        Assert.Contains("(3, n, 2)", Assert.Throws<ArgumentException>(() => model.Predict(Draw.Tensor<double>(1, 2, 5, 2))).Message, StringComparison.Ordinal);
        Assert.Equal(model.Description.ToJson().ToJsonString(), ModelDescription.Parse(model.Description.ToJson().ToJsonString()).ToJson().ToJsonString());
    }
}
