using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

public sealed class TraceTests
{
    private const int N = ModelRow<float>.Sequences, T = ModelRow<float>.StepCount;

    public static TheoryData<string> EveryModel => [.. ModelTable.Names];

    [Theory, MemberData(nameof(EveryModel))]
    public void A_trace_predicts_the_same_bits_whatever_the_lengths_and_batches(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        Dictionary<string, Signal<float>> inputs = ModelRow<float>.Inputs(model);
        int[]? lengths = model.Inputs[0].Shape.HasSteps ? ModelRow<float>.Lengths : null;
        foreach (int[]? given in new[] { null, lengths })
        {
            Prediction<float> expected = model.Predict(inputs, new PredictOptions { Lengths = given });
            Trace<float> whole = model.Trace(inputs, new TraceOptions { Lengths = given });
            Trace<float> cut = model.Trace(inputs, new TraceOptions { Lengths = given, BatchSize = 3 });
            foreach (string output in expected.Names)
            {
                Bits.AssertEqual(expected[output].Values, whole.Prediction[output].Values, $"{name}, {output}");
                Bits.AssertEqual(expected[output].Values, cut.Prediction[output].Values, $"{name}, {output}, in batches");
            }
            Assert.Equal(whole.Names, cut.Names);
            foreach ((TraceEntry<float> one, TraceEntry<float> other) in whole.Zip(cut))
            {
                Assert.Equal(one.Values.Shape, other.Values.Shape);
                Bits.AssertEqual(one.Values.Values, other.Values.Values, $"{name}, {one.FullName}, in batches");
                Assert.All(Enumerable.Range(0, N), n => Assert.Equal(one.LengthOf(n), other.LengthOf(n)));
            }
            Assert.Null(whole.FirstNonFinite());
        }
    }

    [Theory, MemberData(nameof(EveryModel))]
    public void A_trace_shows_what_each_node_gives_and_what_each_layer_computes_once_by_name(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        Trace<float> trace = model.Trace(ModelRow<float>.Inputs(model));
        Assert.Equal(trace.Count, trace.Names.Distinct().Count());
        var expected = new List<string>();
        foreach (ModelNode<float> node in model.Nodes)
        {
            if (node.Layer is RecurrentStack<float> stack)
                for (int layer = 0; layer < stack.Layers.Count; layer++)
                    foreach (DirectedCell<float> cell in stack.Layers[layer].Cells)
                        expected.AddRange(cell.Cell.Spec.Shown.Select(value => $"{node.Name}.{layer}.{(cell.Reverse ? "backward" : "forward")}.{value.Name}"));
            expected.Add($"{node.Name}.output");
        }
        Assert.Equal(expected, trace.Names);
        Assert.All(trace, entry => Assert.Same(entry, trace[entry.FullName]));
    }

    [Fact]
    public void The_entries_of_a_recurrent_node_are_those_of_its_layers_alone()
    {
        Model<float> model = ModelTable.Row<float>("both ways").Model();
        Tensor<int> ids = ModelRow<float>.Inputs(model)["tokens"].Ids!;
        Trace<float> trace = model.Trace(ids, new TraceOptions { Lengths = ModelRow<float>.Lengths });
        RecurrentTrace<float> alone = ((RecurrentStack<float>)model["rnn"]).Trace(trace["embedding.output"].Values, lengths: ModelRow<float>.Lengths);
        for (int layer = 0; layer < 2; layer++)
        {
            foreach (TracedValue<float> value in alone[layer].Forward) Bits.AssertEqual(value.Values.Values, trace[$"rnn.{layer}.forward.{value.Name}"].Values.Values, value.Name);
            foreach (TracedValue<float> value in alone[layer].Backward) Bits.AssertEqual(value.Values.Values, trace[$"rnn.{layer}.backward.{value.Name}"].Values.Values, value.Name);
        }
        Bits.AssertEqual(alone.Result.Output.Values, trace["rnn.output"].Values.Values, "output");
    }

