using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

/// <summary>What single layers promise beyond what all do.</summary>
public sealed class LayerBehaviourTests
{
    [Fact]
    public void Parameters_are_zero_at_first_and_the_weight_of_a_norm_is_one()
    {
        Assert.All(new Dense<float>(2, 3).Parameters, parameter => Assert.All(parameter.Value.Values.ToArray(), value => Assert.Equal(0, value)));
        Assert.Equal([0f, 0, 0, 0], new Embedding<float>(2, 2).Weight.Value.Values);
        Assert.Equal([1f, 1], new LayerNorm<float>(2).Weight!.Value.Values);
        Assert.Equal([0f, 0], new LayerNorm<float>(2).Bias!.Value.Values);
    }

    [Fact]
    public void Dense_starts_each_chain_from_its_bias()
    {
        var layer = (Dense<float>)LayerTable.Fill(new Dense<float>(37, 5));
        Tensor<float> x = Draw.Tensor<float>(1, 4, 37);
        Tensor<float> y = Forward(layer, new Signal<float>(x));
        for (int n = 0; n < 4; n++)
            for (int o = 0; o < 5; o++)
            {
                float chain = layer.Bias!.Value[o];
                for (int i = 0; i < 37; i++) chain = MathF.FusedMultiplyAdd(x[n, i], layer.Weight.Value[o, i], chain);
                Assert.Equal(chain, y[n, o]);
            }
    }

    [Fact]
    public void The_row_of_the_padding_id_is_looked_up_and_gets_no_gradient()
    {
        var layer = (Embedding<double>)LayerTable.Fill(new Embedding<double>(3, 2, padding: 1));
        Tensor<double> y = Forward(layer, new Signal<double>(Tensor.From([1, 2, 1, 0, 2])));
        Assert.Equal(layer.Weight.Value.Values.Slice(2, 2), y.Values[..2]);
        y.Sum().Backward();
        Assert.Equal([1.0, 1, 0, 0, 2, 2], layer.Weight.Value.Gradient!.Values);
    }

    [Fact]
    public void The_last_step_is_the_last_that_is_there_and_zero_where_there_is_none()
    {
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(1, 3, 4, 2));
        Tensor<double> y = Forward(new LastStep<double>(), new Signal<double>(x, [4, 0, 2]));
        Assert.Equal([x[0, 3, 0], x[0, 3, 1], 0, 0, x[2, 1, 0], x[2, 1, 1]], y.Values);
        y.Sum().Backward();
        Assert.Equal([6, 7, 18, 19], x.Gradient!.Values.ToArray().Index().Where(entry => entry.Item == 1).Select(entry => entry.Index));
    }

    [Fact]
    public void Dropout_drops_at_its_rate_keeps_the_mean_and_does_nothing_in_inference()
    {
        var layer = new Dropout<float>(0.25);
        Tensor<float> x = Draw.Leaf(new Tensor<float>(new Shape(100, 100), [.. Enumerable.Repeat(3f, 10_000)]));
        Tensor<float> y = layer.Forward([new(x)], new Pass { Training = true, Random = new TorchRandom(1) }).Numbers!;
        int dropped = y.Values.Count(0f);
        Assert.InRange(dropped, 2300, 2700);
        Assert.Equal(10_000 - dropped, y.Values.Count(4f));
        y.Sum().Backward();
        Assert.Equal(y.Values.ToArray().Select(value => value == 0 ? 0 : (float)(1 / 0.75)), x.Gradient!.Values.ToArray());
        Assert.Equal(x.Values, Forward(layer, new Signal<float>(x)).Values);
    }

    [Fact]
    public void A_norm_brings_each_row_to_mean_0_and_variance_1()
    {
        double[] rows = Forward(new LayerNorm<double>(50, 0), new Signal<double>(Draw.Tensor<double>(1, 3, 50))).Values.ToArray();
        Assert.All(rows.Chunk(50), row =>
        {
            Assert.Equal(0, row.Average(), 1e-14);
            Assert.Equal(1, row.Average(value => value * value), 1e-13);
        });
    }

    [Fact]
    public void Nothing_of_nothing_is_nothing()
    {
        foreach (int[] shape in new[] { new[] { 0, 5, 6 }, [4, 0, 6], [0, 6] })
        {
            var x = new Signal<float>(new Tensor<float>(new Shape(shape)));
            Layer<float>[] layers = [new Dense<float>(6, 3), new LayerNorm<float>(6), new Add<float>(), new Concatenate<float>(), .. shape.Length == 3 ? new[] { new LastStep<float>() } : []];
            foreach (Layer<float> layer in layers) Assert.All(Forward(layer, x).Values.ToArray(), value => Assert.Equal(0, value));
        }
        Assert.Equal(new Shape(4, 6), Forward(new LastStep<float>(), new Signal<float>(new Tensor<float>(new Shape(4, 0, 6)))).Shape);
    }

    private static Tensor<T> Forward<T>(Layer<T> layer, Signal<T> input) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        layer.Forward([input], Pass.Inference).Numbers!;
}
