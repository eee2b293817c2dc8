using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Tests.Autograd;

namespace Elman.Tests.Layers;

public sealed class LayerTests
{
    /// <summary>A bias of keys moves all scores of a query alike, which changes no weight: its gradient is zero but for rounding, and so are the differences.</summary>
    private const string NoGradientOf = "key_bias";

    public static TheoryData<string> EveryLayer => [.. LayerTable.Names];

    [Theory, MemberData(nameof(EveryLayer))]
    public void The_gradient_is_the_limit_of_central_differences_whatever_stands_in_the_padding(string name)
    {
        LayerRow<double> row = LayerTable.Row<double>(name);
        Layer<double> layer = LayerTable.Fill(row.Layer);
        Signal<double>[] inputs = LayerTable.Leaves(row.Inputs);
        Tensor<double>[] numbers = [.. inputs.Select(input => input.Numbers).OfType<Tensor<double>>()];
        CentralDifference.Check(
            [.. numbers.Concat(layer.Parameters.Where(parameter => parameter.IsTrained && parameter.Name != NoGradientOf && layer is not Embedding<double> { Padding: not null }).Select(parameter => parameter.Value)).Distinct()],
            () => layer.Forward(inputs, Training()).Numbers!);
    }

    [Theory, MemberData(nameof(EveryLayer))]
    public void What_comes_out_has_the_planned_shape_and_zeros_where_no_step_is(string name)
    {
        LayerRow<double> row = LayerTable.Row<double>(name);
        Signal<double>[] inputs = LayerTable.Leaves(row.Inputs);
        Signal<double> result = LayerTable.Fill(row.Layer).Forward(inputs, Training());
        SignalShape planned = row.Layer.Plan([.. inputs.Select(ShapeOf)]).Output;

        Assert.Equal(planned, ShapeOf(result));
        Assert.Equal(planned.HasSteps ? row.Lengths : null, result.Lengths);
        int steps = planned.HasSteps ? result.Numbers!.Shape[1] : 1;
        int[] absent = [.. result.Lengths?.SelectMany((length, n) => Enumerable.Range(n * steps + length, steps - length)) ?? []];
        double[][] rows = [.. result.Numbers!.Values.ToArray().Chunk(planned.Features)];
        Assert.All(absent, i => Assert.All(rows[i], value => Assert.Equal(0, value)));
        Assert.DoesNotContain(result.Numbers.Values.ToArray(), double.IsNaN);
    }

    [Theory, MemberData(nameof(EveryLayer))]
    public void A_sequence_alone_has_the_bits_that_it_has_in_a_batch(string name)
    {
        LayerRow<float> row = LayerTable.Row<float>(name);
        Layer<float> layer = LayerTable.Fill(row.Layer);
        Tensor<float> all = layer.Forward(LayerTable.Leaves(row.Inputs), Pass.Inference).Numbers!;
        for (int n = 0; n < 4; n++)
        {
            Signal<float> alone = layer.Forward([.. row.Inputs.Select(input => Alone(input, n))], Pass.Inference);
            int count = alone.Numbers!.Shape.Count;
            Bits.AssertEqual(all.Values.Slice(n * all.Shape.CountFrom(1), count), alone.Numbers.Values, $"sequence {n}");
        }
    }

    [Theory, MemberData(nameof(EveryLayer))]
    public void A_description_builds_the_same_layer_again_and_refuses_what_it_does_not_know(string name)
    {
        Layer<double> layer = LayerTable.Row<double>(name).Layer;
        LayerDescription description = layer.Description;
        var read = new LayerDescription(description.Kind, System.Text.Json.Nodes.JsonNode.Parse(description.Options.ToJsonString())!.AsObject());
        Layer<double> again = Build(layer.GetType(), read);
        Assert.Equal(description.Kind, again.Description.Kind);
        Assert.Equal(description.Options.ToJsonString(), again.Description.Options.ToJsonString());
        Assert.Equal(layer.Parameters.Select(p => (p.Name, p.Shape)), again.Parameters.Select(p => (p.Name, p.Shape)));

        read.Options["colour"] = "blue";
        ArgumentException error = Assert.Throws<ArgumentException>(() => Build(layer.GetType(), read));
        Assert.Contains($"'{description.Kind}' has no option 'colour'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_layer_of_the_folder_has_a_row()
    {
        IEnumerable<Type> layers = typeof(Layer<>).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Layer<>).Namespace && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Layer<>));
        Assert.Empty(layers.Except(LayerTable.Rows<double>().Select(row => row.Layer.GetType().GetGenericTypeDefinition())));
    }

    private static Pass Training() => new() { Training = true, Random = new TorchRandom(12345) };

    private static SignalShape ShapeOf(Signal<double> signal) => signal.Numbers is { Shape: var shape }
        ? new(shape[^1], shape.Rank == 3) { HasMask = signal.Mask is not null }
        : new(0, signal.Ids!.Shape.Rank == 2, IsIds: true);

    private static Signal<float> Alone(Signal<float> signal, int n)
    {
        int length = signal.Lengths?[n] ?? 5;
        if (signal.Ids is { } ids)
            return new(ids.Shape.Rank == 1 ? Tensor.From(ids.Values.Slice(n, 1)) : Tensor.From(ids.Values.Slice(n * 5, length), new Shape(1, length)));
        Tensor<bool>? mask = signal.Mask is null ? null : Tensor.From(signal.Mask.Values.Slice(n * 5, length), new Shape(1, length));
        return new(signal.Numbers!.Shape.Rank == 2 ? signal.Numbers.Slice(n..(n + 1)) : signal.Numbers.Slice(n..(n + 1), ..length), mask: mask);
    }

    private static Layer<double> Build(Type type, LayerDescription description)
    {
        try
        {
            return (Layer<double>)type.GetMethod("From")!.Invoke(null, [description])!;
        }
        catch (System.Reflection.TargetInvocationException error)
        {
            throw error.InnerException!;
        }
    }
}