    [Fact]
    public void States_handed_on_are_what_the_first_step_begins_with()
    {
        Model<float> model = ModelTable.Row<float>("states handed on").Model();
        Dictionary<string, Signal<float>> inputs = ModelRow<float>.Inputs(model);
        Trace<float> trace = model.Trace(inputs);
        RecurrentResult<float> encoded = ((RecurrentStack<float>)model["encoder"]).Run(inputs["a"].Numbers!);
        RecurrentTrace<float> decoded = ((RecurrentStack<float>)model["decoder"]).Trace(inputs["b"].Numbers!, initial: encoded.State);
        Bits.AssertEqual(decoded[0].Forward["forget"].Values, trace["decoder.0.forward.forget"].Values.Values, "forget");
    }

    [Fact]
    public void One_sequence_without_an_axis_is_traced_with_one()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        Tensor<float> one = Autograd.Draw.Tensor<float>(3, T, 3);
        Trace<float> trace = model.Trace(one);
        Assert.Equal(new Shape(T, 2), trace.Prediction.Output.Shape);
        Assert.Equal(new Shape(1, T, 5), trace["rnn.0.forward.h"].Values.Shape);
        Bits.AssertEqual(model.Predict(one).Output.Values, trace["fc.output"].Values.Values, "fc");
    }

    [Fact]
    public void A_sequence_of_an_entry_is_cut_to_its_length()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        TraceEntry<float> h = model.Trace(Autograd.Draw.Tensor<float>(3, N, T, 3), new TraceOptions { Lengths = ModelRow<float>.Lengths })["rnn.0.forward.h"];
        Assert.Equal(new Shape(1, 5, 5), h.Of(5).Values.Shape);
        Bits.AssertEqual(h.At(5, 4), h.Of(5).At(0, 4), "the last step");
        Assert.Contains("0 to 6, found 7", Assert.Throws<ArgumentOutOfRangeException>(() => h.Of(7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_and_names_narrow_what_is_kept()
    {
        Model<float> model = ModelTable.Row<float>("both ways").Model();
        Tensor<int> ids = ModelRow<float>.Inputs(model)["tokens"].Ids!;
        Assert.Equal(["rnn.0.forward.forget", "rnn.0.backward.forget", "rnn.1.forward.forget", "rnn.1.backward.forget"], model.Trace(ids, new TraceOptions { Names = ["forget"] }).Names);
        Assert.Equal(["norm.output", "head.2.output"], model.Trace(ids, new TraceOptions { Nodes = ["norm", "head.2"] }).Names);
    }

    [Fact]
    public void What_is_not_there_is_refused_with_what_is()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, T, 3);
        (Action Wrong, string Says)[] cases =
        [
            (() => model.Trace(x, new TraceOptions { Nodes = ["lstm"] }), "no node 'lstm'. It has: rnn, fc."),
            (() => model.Trace(x, new TraceOptions { Names = ["forget"] }), "no traced value 'forget'. It has: hidden.pre, hidden, h, output."),
            (() => _ = model.Trace(x)["rnn.1.forward.h"], "no 'rnn.1.forward.h'. It has: rnn.0.forward.hidden.pre, rnn.0.forward.hidden, rnn.0.forward.h, rnn.output, fc.output."),
            (() => model.Trace(x, new TraceOptions { Lengths = [1] }), "7 sequences and 1 lengths"),
            (() => model.Trace(x, new TraceOptions { BatchSize = 0 }), "at least 1 sequence"),
        ];
        foreach ((Action wrong, string says) in cases) Assert.Contains(says, Assert.ThrowsAny<Exception>(wrong).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_can_be_cancelled_and_says_how_far_it_is()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, T, 3);
        Assert.Throws<OperationCanceledException>(() => model.Trace(x, new TraceOptions { Cancellation = new CancellationToken(canceled: true) }));
        var shares = new List<double>();
        model.Trace(x, new TraceOptions { BatchSize = 4, Progress = shares.Add });
        Assert.Equal([4.0 / 7, 1], shares);
    }
}
