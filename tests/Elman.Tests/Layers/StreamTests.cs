using Elman.Layers;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

public sealed class StreamTests
{
    public static TheoryData<string> EveryStream => [.. LayerTable.Rows<double>().Zip(LayerTable.Names).Where(row => row.First.Steps).Select(row => row.Second)];
    public static TheoryData<string> EveryOther => [.. LayerTable.Rows<double>().Zip(LayerTable.Names).Where(row => !row.First.Steps).Select(row => row.Second)];

    [Theory, MemberData(nameof(EveryStream))]
    public void A_step_gives_the_bits_of_Forward_and_allocates_nothing(string name)
    {
        LayerRow<float> row = LayerTable.Row<float>(name);
        Layer<float> layer = LayerTable.Fill(row.Layer);
        Signal<float> input = row.Inputs[0];
        int[] there = [.. Enumerable.Range(0, input.Numbers is null ? input.Ids!.Shape.Count : input.Numbers.Shape.Count / 6)
            .Where(i => input.Lengths is null || i % 5 < input.Lengths[i / 5])];

        Tensor<float> expected = layer.Forward(row.Inputs, Pass.Inference).Numbers!;
        int width = expected.Shape[^1];
        LayerStream<float> stream = layer.OpenStream();
        var output = new float[width];
        var start = new float[stream.StateSize];
        foreach (int i in there)
        {
            if (i % 5 == 0) stream.Restore(start);
            Step(stream, input, i, output);
            Bits.AssertEqual(expected.Values.Slice(i * width, width), output, $"step {i}");
        }

        Assert.Equal(0, Allocated.By(() =>
        {
            for (int repeat = 0; repeat < 50; repeat++) Step(stream, input, 0, output);
        }));
        Assert.Equal(row.Remembers, stream.StateSize);
    }

    [Theory, MemberData(nameof(EveryOther))]
    public void A_layer_that_cannot_step_says_so_by_name(string name)
    {
        Layer<float> layer = LayerTable.Row<float>(name).Layer;
        NotSupportedException error = Assert.Throws<NotSupportedException>(layer.OpenStream);
        Assert.StartsWith(layer.ToString()!, error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot step", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_weight_is_seen_by_the_next_step_and_the_next_Forward()
    {
        var layer = new Dense<float>(2, 1);
        LayerStream<float> stream = layer.OpenStream();
        var output = new float[1];
        stream.Step([1, 2], output);
        Assert.Equal(0, output[0]);

        layer.Weight.Value[0, 1] = 3;
        stream.Step([1, 2], output);
        Assert.Equal(6, output[0]);
        layer.Bias!.Value[0] = 0.5f;
        stream.Step([1, 2], output);
        Assert.Equal(6.5f, output[0]);
        Assert.Equal([6.5f], layer.Forward([new Signal<float>(Tensor.From(new float[,] { { 1, 2 } }))], Pass.Inference).Numbers!.Values);
    }

    private static void Step(LayerStream<float> stream, Signal<float> input, int i, float[] output)
    {
        if (input.Numbers is null) stream.Step(input.Ids!.Values[i], output);
        else stream.Step(input.Numbers.Values.Slice(i * 6, 6), output);
    }
}
