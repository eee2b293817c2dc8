using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;

namespace Elman.Tests.Autograd;

/// <summary>Results and gradients of every operation at every vector width and with 1, 2 and 3 threads.</summary>
[Collection(ComputeTests.Name)]
public sealed class SameBitsTests
{
    public static TheoryData<string> EveryUse => [.. OperationTable.Names];

    [Theory, MemberData(nameof(EveryUse))]
    public void Neither_width_nor_threads_change_a_bit(string use)
    {
        ComputeTests.SameBits(() => ResultAndGradients(OperationTable.Row<float>(use)), use);
        ComputeTests.SameBits(() => ResultAndGradients(OperationTable.Row<double>(use)), use);
    }

    [Fact]
    public void Products_large_enough_to_be_shared_among_threads_have_the_same_bits() => ComputeTests.SameBits<float>(() =>
    {
        Tensor<float> x = Draw.Leaf(Draw.Tensor<float>(1, 300, 70)), w = Draw.Leaf(Draw.Tensor<float>(2, 65, 70)), b = Draw.Leaf(Draw.Tensor<float>(3, 65));
        Tensor<float> y = x.Linear(w, b).Tanh().MatMul(w);
        y.Backward(Draw.Tensor<float>(4, [.. y.Shape]));
        return [.. y.Values, .. x.Gradient!.Values, .. w.Gradient!.Values, .. b.Gradient!.Values];
    }, "two products");

    private static T[] ResultAndGradients<T>(OperationRow<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T>[] leaves = [.. row.Inputs.Select(Draw.Leaf)];
        Tensor<T> y = row.Call(leaves);
        y.Backward(Draw.Tensor<T>(97, [.. y.Shape]));
        return [.. y.Values, .. leaves.SelectMany(leaf => leaf.Gradient!.Values.ToArray())];
    }
}
