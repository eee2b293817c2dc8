using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

public sealed class PredictTests
{
    private const int N = ModelRow<float>.Sequences, T = ModelRow<float>.StepCount;

    public static TheoryData<string> EveryModel => [.. ModelTable.Names];

    [Theory, MemberData(nameof(EveryModel))]
    public void The_batch_size_changes_no_bit(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        Dictionary<string, Signal<float>> inputs = ModelRow<float>.Inputs(model);
        Prediction<float> all = model.Predict(inputs);
        foreach (int size in new[] { 1, 2, 3, N, 100 })
            AssertSame(all, model.Predict(inputs, new PredictOptions { BatchSize = size }), $"{name} in batches of {size}");
    }

    [Theory, MemberData(nameof(EveryModel))]
    public void A_sequence_alone_has_the_bits_it_has_in_a_padded_batch(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        if (!model.Inputs[0].Shape.HasSteps) return;
        Dictionary<string, Signal<float>> inputs = ModelRow<float>.Inputs(model);
        foreach (Signal<float> signal in inputs.Values) SpoilPadding(signal);
        Prediction<float> padded = model.Predict(inputs, new PredictOptions { Lengths = ModelRow<float>.Lengths, BatchSize = 3 });
        for (int n = 0; n < N; n++)
        {
            int length = ModelRow<float>.Lengths[n];
            if (length == 0) continue;
            Prediction<float> alone = model.Predict(inputs.ToDictionary(row => row.Key, row => Alone(row.Value, n, length)));
            foreach (string output in alone.Names)
            {
                ReadOnlySpan<float> expected = alone[output].Values;
                Tensor<float> batch = padded[output];
                Bits.AssertEqual(expected, batch.Values.Slice(n * batch.Shape.CountFrom(1), expected.Length), $"{name}, {output}, sequence {n}");
            }
        }
    }

    [Theory, MemberData(nameof(EveryModel))]
    public void A_list_of_unequal_sequences_gives_each_its_own_result(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        if (model.Inputs.Count > 1 || !model.Inputs[0].Shape.HasSteps) return;
        Signal<float> input = ModelRow<float>.Inputs(model).Values.Single();
        Signal<float>[] alone = [.. Enumerable.Range(0, N).Select(n => Alone(input, n, Math.Max(1, ModelRow<float>.Lengths[n])))];
        foreach (int? size in new int?[] { null, 2 })
        {
            var options = new PredictOptions { BatchSize = size };
            IReadOnlyList<Prediction<float>> results = input.Ids is null
                ? model.Predict([.. alone.Select(signal => signal.Numbers!)], options)
                : model.Predict([.. alone.Select(signal => signal.Ids!)], options);
            Assert.Equal(N, results.Count);
            for (int n = 0; n < N; n++)
                AssertSame(model.Predict(new Dictionary<string, Signal<float>> { [model.Inputs[0].Name] = alone[n] }), results[n], $"{name}, sequence {n}");
        }
    }

    [Fact]
    public void One_sequence_gives_a_result_without_an_axis_of_sequences()
    {
        Model<double> model = ModelTable.Row<double>("a list").Model();
        Tensor<double> batch = Autograd.Draw.Tensor<double>(3, 2, T, 3);
        Tensor<double> one = Tensor.From(batch.Values[..(T * 3)], new Shape(T, 3));
        Tensor<double> expected = model.Predict(batch), y = model.Predict(one);
        Assert.Equal(new Shape(T, 2), y.Shape);
        Bits.AssertEqual(expected.Values[..(T * 2)], y.Values, "one sequence");

        Model<double> last = ModelTable.Row<double>("a head on the last output").Model();
        Assert.Equal(new Shape(3), last.Predict(Autograd.Draw.Tensor<double>(3, T, 2)).Output.Shape);
        Model<double> flat = ModelTable.Row<double>("no steps").Model();
        Assert.Equal(new Shape(2), flat.Predict(Autograd.Draw.Tensor<double>(3, 4)).Output.Shape);
        Model<double> ids = ModelTable.Row<double>("ids").Model();
        Assert.Equal(new Shape(4, 9), ids.Predict(Tensor.From<int>([1, 8, 0, 3])).Output.Shape);
    }

