using Elman.Numerics;

namespace Elman.Tests;

/// <summary>Prints of NumPy 2 and PyTorch, taken from them.</summary>
public sealed class TensorTextTests
{
    private static readonly double[] _thirty = [.. Enumerable.Range(0, 30).Select(i => i / 8.0)];
    private static readonly double[] _many = [.. Enumerable.Range(0, 1200).Select(i => i - 0.5)];
    private static readonly double[] _powers = [1e-100, 1e5];

    private static readonly (string What, int[] Shape, double[] Numbers, string NumPy, string Torch)[] _prints =
    [
        ("no number", [0, 3], [], "[]", "tensor([], size=(0, 3))"),
        ("zeros of both signs", [2, 2], [0, -0.0, 0, -0.0], "[[ 0. -0.]\n [ 0. -0.]]", "tensor([[0., -0.],\n        [0., -0.]])"),
        ("whole numbers", [3], [1, -20, 0], "[  1. -20.   0.]", "tensor([  1., -20.,   0.])"),
        ("some digits", [2, 2], [0.5, -0.25, 1, 12.125], "[[ 0.5   -0.25 ]\n [ 1.    12.125]]", "tensor([[ 0.5000, -0.2500],\n        [ 1.0000, 12.1250]])"),
        ("a number between two texts", [2], [0.03125, 0.09375], "[0.03125 0.09375]", "tensor([0.0312, 0.0938])"),
        ("none, and beyond all", [4], [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.5], "[ nan  inf -inf  0.5]", "tensor([   nan,    inf,   -inf, 0.5000])"),
        ("powers of ten", [2], [1.5e-7, 0.5], "[1.5e-07 5.0e-01]", "tensor([1.5000e-07, 5.0000e-01])"),
        ("large ones", [2], [1e10, 1e20], "[1.e+10 1.e+20]", "tensor([1.0000e+10, 1.0000e+20])"),
        ("blocks", [2, 1, 2], [1, 2, 3, 4], "[[[1. 2.]]\n\n [[3. 4.]]]", "tensor([[[1., 2.]],\n\n        [[3., 4.]]])"),
        ("a long row", [30], _thirty, """
            [0.    0.125 0.25  0.375 0.5   0.625 0.75  0.875 1.    1.125 1.25  1.375
             1.5   1.625 1.75  1.875 2.    2.125 2.25  2.375 2.5   2.625 2.75  2.875
             3.    3.125 3.25  3.375 3.5   3.625]
            """, """
            tensor([0.0000, 0.1250, 0.2500, 0.3750, 0.5000, 0.6250, 0.7500, 0.8750, 1.0000,
                    1.1250, 1.2500, 1.3750, 1.5000, 1.6250, 1.7500, 1.8750, 2.0000, 2.1250,
                    2.2500, 2.3750, 2.5000, 2.6250, 2.7500, 2.8750, 3.0000, 3.1250, 3.2500,
                    3.3750, 3.5000, 3.6250])
            """),
        ("more than are shown", [1200, 1], _many, """
            [[-5.0000e-01]
             [ 5.0000e-01]
             [ 1.5000e+00]
             ...
             [ 1.1965e+03]
             [ 1.1975e+03]
             [ 1.1985e+03]]
            """, """
            tensor([[-5.0000e-01],
                    [ 5.0000e-01],
                    [ 1.5000e+00],
                    ...,
                    [ 1.1965e+03],
                    [ 1.1975e+03],
                    [ 1.1985e+03]])
            """),
        ("a scalar", [], [0.1], "0.1", "tensor(0.1000)"),
        ("a small scalar", [], [1e-5], "1e-05", "tensor(1.0000e-05)"),
    ];

    public static TheoryData<string> Prints => [.. _prints.Select(row => row.What)];

    [Theory, MemberData(nameof(Prints))]
    public void A_tensor_is_printed_as_the_framework_prints_it(string what)
    {
        (string _, int[] dimensions, double[] numbers, string numPy, string torch) = _prints.First(row => row.What == what);
        var shape = new Shape(dimensions);
        Assert.Equal(numPy, Tensor.From(numbers, shape).ToText(TensorStyle.NumPy));
        Assert.Equal(torch, Tensor.From<float>([.. numbers.Select(number => (float)number)], shape).ToText(TensorStyle.PyTorch));
    }

    [Fact]
    public void Each_type_has_its_own_digits_and_PyTorch_names_the_one_that_is_not_its_usual()
    {
        Assert.Equal("[0.1]", Tensor.From([0.1f]).ToText(TensorStyle.NumPy));
        Assert.Equal("[1.86755799]", Tensor.From([1.8675579901499675]).ToText(TensorStyle.NumPy));
        Assert.Equal("[1.e-100 1.e+005]", Tensor.From(_powers).ToText(TensorStyle.NumPy));
        Assert.Equal("tensor([0.1000], dtype=torch.float64)", Tensor.From([0.1]).ToText(TensorStyle.PyTorch));
        Assert.Equal("tensor([0.0000, 0.1250, 0.2500, 0.3750, 0.5000, 0.6250], dtype=torch.float64)", Tensor.From(_thirty[..6]).ToText(TensorStyle.PyTorch));
        Assert.Equal("tensor([0.0000, 0.1250, 0.2500, 0.3750, 0.5000, 0.6250, 0.7500],\n       dtype=torch.float64)", Tensor.From(_thirty[..7]).ToText(TensorStyle.PyTorch));
    }

    [Fact]
    public void A_shape_is_printed_as_the_framework_prints_it()
    {
        Assert.Equal(("(5,)", "(2, 3)", "()"), (new Shape(5).ToText(TensorStyle.NumPy), new Shape(2, 3).ToText(TensorStyle.NumPy), Shape.Scalar.ToText(TensorStyle.NumPy)));
        Assert.Equal(("torch.Size([5])", "torch.Size([2, 3])"), (new Shape(5).ToText(TensorStyle.PyTorch), new Shape(2, 3).ToText(TensorStyle.PyTorch)));
    }
}
