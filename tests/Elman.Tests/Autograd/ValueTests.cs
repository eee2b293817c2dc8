using System.Reflection;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Tests.Autograd;

/// <summary>What operations compute, against numbers worked out by hand.</summary>
public sealed class ValueTests
{
    private const double NaN = double.NaN;

    private static readonly Tensor<double> _a = Tensor.From(new double[,] { { 1, -2, 3 }, { -4, 5, 6 } });
    private static readonly Tensor<double> _row = Tensor.From([10.0, 20, 30]);
    private static readonly Tensor<double> _column = Tensor.From([2.0, 4], new Shape(2, 1));
    private static readonly Tensor<double> _box = Tensor.From<double>([.. Enumerable.Range(0, 12).Select(i => (double)i)], new Shape(2, 3, 2));

    private static readonly (string Method, Func<Tensor<double>> Call, int[] Shape, double[] Expected)[] _rows =
    [
        ("Add", () => _a.Add(_row), [2, 3], [11, 18, 33, 6, 25, 36]),
        ("op_Addition", () => 1 + (_column + _row + 0.5), [2, 3], [13.5, 23.5, 33.5, 15.5, 25.5, 35.5]),
        ("Subtract", () => _a.Subtract(_column), [2, 3], [-1, -4, 1, -8, 1, 2]),
        ("op_Subtraction", () => 1 - (_row - 5), [3], [-4, -14, -24]),
        ("Multiply", () => _a.Multiply(_column), [2, 3], [2, -4, 6, -16, 20, 24]),
        ("op_Multiply", () => 2 * _a * _row * 0.5, [2, 3], [10, -40, 90, -40, 100, 180]),
        ("Divide", () => _row.Divide(_column), [2, 3], [5, 10, 15, 2.5, 5, 7.5]),
        ("op_Division", () => 60 / _row / 2, [3], [3, 1.5, 1]),
        ("Negate", () => _a.Negate(), [2, 3], [-1, 2, -3, 4, -5, -6]),
        ("op_UnaryNegation", () => -_row, [3], [-10, -20, -30]),
        ("Exp", () => Tensor.From([0.0, 1]).Exp(), [2], [1, Math.E]),
        ("Log", () => Tensor.From([1.0, Math.E]).Log(), [2], [0, 1]),
        ("Sqrt", () => Tensor.From([0.0, 9, 2]).Sqrt(), [3], [0, 3, Math.Sqrt(2)]),
        ("Abs", () => _a.Abs(), [2, 3], [1, 2, 3, 4, 5, 6]),
        ("Power", () => _a.Power(3), [2, 3], [1, -8, 27, -64, 125, 216]),
        ("Power", () => _a.Power(-1), [2, 3], [1, -0.5, 1.0 / 3, -0.25, 0.2, 1.0 / 6]),
        ("Power", () => Tensor.From([4.0, 0, -1, 10]).Power(1.5), [4], [8, 0, NaN, Math.Sqrt(1000)]),
        ("Power", () => _row.Power(0), [3], [1, 1, 1]),
        ("Maximum", () => Tensor.From([1, NaN, 3, 2]).Maximum(Tensor.From([2, 1, NaN, 2])), [4], [2, NaN, NaN, 2]),
        ("Minimum", () => Tensor.From([1, NaN, 3, 2]).Minimum(Tensor.From([2, 1, NaN, 2])), [4], [1, NaN, NaN, 2]),
        ("Max", () => _a.Max(0), [3], [1, 5, 6]),
        ("Max", () => Tensor.From(new[,] { { 1, NaN, 3 }, { 4, 6, 5 } }).Max(^1), [2], [NaN, 6]),
        ("Min", () => _a.Min(1), [2], [-2, -4]),
        ("MatMul", () => _a.MatMul(_row.Reshape(3, 1)), [2, 1], [60, 240]),
        ("MatMul", () => _box.MatMul(Tensor.From(new double[,] { { 1, 2 }, { 10, 20 } })), [2, 3, 2], [10, 20, 32, 64, 54, 108, 76, 152, 98, 196, 120, 240]),
        ("Linear", () => _a.Linear(Tensor.From(new double[,] { { 1, 1, 1 }, { 0, 1, 2 } }), Tensor.From([100.0, 200])), [2, 2], [102, 204, 107, 217]),
        ("BatchMatMul", () => _box.BatchMatMul(Tensor.From<double>([1, 10, 2, 20], new Shape(2, 2, 1))), [2, 3, 1], [10, 32, 54, 152, 196, 240]),
        ("Convolve", () => Tensor.From([1.0, 2, 3], new Shape(1, 3, 1)).Convolve(Tensor.From([10.0, 1], new Shape(1, 2, 1)), Tensor.From([100.0]), new Windows(2, padding: Padding.Causal)), [1, 3, 1], [101, 112, 123]),
        ("Sum", () => _a.Sum(), [], [9]),
        ("Sum", () => _box.Sum(1), [2, 2], [6, 9, 24, 27]),
        ("Sum", () => _a.Sum(^1, keepAxis: true), [2, 1], [2, 7]),
        ("Mean", () => _a.Mean(), [], [1.5]),
        ("Mean", () => _a.Mean(0), [3], [-1.5, 1.5, 4.5]),
        ("Softmax", () => Tensor.From([0, Math.Log(3)]).Softmax(), [2], [0.25, 0.75]),
        ("Softmax", () => Tensor.From(new[,] { { 0, 1 }, { Math.Log(3), 1 } }).Softmax(0), [2, 2], [0.25, 0.5, 0.75, 0.5]),
        ("LogSoftmax", () => Tensor.From([0, Math.Log(3)]).LogSoftmax(), [2], [Math.Log(0.25), Math.Log(0.75)]),
        ("LayerNorm", () => Tensor.From([1.0, 3]).LayerNorm((Tensor.From([2.0, 4]), Tensor.From([10.0, 20])), 0), [2], [8, 24]),
        ("LayerNorm", () => Tensor.From([1.0, 3]).LayerNorm(null, 3), [2], [-0.5, 0.5]),
        ("Reshape", () => _a.Reshape(-1, 2), [3, 2], [1, -2, 3, -4, 5, 6]),
        ("Squeeze", () => _column.Squeeze(^1), [2], [2, 4]),
        ("Unsqueeze", () => _row.Unsqueeze(0), [1, 3], [10, 20, 30]),
        ("Expand", () => _column.Expand(2, 2, 2), [2, 2, 2], [2, 2, 4, 4, 2, 2, 4, 4]),
        ("Transpose", () => _a.Transpose(), [3, 2], [1, -4, -2, 5, 3, 6]),
        ("Permute", () => _box.Permute(2, 0, 1), [2, 2, 3], [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]),
        ("Slice", () => _box.Slice(1, .., ^1), [3], [7, 9, 11]),
        ("Slice", () => _box.Slice(.., AxisSlice.Every(-2)), [2, 2, 2], [4, 5, 0, 1, 10, 11, 6, 7]),
        ("Slice", () => _row.Slice(AxisSlice.Every(2)), [2], [10, 30]),
        ("Slice", () => _row.Slice(1..1), [0], []),
        ("Concatenate", () => Ops.Concatenate<double>([_a, _column], 1), [2, 4], [1, -2, 3, 2, -4, 5, 6, 4]),
        ("Stack", () => Ops.Stack<double>([_row, -_row], ^1), [3, 2], [10, -10, 20, -20, 30, -30]),
        ("IndexSelect", () => _a.IndexSelect(1, Tensor.From([2, 0, 2, 2], new Shape(2, 2))), [2, 2, 2], [3, 1, 3, 3, 6, -4, 6, 6]),
        ("Gather", () => _a.Gather(1, Tensor.From(new[,] { { 2 }, { 0 } })), [2, 1], [3, -4]),
        ("Where", () => Ops.Where(Tensor.From([true, false, true]), _a, Tensor.Scalar(NaN)), [2, 3], [1, NaN, 3, -4, NaN, 6]),
        ("Tanh", () => Tensor.From([0, 0.5]).Tanh(), [2], [0, Math.Tanh(0.5)]),
        ("Sigmoid", () => Tensor.From([0, Math.Log(3)]).Sigmoid(), [2], [0.5, 0.75]),
        ("Relu", () => _a.Relu(), [2, 3], [1, 0, 3, 0, 5, 6]),
        ("Activate", () => _a.Activate(Activation.Parse("leaky_relu(alpha=0.5)")), [2, 3], [1, -1, 3, -2, 5, 6]),
    ];

