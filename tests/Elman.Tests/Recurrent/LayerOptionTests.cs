using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;

namespace Elman.Tests.Recurrent;

/// <summary>What layers of a stack may have beside their cell: alone and together, in training and without.</summary>
[Collection(ComputeTests.Name)]
public sealed class LayerOptionTests
{
    private const int Inputs = 3, Steps = 5;
    private static readonly int[] _lengths = [3, 5, 0, 1];

    private static LayerSpec Lstm(int hidden, Direction direction = Direction.Forward) => new(CellCatalog.Lstm(), hidden, direction);

    private static readonly (string Name, LayerSpec[] Layers)[] _stacks =
    [
        ("sum", [Lstm(4, Direction.Bidirectional) with { Merge = DirectionMerge.Sum }, new(CellCatalog.Gru(), 3)]),
        ("multiply", [new(CellCatalog.Gru(), 4, Direction.Bidirectional) { Merge = DirectionMerge.Multiply }]),
        ("average of different cells", [Lstm(4, Direction.Bidirectional) with { Merge = DirectionMerge.Average, Back = new(CellCatalog.Elman(), 4, Bias: BiasKind.One) }, Lstm(3)]),
        ("side by side of different sizes", [Lstm(5, Direction.Bidirectional) with { Projection = 2, Back = new(CellCatalog.Gru(), 3) { Zoneout = new(0.2) } }]),
        ("residual", [new(CellCatalog.Gru(), 3) { Connection = Connection.Residual }, Lstm(4) with { Connection = Connection.Residual }]),
        ("highway", [new(CellCatalog.Gru(), 3) { Connection = Connection.Highway }, Lstm(4) with { Connection = Connection.Highway }]),
        ("dense", [new(CellCatalog.Elman(), 3) { Connection = Connection.Dense }, Lstm(4, Direction.Reverse) with { Connection = Connection.Dense }]),
        ("dropouts shared", [new(CellCatalog.Gru(), 4, Dropout: 0.25) { InputDropout = new(0.3), RecurrentDropout = new(0.4), OutputDropout = new(0.2) }, Lstm(3) with { RecurrentDropout = new(0.3) }]),
        ("dropouts fresh", [Lstm(4, Direction.Bidirectional) with { InputDropout = new(0.3, SharedOverTime: false), RecurrentDropout = new(0.4, SharedOverTime: false), OutputDropout = new(0.2, SharedOverTime: false) }]),
        ("recurrent dropout of two stages", [new(CellCatalog.GruResetBefore(), 4) { RecurrentDropout = new(0.4) }]),
        ("zoneout", [Lstm(5) with { Zoneout = new(0.3, 0.4), Projection = 3 }, new(CellCatalog.Gru(), 4, Direction.Reverse) { Zoneout = new(0.5, Expectation: false), HiddenClip = StateClip.Of(0.4) }]),
        ("all together", [Lstm(5, Direction.Bidirectional) with { Projection = 3, Merge = DirectionMerge.Sum, Connection = Connection.Residual, Zoneout = new(0.3, 0.2), HiddenClip = StateClip.Of(0.5), RecurrentDropout = new(0.3, false), InputDropout = new(0.2) }, new(CellCatalog.Build("lstm_peephole", []), 3) { Connection = Connection.Highway }]),
    ];

    /// <summary>Names and layers, for other tests of what a stack may have.</summary>
    internal static IReadOnlyList<(string Name, LayerSpec[] Layers)> Stacks => _stacks;

    public static TheoryData<string> Every => [.. _stacks.Select(row => row.Name)];
    public static TheoryData<string, bool> EveryPass => [.. from row in _stacks from training in new[] { false, true } select (row.Name, training)];

    internal static RecurrentStack<T> Stack<T>(string name) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        EveryCell.Stack<T>(Inputs, _stacks.First(row => row.Name == name).Layers);

