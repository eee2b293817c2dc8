using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

/// <summary>Results and gradients of every layer at every vector width and with 1, 2 and 3 threads.</summary>
[Collection(ComputeTests.Name)]
public sealed class LayerSameBitsTests
{
    public static TheoryData<string> EveryLayer => [.. LayerTable.Names];

    [Theory, MemberData(nameof(EveryLayer))]
    public void Neither_width_nor_threads_change_a_bit(string name)
    {
        ComputeTests.SameBits(() => ResultAndGradients<float>(name), name);
        ComputeTests.SameBits(() => ResultAndGradients<double>(name), name);
    }

    private static T[] ResultAndGradients<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LayerRow<T> row = LayerTable.Row<T>(name);
        Layer<T> layer = LayerTable.Fill(row.Layer);
        Signal<T>[] inputs = LayerTable.Leaves(row.Inputs);
        Tensor<T> y = layer.Forward(inputs, Pass.Inference).Numbers!;
        Tensor<T>[] leaves = [.. inputs.Select(input => input.Numbers).OfType<Tensor<T>>().Concat(layer.Parameters.Where(parameter => parameter.IsTrained).Select(parameter => parameter.Value)).Distinct()];
        y.Backward(Draw.Tensor<T>(97, [.. y.Shape]));
        // Of the signal that only lends its mask there is no gradient.
        return [.. y.Values, .. leaves.SelectMany(leaf => leaf.Gradient?.Values.ToArray() ?? [])];
    }
}
