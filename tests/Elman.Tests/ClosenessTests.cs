using Elman.Numerics;

namespace Elman.Tests;

public sealed class ClosenessTests
{
    [Theory]
    [InlineData(1.0, 1.0, true)]
    [InlineData(1.0, 1.00001, true)]
    [InlineData(1.0, 1.0001, false)]
    [InlineData(0.0, 1e-8, true)]
    [InlineData(0.0, 1e-7, false)]
    [InlineData(0.0, -0.0, true)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(1.0, double.PositiveInfinity, false)]
    [InlineData(double.NaN, double.NaN, false)]
    [InlineData(double.NaN, 1.0, false)]
    public void Two_tensors_are_close_where_allclose_of_NumPy_and_PyTorch_says_so(double a, double b, bool close) =>
        Assert.Equal(close, Tensor.From([0.5, a]).AllClose(Tensor.From([0.5, b])));

    [Fact]
    public void The_largest_difference_is_that_of_any_number_and_no_number_wins()
    {
        Assert.Equal(2, Tensor.From([1f, -1f, 3f]).LargestDifference(Tensor.From([1.5f, 1f, 3f])));
        Assert.Equal(double.NaN, Tensor.From([double.NaN, 0.0]).LargestDifference(Tensor.From([1.0, 5.0])));
        Assert.Equal(0, Tensor.From([double.PositiveInfinity]).LargestDifference(Tensor.From([double.PositiveInfinity])));
    }

    [Fact]
    public void Tensors_of_other_shapes_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Tensor.From([1.0, 2.0]).AllClose(Tensor.From(new[,] { { 1.0, 2.0 } })));
        Assert.Contains("(2) and (1, 2)", error.Message, StringComparison.Ordinal);
    }
}
