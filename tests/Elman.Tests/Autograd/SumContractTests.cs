using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>In which order sums are taken, against the order written out: sixteen partials and a tree along rows, blocks of 256 over samples.</summary>
public sealed class SumContractTests
{
    private const int Samples = 600, Width = 3;
    private static readonly Tensor<float> _x = Draw.Tensor<float>(1, Samples, Width);
    private static readonly Tensor<float> _dy = Draw.Tensor<float>(2, Samples, Width);

    [Fact]
    public void A_sum_of_all_and_a_sum_along_the_last_axis_are_rows_of_sixteen_partials()
    {
        Bits.AssertEqual([Row(_x.Values)], _x.Sum().Values, "sum of all");
        float[] rows = [.. Enumerable.Range(0, Width).Select(j => Row(Column(_x, j)))];
        Bits.AssertEqual(rows, _x.Transpose().Sum(^1).Values, "sums along the last axis");
    }

    [Fact]
    public void A_sum_along_another_axis_and_the_gradient_of_a_repeated_row_are_taken_in_blocks()
    {
        float[] ones = [.. Enumerable.Repeat(1f, Samples)];
        float[] sums = [.. Enumerable.Range(0, Width).Select(j => Blocks(ones, Column(_dy, j)))];
        Bits.AssertEqual(sums, _dy.Sum(0).Values, "sums over samples");

        Tensor<float> row = Draw.Leaf(Draw.Tensor<float>(3, Width));
        (_x + row).Backward(_dy);
        Bits.AssertEqual(sums, row.Gradient!.Values, "gradient of the row");
    }

    [Fact]
    public void The_gradients_of_weight_and_bias_are_fused_chains_in_blocks()
    {
        Tensor<float> weight = Draw.Leaf(Draw.Tensor<float>(4, Width, Width)), bias = Draw.Leaf(Draw.Tensor<float>(5, Width));
        _x.Reshape(3, 200, Width).Linear(weight, bias).Backward(_dy.Reshape(3, 200, Width));
        float[] expected = [.. from o in Enumerable.Range(0, Width) from i in Enumerable.Range(0, Width) select Blocks(Column(_dy, o), Column(_x, i))];
        Bits.AssertEqual(expected, weight.Gradient!.Values, "weight");
        Bits.AssertEqual(_dy.Sum(0).Values, bias.Gradient!.Values, "bias");
    }

    [Fact]
    public void The_gradient_of_a_table_is_that_of_a_product_with_rows_of_one_hot()
    {
        int[] ids = [.. Enumerable.Range(0, Samples).Select(i => i * i % 5)];
        var hot = new Tensor<float>(new Shape(Samples, 5));
        for (int i = 0; i < Samples; i++) hot[i, ids[i]] = 1;
        Tensor<float> looked = Draw.Leaf(Draw.Tensor<float>(6, 5, Width)), multiplied = Draw.Leaf(looked);
        looked.IndexSelect(0, Tensor.From(ids)).Backward(_dy);
        hot.MatMul(multiplied).Backward(_dy);
        Bits.AssertEqual(multiplied.Gradient!.Values, looked.Gradient!.Values, "table");
    }

    private static float[] Column(Tensor<float> x, int j) => [.. Enumerable.Range(0, Samples).Select(i => x[i, j])];

    private static float Row(ReadOnlySpan<float> row)
    {
        var p = new float[16];
        for (int i = 0; i < row.Length; i++) p[i % 16] += row[i];
        for (int half = 8; half > 0; half /= 2)
            for (int i = 0; i < half; i++) p[i] += p[i + half];
        return p[0];
    }

    private static float Blocks(float[] a, float[] b)
    {
        float total = 0;
        for (int start = 0; start < a.Length; start += 256)
        {
            float sum = 0;
            for (int i = start; i < Math.Min(start + 256, a.Length); i++) sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
            total += sum;
        }
        return total;
    }
}