    public static TheoryData<int> EveryRow => [.. Enumerable.Range(0, _rows.Length)];

    [Theory, MemberData(nameof(EveryRow))]
    public void An_operation_computes_what_one_computes_by_hand(int row)
    {
        (string method, Func<Tensor<double>> call, int[] shape, double[] expected) = _rows[row];
        Tensor<double> found = call();
        Assert.Equal(new Shape(shape), found.Shape);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(double.IsNaN(expected[i]) ? double.IsNaN(found.Values[i]) : Math.Abs(found.Values[i] - expected[i]) <= 4e-16 * Math.Abs(expected[i]),
                FormattableString.Invariant($"{method}, entry {i}: expected {expected[i]:R}, found {found.Values[i]:R}"));
    }

    [Fact]
    public void Every_public_operation_is_worked_out_by_hand()
    {
        IEnumerable<string> operations = typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Tensor<>)).Select(method => method.Name);
        Assert.Empty(operations.Except(_rows.Select(row => row.Method)));
    }

    [Fact]
    public void Gradients_go_to_the_first_of_equals()
    {
        Tensor<double> a = Draw.Leaf(Tensor.From([1.0, 2])), b = Draw.Leaf(Tensor.From([1.0, 2]));
        a.Maximum(b).Sum().Backward();
        Assert.Equal([1.0, 1], a.Gradient!.Values);
        Assert.Equal([0.0, 0], b.Gradient!.Values);

        Tensor<double> x = Draw.Leaf(Tensor.From([3.0, 7, 7, 1]));
        x.Max(0).Backward();
        Assert.Equal([0.0, 1, 0, 0], x.Gradient!.Values);
    }
}
