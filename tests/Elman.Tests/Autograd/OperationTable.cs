using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Tests.Autograd;

/// <summary>One way to use an operation: a method of <see cref="Ops"/>, what is special about this use, the inputs and the call.</summary>
internal sealed record OperationRow<T>(string Method, string Use, Tensor<T>[] Inputs, Func<Tensor<T>[], Tensor<T>> Call) where T : unmanaged
{
    public override string ToString() => Use.Length == 0 ? Method : $"{Method} {Use}";
}

/// <summary>Every operation, at least once. Inputs stand at least 1e-3 away from kinks.</summary>
internal static class OperationTable
{
    public static IReadOnlyList<string> Names { get; } = [.. Rows<double>().Select(row => row.ToString())];

    public static OperationRow<T> Row<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Rows<T>().Single(row => row.ToString() == name);

    public static IReadOnlyList<OperationRow<T>> Rows<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateChecked(0.5);
        Tensor<T> a = Draw.Tensor<T>(1, 3, 4), b = Draw.Tensor<T>(2, 3, 4), row = Draw.Tensor<T>(3, 4), column = Draw.Tensor<T>(4, 3, 1);
        Tensor<T> wide = Draw.Tensor<T>(5, 5, 37), long1 = Draw.Tensor<T>(6, 37), box = Draw.Tensor<T>(7, 2, 3, 4), tall = Draw.Tensor<T>(8, 600, 3);
        Tensor<T> positive = Draw.Tensor<T>(9, 0.3, 2.5, 3, 7), far = Draw.Tensor<T>(10, 0.4, 1.9, 3, 4), single = Draw.Tensor<T>(11, 1), middle = Draw.Tensor<T>(12, 2, 1, 4);
        var ids = Tensor.From([2, 0, 2, 1, 2, 0], new Shape(2, 3));
        var places = Tensor.From([3, 0, 1, 1, 2, 2], new Shape(3, 2));
        var mask = Tensor.From([true, false, true, true], new Shape(4));
        return
        [
            new("Add", "", [a, b], x => x[0].Add(x[1])),
            new("op_Addition", "with a row", [a, row], x => x[0] + x[1]),
            new("op_Addition", "with a long row", [wide, long1], x => x[0] + x[1]),
            new("op_Addition", "with a column", [column, a], x => x[0] + x[1]),
            new("op_Addition", "with a number", [a], x => half + (x[0] + half)),
            new("op_Addition", "of a column and a row", [column, row], x => x[0] + x[1]),
            new("op_Addition", "with a middle axis", [box, middle], x => x[0] + x[1]),
            new("op_Addition", "of many rows", [tall, single], x => x[0] + x[1]),
            new("Subtract", "", [a, b], x => x[0].Subtract(x[1])),
            new("op_Subtraction", "with numbers", [a], x => half - (x[0] - half)),
            new("op_Subtraction", "with a larger one", [row, box], x => x[0] - x[1]),
            new("Multiply", "", [a, b], x => x[0].Multiply(x[1])),
            new("op_Multiply", "with a long row", [wide, long1], x => x[0] * x[1]),
            new("op_Multiply", "with numbers", [a], x => half * (x[0] * half)),
            new("op_Multiply", "with itself", [a], x => x[0] * x[0]),
            new("Divide", "", [a, far], x => x[0].Divide(x[1])),
            new("op_Division", "by a column", [a, Draw.Tensor<T>(13, 0.4, 2, 3, 1)], x => x[0] / x[1]),
            new("op_Division", "with numbers", [far], x => half / (x[0] / half)),
            new("Negate", "", [a], x => x[0].Negate()),
            new("op_UnaryNegation", "", [a], x => -x[0]),
            new("Exp", "", [wide], x => x[0].Exp()),
            new("Log", "", [positive], x => x[0].Log()),
            new("Sqrt", "", [positive], x => x[0].Sqrt()),
            new("Abs", "", [a], x => x[0].Abs()),
            new("Power", "of 3", [a], x => x[0].Power(3)),
            new("Power", "of -2", [far], x => x[0].Power(-2)),
            new("Power", "of 1.7", [positive], x => x[0].Power(1.7)),
            new("Maximum", "", [a, b], x => x[0].Maximum(x[1])),
            new("Maximum", "with a row", [a, row], x => x[0].Maximum(x[1])),
            new("Minimum", "", [a, b], x => x[0].Minimum(x[1])),
            new("Max", "along the first axis", [box], x => x[0].Max(0)),
            new("Max", "along the last axis", [box], x => x[0].Max(^1)),
            new("Min", "along the middle axis", [box], x => x[0].Min(1)),
            new("MatMul", "of matrices", [a, Draw.Tensor<T>(14, 4, 5)], x => x[0].MatMul(x[1])),
            new("MatMul", "of many", [box, Draw.Tensor<T>(15, 4, 5)], x => x[0].MatMul(x[1])),
            new("MatMul", "of a vector", [row, Draw.Tensor<T>(16, 4, 2)], x => x[0].MatMul(x[1])),
            new("MatMul", "over several blocks", [tall, Draw.Tensor<T>(17, 3, 2)], x => x[0].MatMul(x[1])),
            new("Linear", "", [box, Draw.Tensor<T>(18, 5, 4), Draw.Tensor<T>(19, 5)], x => x[0].Linear(x[1], x[2])),
            new("Linear", "without bias", [a, Draw.Tensor<T>(20, 2, 4)], x => x[0].Linear(x[1])),
            new("Linear", "over several blocks", [tall, Draw.Tensor<T>(21, 2, 3), Draw.Tensor<T>(22, 2)], x => x[0].Linear(x[1], x[2])),
            new("BatchMatMul", "", [box, Draw.Tensor<T>(26, 2, 4, 5)], x => x[0].BatchMatMul(x[1])),
            new("Convolve", "causal", [box, Draw.Tensor<T>(27, 5, 2, 4), Draw.Tensor<T>(28, 5)], x => x[0].Convolve(x[1], x[2], new Windows(2, padding: Padding.Causal))),
            new("Convolve", "of groups, with a stride", [box, Draw.Tensor<T>(29, 4, 3, 2)], x => x[0].Convolve(x[1], null, new Windows(3, stride: 2, padding: Padding.Same), groups: 2)),
            new("Sum", "of all", [wide], x => x[0].Sum()),
            new("Sum", "along the first axis", [tall], x => x[0].Sum(0)),
            new("Sum", "along the last axis, kept", [wide], x => x[0].Sum(^1, keepAxis: true)),
            new("Mean", "of all", [box], x => x[0].Mean()),
            new("Mean", "along the middle axis", [box], x => x[0].Mean(1)),
            new("Mean", "along the last axis, kept", [box], x => x[0].Mean(^1, keepAxis: true)),
            new("Softmax", "along the last axis", [wide], x => x[0].Softmax()),
            new("Softmax", "along the middle axis", [box], x => x[0].Softmax(1)),
            new("LogSoftmax", "along the last axis", [wide], x => x[0].LogSoftmax()),
            new("LogSoftmax", "along the first axis", [box], x => x[0].LogSoftmax(0)),
            new("LayerNorm", "plain", [wide], x => x[0].LayerNorm(null)),
            new("LayerNorm", "with γ and β", [box, Draw.Tensor<T>(23, 4), Draw.Tensor<T>(24, 4)], x => x[0].LayerNorm((x[1], x[2]), 1e-3)),
            new("Reshape", "", [box], x => x[0].Reshape(4, -1)),
            new("Squeeze", "", [middle], x => x[0].Squeeze(1)),
            new("Unsqueeze", "", [a], x => x[0].Unsqueeze(^1)),
            new("Expand", "", [middle], x => x[0].Expand(5, 2, 3, 4)),
            new("Transpose", "of the last two", [box], x => x[0].Transpose()),
            new("Transpose", "of any two", [box], x => x[0].Transpose(0, ^1)),
            new("Permute", "", [box], x => x[0].Permute(2, 0, 1)),
            new("Slice", "of an index", [box], x => x[0].Slice(.., 1)),
            new("Slice", "of ranges and steps", [box], x => x[0].Slice(^1, 1.., AxisSlice.Every(2))),
            new("Slice", "backwards", [box], x => x[0].Slice(.., AxisSlice.Every(-1), AxisSlice.Every(-2, 1..))),
            new("Slice", "of one entry", [a], x => x[0].Slice(2, ^2)),
            new("Concatenate", "along the first axis", [a, b, a], x => Ops.Concatenate<T>(x, 0)),
            new("Concatenate", "along the last axis", [box, Draw.Tensor<T>(25, 2, 3, 1)], x => Ops.Concatenate<T>(x, ^1)),
            new("Stack", "before", [a, b], x => Ops.Stack<T>(x, 0)),
            new("Stack", "behind", [a, b], x => Ops.Stack<T>(x, ^1)),
            new("IndexSelect", "of rows", [a], x => x[0].IndexSelect(0, ids)),
            new("IndexSelect", "of a middle axis", [box], x => x[0].IndexSelect(1, ids)),
            new("Gather", "", [a], x => x[0].Gather(1, places)),
            new("Where", "", [a, column], x => Ops.Where(mask, x[0], x[1])),
            new("Tanh", "", [wide], x => Ops.Tanh(x[0])),
            new("Sigmoid", "", [wide], x => Ops.Sigmoid(x[0])),
            new("Relu", "", [wide], x => Ops.Relu(x[0])),
            .. ActivationCatalog.Rows.Select(entry =>
                new OperationRow<T>("Activate", entry.Name, [wide], x => x[0].Activate(Activation.Parse(entry.Name)))),
        ];
    }
}
