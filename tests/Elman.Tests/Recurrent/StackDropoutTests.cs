using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;
using Elman.Tests.Layers;

namespace Elman.Tests.Recurrent;

/// <summary>Dropout between the layers of a stack.</summary>
public sealed class StackDropoutTests
{
    private const double Rate = 0.4;
    private static readonly int[] _lengths = [4, 0, 2];

    public static TheoryData<Direction, bool> Variants =>
        new(from direction in Enum.GetValues<Direction>() from hasLengths in new[] { false, true } select (direction, hasLengths));

    [Theory, MemberData(nameof(Variants))]
    public void It_drops_what_one_draw_for_each_number_of_the_output_says_step_by_step(Direction direction, bool hasLengths)
    {
        int[]? lengths = hasLengths ? _lengths : null;
        RecurrentStack<double> whole = Stack<double>(direction, Rate);
        Tensor<double> x = Draw.Tensor<double>(3, 3, 4, 2), found = Train(whole, x, lengths, seed: 7);

        (RecurrentStack<double> lower, RecurrentStack<double> upper) = (new(2, whole.Layers[0].Spec with { Dropout = 0 }), new(whole.Layers[0].Features, whole.Layers[1].Spec));
        Copy(whole, "0.", lower);
        Copy(whole, "1.", upper);
        Tensor<double> between = lower.Run(x, lengths: lengths).Output;
        (int count, int features) = (hasLengths ? _lengths.Sum() : 12, between.Shape[2]);
        var kept = new bool[count * features];
        new TorchRandom(7).Bernoulli(kept, 1 - Rate);
        int drawn = 0;
        for (int t = 0; t < 4; t++)
            for (int n = 0; n < 3; n++)
                for (int f = 0; f < features && t < (lengths?[n] ?? 4); f++)
                    between.Span[(n * 4 + t) * features + f] *= kept[drawn++] ? 1 / (1 - Rate) : 0;
        Assert.Contains(false, kept);
        Bits.AssertEqual(upper.Run(between, lengths: lengths).Output.Values, found.Values, "output");
    }

    [Theory, MemberData(nameof(Variants))]
    public void Gradients_go_through_what_was_kept(Direction direction, bool hasLengths)
    {
        RecurrentStack<double> stack = Stack<double>(direction, Rate);
        Tensor<double> x = Draw.Leaf(Draw.Tensor<double>(3, 3, 4, 2));
        CentralDifference.Check([x, .. stack.Parameters.Select(parameter => parameter.Value)], () => Train(stack, x, hasLengths ? _lengths : null, seed: 5));
    }

    [Fact]
    public void The_same_seed_drops_the_same_and_another_drops_others()
    {
        RecurrentStack<float> stack = Stack<float>(Direction.Forward, Rate);
        Tensor<float> x = Draw.Tensor<float>(3, 3, 4, 2);
        Tensor<float> first = Train(stack, x, null, seed: 1);
        Bits.AssertEqual(first.Values, Train(stack, x, null, seed: 1).Values, "the same seed");
        Assert.NotEqual(first.Values.ToArray(), Train(stack, x, null, seed: 2).Values.ToArray());
    }

    [Fact]
    public void Nothing_is_dropped_outside_training()
    {
        (Model<float> with, Model<float> without) = (ModelOf(Rate), ModelOf(0));
        Tensor<float> x = Draw.Tensor<float>(3, 3, 4, 2);
        Bits.AssertEqual(without.Predict(x)["rnn"].Values, with.Predict(x)["rnn"].Values, "Predict");
        Bits.AssertEqual(without.Predict(x)["rnn.last"].Values, with.Predict(x)["rnn.last"].Values, "the last output");
        using Session<float> session = with.OpenSession("rnn"), plain = without.OpenSession("rnn");
        for (int t = 0; t < 4; t++)
        {
            var (found, expected) = (new float[6], new float[6]);
            session.Step(x.Values.Slice(t * 2, 2), found);
            plain.Step(x.Values.Slice(t * 2, 2), expected);
            Bits.AssertEqual<float>(expected, found, $"step {t}");
        }
    }

    [Fact]
    public void Further_results_of_a_node_in_training_come_from_the_same_draw_as_its_output()
    {
        IReadOnlyDictionary<string, Signal<float>> outputs = ModelOf(Rate).Forward(
            new Dictionary<string, Signal<float>> { ["x"] = Draw.Tensor<float>(3, 3, 4, 2) }, new Pass { Training = true, Random = new TorchRandom(3) });
        for (int n = 0; n < 3; n++)
            Bits.AssertEqual(outputs["rnn"].Numbers!.Values.Slice((n * 4 + 3) * 6, 6), outputs["rnn.last"].Numbers!.Values.Slice(n * 6, 6), $"sequence {n}");
    }

    [Fact]
    public void A_description_carries_it_and_is_as_before_where_there_is_none()
    {
        Assert.Equal(Rate, ModelDescription.Parse(ModelOf(Rate).Description.ToJson().ToJsonString()) is var read
            ? ((RecurrentStack<float>)ModelBuilder.Build<float>(read)["rnn"]).Layers[0].Spec.Dropout : 0);
        Assert.DoesNotContain("dropout", ModelOf(0).Description.ToJson().ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, 0, "Layer 0 of the stack has a dropout of 1; expected a rate of at least 0 and below 1.")]
    [InlineData(-0.5, 0, "Layer 0 of the stack has a dropout of -0.5; expected a rate of at least 0 and below 1.")]
    [InlineData(double.NaN, 0, "Layer 0 of the stack has a dropout of NaN; expected a rate of at least 0 and below 1.")]
    [InlineData(0.5, 1, "Layer 1 is the last of the stack and has a dropout of 0.5; dropout stands between two layers. Put a Dropout after the stack to drop its output.")]
    public void A_rate_that_cannot_be_is_refused(double rate, int layer, string message)
    {
        LayerSpec[] layers = [new(CellCatalog.Lstm(), 3), new(CellCatalog.Lstm(), 3)];
        layers[layer] = layers[layer] with { Dropout = rate };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new RecurrentStack<float>(2, layers)).Message);
    }

    [Fact]
    public void Training_without_a_stream_is_refused() => Assert.Contains("Give it a Random stream",
        Assert.Throws<InvalidOperationException>(() => Stack<float>(Direction.Forward, Rate).Forward([Draw.Tensor<float>(3, 1, 2, 2)], new Pass { Training = true })).Message, StringComparison.Ordinal);

    private static Tensor<T> Train<T>(RecurrentStack<T> stack, Tensor<T> x, int[]? lengths, int seed) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        stack.Forward([new Signal<T>(x, lengths)], new Pass { Training = true, Random = new TorchRandom(seed) }).Numbers!;

    private static RecurrentStack<T> Stack<T>(Direction direction, double rate) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        (RecurrentStack<T>)LayerTable.Fill(new RecurrentStack<T>(2, new LayerSpec(CellCatalog.Lstm(), 5, direction, Dropout: rate), new LayerSpec(CellCatalog.Gru(), 6, direction)));

    private static Model<float> ModelOf(double rate) => Model.Graph<float>().Input(ModelInput.Sequences(2)).Node("rnn", Stack<float>(Direction.Forward, rate), "x").Output("rnn").Output("rnn.last").Build();

    private static void Copy(RecurrentStack<double> from, string prefix, RecurrentStack<double> to)
    {
        foreach (Parameter<double> parameter in to.Parameters)
            from.Parameters.Single(row => row.Name == prefix + parameter.Name["0.".Length..]).Value.Values.CopyTo(parameter.Value.Span);
    }
}