    private static RecurrentResult<T> Run<T>(RecurrentStack<T> stack, Tensor<T> x, int[]? lengths, bool training) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        stack.Run([new Signal<T>(x, lengths)], training ? new Pass { Training = true, Random = new TorchRandom(5) } : new Pass());

    [Theory, MemberData(nameof(EveryPass))]
    public void Gradients_equal_central_differences_with_the_same_random_numbers(string name, bool training)
    {
        RecurrentStack<double> stack = Stack<double>(name);
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(5, -1.0, 1.0, _lengths.Length, Steps, Inputs));
        CentralDifference.Check([x, .. stack.Parameters.Select(parameter => parameter.Value)], () =>
        {
            RecurrentResult<double> result = Run(stack, x, _lengths, training);
            return Ops.Concatenate<double>([.. new[] { result.Output, result.LastOutput }.Concat(EveryCell.Tensors(result.State)).Select(y => y.Reshape(y.Shape.Count))], axis: 0);
        });
    }

    [Theory, MemberData(nameof(EveryPass))]
    public void Every_width_and_thread_count_gives_the_same_bits(string name, bool training) => ComputeTests.SameBits<float>(() =>
    {
        RecurrentStack<float> stack = Stack<float>(name);
        Tensor<float> x = Draw.Leaf(Draw.Tensor<float>(12, _lengths.Length, Steps, Inputs));
        RecurrentResult<float> result = Run(stack, x, _lengths, training);
        result.Output.Backward(Draw.Tensor<float>(13, [.. result.Output.Shape]));
        return [.. result.Output.Values, .. result.LastOutput.Values, .. x.Gradient!.Values, .. stack.Parameters.SelectMany(parameter => parameter.Value.Gradient!.Values.ToArray())];
    }, name);

    [Theory, MemberData(nameof(Every))]
    public void A_sequence_alone_is_the_same_as_in_a_padded_batch(string name)
    {
        RecurrentStack<float> stack = Stack<float>(name);
        Tensor<float> x = Draw.Tensor<float>(6, _lengths.Length, Steps, Inputs);
        foreach ((int row, int length) in _lengths.Index()) x.Span.Slice((row * Steps + length) * Inputs, (Steps - length) * Inputs).Fill(float.NaN);
        RecurrentResult<float> batch = Run(stack, x, _lengths, training: false);
        foreach ((int row, int length) in _lengths.Index())
        {
            Bits.AssertEqual<float>(new float[(Steps - length) * stack.Features], batch.Output.Values.Slice((row * Steps + length) * stack.Features, (Steps - length) * stack.Features), "the padding");
            if (length == 0) continue;
            RecurrentResult<float> alone = Run(stack, Tensor.From(x.Values.Slice(row * Steps * Inputs, length * Inputs), new Shape(1, length, Inputs)), null, training: false);
            Bits.AssertEqual(alone.Output.Values, batch.Output.Values.Slice(row * Steps * stack.Features, length * stack.Features), $"sequence {row}");
            Bits.AssertEqual(alone.LastOutput.Values, batch.LastOutput.Values.Slice(row * stack.Features, stack.Features), $"last output of sequence {row}");
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void Saved_and_read_it_is_the_same_stack(string name)
    {
        LayerSpec[] layers = _stacks.First(row => row.Name == name).Layers;
        JsonObject json = StackDescription.Write(Inputs, layers);
        (int inputs, LayerSpec[] again) = StackDescription.Read((JsonObject)JsonNode.Parse(json.ToJsonString())!);
        Assert.Equal(json.ToJsonString(), StackDescription.Write(inputs, again).ToJsonString());
        Tensor<float> x = Draw.Tensor<float>(6, 2, Steps, Inputs);
        Bits.AssertEqual(Run(Stack<float>(name), x, null, true).Output.Values, Run(EveryCell.Stack<float>(inputs, again), x, null, true).Output.Values, name);
    }

    [Fact]
    public void Streams_are_the_whole_sequence_and_allocate_nothing()
    {
        foreach ((string name, LayerSpec[] layers) in _stacks.Where(row => row.Layers.All(layer => layer.Direction == Direction.Forward)))
        {
            RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, layers);
            Tensor<float> x = Draw.Tensor<float>(8, 1, 10, Inputs);
            float[] whole = stack.Run(x).Output.Values.ToArray();
            LayerStream<float> stream = stack.OpenStream();
            var y = new float[stack.Features];
            for (int step = 0; step < 10; step++)
            {
                stream.Step(x.Values.Slice(step * Inputs, Inputs), y);
                Bits.AssertEqual(whole.AsSpan(step * stack.Features, stack.Features), y, $"{name}, step {step}");
            }
            Assert.Equal(0, Allocated.By(() => stream.Step(x.Values[..Inputs], y)));
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void Every_layout_gives_the_same_numbers(string name)
    {
        RecurrentStack<float> stack = Stack<float>(name);
        Tensor<float> x = Draw.Tensor<float>(6, 3, Steps, Inputs), y = stack.Run(x).Output;
        Bits.AssertEqual(y.Values, stack.Run(x.Transpose(0, 1), Layout.TimeFirst).Output.Transpose(0, 1).Values, "time first");
        Bits.AssertEqual(y.Values, stack.Run(x.Transpose(1, 2), Layout.FeaturesFirst).Output.Transpose(1, 2).Values, "features first");
        Bits.AssertEqual(y.Slice(..1).Values, stack.Run(x.Slice(..1).Squeeze(0), Layout.Unbatched).Output.Values, "unbatched");
    }

    [Fact]
    public void Directions_that_differ_are_two_layers_of_one_direction()
    {
        LayerSpec spec = _stacks.First(row => row.Name == "average of different cells").Layers[0];
        RecurrentStack<float> both = EveryCell.Stack<float>(Inputs, spec), there = new(Inputs, spec with { Direction = Direction.Forward, Merge = default, Back = null }), back = new(Inputs, spec.Back! with { Direction = Direction.Reverse });
        foreach (Parameter<float> parameter in both.Parameters)
        {
            RecurrentStack<float> one = parameter.Name.Contains("forward", StringComparison.Ordinal) ? there : back;
            parameter.Value.Values.CopyTo(one.Parameters.Single(other => other.Name == parameter.Name).Value.Span);
        }
        Tensor<float> x = Draw.Tensor<float>(6, 2, Steps, Inputs);
        Bits.AssertEqual(((there.Run(x).Output + back.Run(x).Output) * 0.5f).Values, both.Run(x).Output.Values, "average");
    }

    [Fact]
    public void A_shared_mask_drops_the_same_units_at_every_step_and_a_fresh_one_does_not()
    {
        Tensor<float> x = Draw.Tensor<float>(6, 1.0, 2.0, 2, 40, Inputs);
        foreach (bool shared in (bool[])[true, false])
        {
            RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, new LayerSpec(CellCatalog.Elman(Activation.Linear), 6) { OutputDropout = new(0.5, shared) });
            Tensor<float> y = Run(stack, x, null, training: true).Output;
            for (int unit = 0; unit < 6; unit++)
            {
                int dropped = Enumerable.Range(0, 40).Count(step => y[0, step, unit] == 0);
                if (shared) Assert.True(dropped is 0 or 40);
                else Assert.InRange(dropped, 8, 32);
            }
        }
    }

    [Fact]
    public void A_zoned_unit_keeps_its_state_to_the_bit()
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, Lstm(30) with { Zoneout = new(0.5, 0) });
        Tensor<float> y = Run(stack, Draw.Tensor<float>(6, 1, 20, Inputs), null, training: true).Output;
        int kept = Enumerable.Range(1, 19).Sum(step => Enumerable.Range(0, 30).Count(unit => BitConverter.SingleToInt32Bits(y[0, step, unit]) == BitConverter.SingleToInt32Bits(y[0, step - 1, unit])));
        Assert.InRange(kept, 220, 350);
    }
}