    [Fact]
    public void The_last_output_is_that_of_each_sequences_own_last_step()
    {
        Model<float> lastStep = ModelTable.Row<float>("a head on the last step").Model();
        Model<float> lastOutput = ModelTable.Row<float>("a head on the last output").Model();
        Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, T, 2);
        var options = new PredictOptions { Lengths = ModelRow<float>.Lengths };
        Bits.AssertEqual<float>(lastStep.Predict(x, options).Output.Values, lastOutput.Predict(x, options).Output.Values, "the last step");
    }

    [Fact]
    public void A_prediction_is_read_by_name_and_converts_where_there_is_one_output()
    {
        Model<float> model = ModelTable.Row<float>("two inputs and three outputs").Model();
        Prediction<float> result = model.Predict(ModelRow<float>.Inputs(model));
        Assert.Equal(["scores", "a_rnn.last", "cell"], result.Names);
        Assert.Equal(new Shape(N, T, 2), result["scores"].Shape);
        Assert.Equal(new Shape(N, 8), result["a_rnn.last"].Shape);
        Assert.Equal(new Shape(N, 4), result["cell"].Shape);
        Assert.Contains("scores, a_rnn.last, cell", Assert.Throws<InvalidOperationException>(() => result.Output).Message, StringComparison.Ordinal);
        Assert.Contains("scores, a_rnn.last, cell", Assert.Throws<KeyNotFoundException>(() => result["y"]).Message, StringComparison.Ordinal);
        Assert.False(result.TryGet("y", out _));
    }

    [Fact]
    public void Outputs_that_are_states_are_those_of_the_layer()
    {
        Model<double> model = ModelTable.Row<double>("two inputs and three outputs").Model();
        Dictionary<string, Signal<double>> inputs = ModelRow<double>.Inputs(model);
        RecurrentResult<double> result = ((RecurrentStack<double>)model["a_rnn"]).Run(inputs["a"].Numbers!);
        Prediction<double> prediction = model.Predict(inputs);
        Bits.AssertEqual(result.LastOutput.Values, prediction["a_rnn.last"].Values, "last");
        Bits.AssertEqual(result.State[0].Backward.Cell.Values, prediction["cell"].Values, "c backwards");
    }

    [Fact]
    public void Nothing_is_recorded_for_gradients()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        Tensor<float> x = Autograd.Draw.Leaf(Autograd.Draw.Tensor<float>(3, N, T, 3));
        Assert.Null(model.Predict(x).Output.Origin);
        Tensor<float> y = model.Forward(x, Pass.Inference).Numbers!;
        Assert.NotNull(y.Origin);
        y.Sum().Backward();
        Assert.NotNull(x.Gradient);
        Assert.All(model.Parameters, parameter => Assert.NotNull(parameter.Value.Gradient));
        Bits.AssertEqual(y.Values, model.Predict(x).Output.Values, "Forward and Predict");
    }

    [Fact]
    public void A_change_of_a_parameter_is_seen_by_the_next_prediction()
    {
        Model<float> model = ModelTable.Row<float>("a list").Model();
        Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, T, 3);
        float[] before = model.Predict(x).Output.Values.ToArray();
        foreach (Parameter<float> parameter in model.Parameters)
        {
            float old = parameter.Value.Values[0];
            parameter.Value.Span[0] = old + 1;
            Assert.NotEqual(before, model.Predict(x).Output.Values.ToArray());
            parameter.Value.Span[0] = old;
            Assert.Equal(before, model.Predict(x).Output.Values.ToArray());
        }
    }

    [Fact]
    public async Task Eight_callers_at_once_get_the_bits_of_one()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(16), ("rnn", new RecurrentStack<float>(16, new LayerSpec(CellCatalog.Lstm(), 48, Direction.Bidirectional))), ("fc", new Dense<float>(96, 8)));
        var random = new Random(2);
        foreach (Parameter<float> parameter in model.Parameters) foreach (ref float value in parameter.Value.Span) value = random.NextSingle() - 0.5f;
        Tensor<float>[] inputs = [.. Enumerable.Range(0, 8).Select(caller => Autograd.Draw.Tensor<float>(caller, 12, 30, 16))];
        Task<float[]>[] calls = [.. inputs.Select(x => Task.Run(() =>
        {
            float[] y = [];
            for (int repeat = 0; repeat < 4; repeat++) y = model.Predict(x).Output.Values.ToArray();
            return y;
        }))];
        float[][] found = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        for (int caller = 0; caller < 8; caller++) Bits.AssertEqual<float>(model.Predict(inputs[caller]).Output.Values, found[caller], $"caller {caller}");
    }

    [Fact]
    public void A_large_input_is_cut_into_batches_by_itself_and_put_together_in_order()
    {
        var batches = new List<int>();
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(4), ("a", new Watch(signal => batches.Add(signal.Numbers!.Shape[0]))));
        Tensor<float> x = Autograd.Draw.Tensor<float>(1, 3000, 300, 4);
        Assert.Equal(x.Values.ToArray(), model.Predict(x).Output.Values.ToArray());
        Assert.True(batches.Count > 1);
        Assert.Equal(3000, batches.Sum());
        Assert.All(batches, size => Assert.InRange((long)size * 300 * 8, 1, 1 << 22));
    }

    [Fact]
    public void A_call_is_cancelled_between_batches_and_between_nodes()
    {
        using var source = new CancellationTokenSource();
        var calls = new List<int>();
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("a", new Watch(signal => Seen(signal.Numbers!.Shape[0]))), ("b", new Watch(_ => calls.Add(-1))));
        var options = new PredictOptions { BatchSize = 2, Cancellation = source.Token };
        Assert.Throws<OperationCanceledException>(() => model.Predict(new Tensor<float>(new Shape(8, 2, 3)), options));
        // The second batch cancels in its first node, and its second node is not run.
        Assert.Equal([2, -1, 2], calls);

        void Seen(int sequences)
        {
            calls.Add(sequences);
            if (calls.Count == 3) source.Cancel();
        }
    }

    private sealed class Watch(Action<Signal<float>> see) : Layer<float>
    {
        public override LayerDescription Description => new("watch", []);
        public override IReadOnlyList<Parameter<float>> Parameters => [];
        public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(inputs[0], 0);
        public override LayerStream<float> OpenStream() => throw new NotSupportedException("It does not step.");

        public override Signal<float> Forward(ReadOnlySpan<Signal<float>> inputs, Pass pass)
        {
            see(inputs[0]);
            return inputs[0];
        }
    }

    private static void SpoilPadding(Signal<float> signal)
    {
        for (int n = 0; n < N; n++)
            for (int t = ModelRow<float>.Lengths[n]; t < T; t++)
            {
                if (signal.Ids is { } ids) ids.Span[n * T + t] = -7;
                else signal.Numbers!.Span.Slice((n * T + t) * signal.Numbers.Shape[2], signal.Numbers.Shape[2]).Fill(float.NaN);
            }
    }

    private static Signal<float> Alone(Signal<float> signal, int n, int length) => signal.Ids is { } ids
        ? Tensor.From(ids.Values.Slice(n * T, length))
        : Tensor.From(signal.Numbers!.Values.Slice(n * T * signal.Numbers.Shape[2], length * signal.Numbers.Shape[2]), new Shape(length, signal.Numbers.Shape[2]));

    private static void AssertSame(Prediction<float> expected, Prediction<float> found, string what)
    {
        Assert.Equal(expected.Names, found.Names);
        foreach (string name in expected.Names)
        {
            Assert.Equal(expected[name].Shape, found[name].Shape);
            Bits.AssertEqual<float>(expected[name].Values, found[name].Values, $"{what}: {name}");
        }
    }
}
