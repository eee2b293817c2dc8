using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;
using Elman.Tests.Recurrent;

namespace Elman.Tests.Models;

/// <summary>Gradients on their way back through time, as values.</summary>
public sealed class GradientFlowTests
{
    private const int N = 3, T = 6, Inputs = 3, Hidden = 5;

    public static TheoryData<string, Direction> EveryCellEachWay => [.. from name in EveryCell.Names from way in new[] { Direction.Forward, Direction.Reverse } select (name, way)];

    private static Model<double> Of(params LayerSpec[] layers) => Model.Sequential<double>(ModelInput.Sequences(Inputs), ("rnn", EveryCell.Stack<double>(Inputs, layers)));

    [Theory, MemberData(nameof(EveryCellEachWay))]
    public void Norms_are_those_of_the_gradients_of_a_chain_of_single_steps(string name, Direction way)
    {
        LayerSpec spec = EveryCell.Layer(name, Hidden, way);
        Model<double> model = Of(spec);
        Tensor<double> x = Draw.Tensor<double>(3, N, T, Inputs), y = Draw.Tensor<double>(4, N, T, spec.Outputs);
        LayerGradients found = Assert.Single(model.Gradients(x, y).Layers);

        // The same by one step at a time: each state is then a tensor of its own, whose gradient autograd knows.
        var stack = (RecurrentStack<double>)model["rnn"];
        StackState<double>? state = null;
        var outputs = new Tensor<double>[T];
        var hidden = new Tensor<double>[T];
        for (int visited = 0; visited < T; visited++)
        {
            int t = way == Direction.Reverse ? T - 1 - visited : visited;
            RecurrentResult<double> one = stack.Run(x.Slice(.., t..(t + 1)), initial: state);
            (outputs[t], hidden[t], state) = (one.Output, (way == Direction.Reverse ? one.State[0].Backward : one.State[0].Forward).Values[0], one.State);
        }
        Tensor<double> difference = Ops.Concatenate<double>(outputs, 1) - y;
        IReadOnlyList<Tensor<double>> gradients = (difference * difference).Mean().GradientsOf([.. outputs, .. hidden]);
        for (int t = 0; t < T; t++)
            for (int n = 0; n < N; n++)
            {
                double sum = 0;
                for (int unit = 0; unit < spec.Outputs; unit++) sum += Math.Pow(gradients[t][n, 0, unit] + gradients[T + t][n, unit], 2);
                Assert.Equal(Math.Sqrt(sum), found.Norms[n, t], 1e-12);
            }
    }

    [Fact]
    public void A_sequence_has_its_norms_whatever_its_batch_and_none_in_its_padding()
    {
        Model<double> model = Of(new(CellCatalog.Lstm(), Hidden, Direction.Bidirectional), new(CellCatalog.Gru(), 4, Direction.Reverse));
        Tensor<double> x = Draw.Tensor<double>(3, N, T, Inputs), y = Draw.Tensor<double>(4, N, T, 4);
        int[] lengths = [2, 6, 0];
        // The mean is over eight steps together; alone, over those of the sequence.
        GradientFlow all = model.Gradients(new Dictionary<string, Signal<double>> { ["x"] = new(x, lengths) }, new Dictionary<string, Tensor<double>> { ["y"] = y });
        GradientFlow alone = model.Gradients(x.Slice(..1, ..2), y.Slice(..1, ..2));
        Assert.Equal(["rnn.0.forward", "rnn.0.backward", "rnn.1.backward"], all.Layers.Select(layer => layer.FullName));
        foreach ((LayerGradients one, LayerGradients other) in all.Layers.Zip(alone.Layers))
        {
            for (int t = 0; t < 2; t++) Assert.Equal(other.Norms[0, t] * 2 / 8, one.Norms[0, t], 1e-12);
            for (int t = 0; t < T; t++) Assert.Equal(t < 2 && one.Norms[0, t] != 0, one.Norms[0, t] != 0);
            for (int t = 0; t < T; t++) Assert.Equal(0, one.Norms[2, t]);
        }
    }

    [Fact]
    public void Neither_the_outputs_nor_the_model_s_own_gradients_change()
    {
        Model<double> model = Of(new LayerSpec(CellCatalog.Lstm(), Hidden));
        Tensor<double> x = Draw.Tensor<double>(3, N, T, Inputs), y = Draw.Tensor<double>(4, N, T, Hidden);
        Tensor<double> before = model.Predict(x);
        GradientFlow flow = model.Gradients(x, y);
        Assert.All(model.Parameters, parameter => Assert.Null(parameter.Value.Gradient));
        Bits.AssertEqual<double>(before.Values, model.Predict(x).Output.Values, "output");
        Tensor<double> error = model.Forward(new Signal<double>(x), Pass.Inference).Numbers! - y, loss = (error * error).Mean();
        loss.Backward();
        Assert.Equal(loss.Values[0], flow.Loss);
        foreach ((string name, double norm) in flow.Parameters)
            Assert.Equal(Math.Sqrt(model.Parameter(name).Value.Gradient!.Values.ToArray().Sum(value => value * value)), norm, 1e-13);
    }

    /// <summary>h' = tanh(u·h + x) of one unit: each step back multiplies by u·(1 − h'²).</summary>
    private static GradientFlow OneUnit(double u, double x, int steps, bool last = true, Direction way = Direction.Forward)
    {
        Model<double> model = Model.Sequential<double>(ModelInput.Sequences(1), ("rnn", new RecurrentStack<double>(1, new LayerSpec(CellCatalog.Elman(), 1, way))));
        string side = way == Direction.Reverse ? "backward" : "forward";
        model.Parameter($"rnn.0.{side}.input_weight").Value.Span[0] = 1;
        model.Parameter($"rnn.0.{side}.recurrent_weight").Value.Span[0] = u;
        var input = new Tensor<double>(new Shape(1, steps, 1));
        input.Span.Fill(x);
        var y = new Tensor<double>(new Shape(1, steps, 1));
        y.Span.Fill(0.5);
        return model.Gradients(input, y, new() { LastStepOnly = last });
    }

    [Theory]
    [InlineData(0.9, GradientVerdict.Healthy, 20)]
    [InlineData(0.5, GradientVerdict.Vanishing, 20)]
    [InlineData(0.5, GradientVerdict.Healthy, 8)]
    [InlineData(2.0, GradientVerdict.Exploding, 20)]
    [InlineData(0.0, GradientVerdict.Vanishing, 5)]
    public void The_verdict_follows_the_factor_of_a_step(double u, GradientVerdict verdict, int steps)
    {
        // With x = 0 all states are 0, where the slope of tanh is 1: each step multiplies by u alone.
        foreach (Direction way in new[] { Direction.Forward, Direction.Reverse })
        {
            GradientFlow flow = OneUnit(u, 0, steps, last: way == Direction.Forward, way);
            LayerGradients layer = flow.Layers[0];
            if (way == Direction.Reverse) continue;
            Assert.Equal(verdict, layer.Verdict);
            Assert.Equal(verdict, flow.Verdict);
            Assert.Equal(u, layer.Rate, 1e-12);
            Assert.Equal(Math.Pow(u, steps - 1), layer.Ratio, 1e-9);
            Assert.Equal(steps, layer.ByStep.Count);
            Assert.Equal(layer.ByStep.Reverse(), layer.GoingBack);
        }
    }

    [Fact]
    public void An_error_at_every_step_keeps_norms_up_where_one_at_the_end_shows_what_is_lost()
    {
        Assert.Equal(GradientVerdict.Healthy, OneUnit(0.5, 0, 30, last: false).Verdict);
        Assert.Equal(GradientVerdict.Vanishing, OneUnit(0.5, 0, 30, last: true).Verdict);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named_where_it_first_appears()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(1), ("rnn", new RecurrentStack<float>(1, new LayerSpec(CellCatalog.Elman(Elman.Numerics.Activations.Activation.Linear), 1))));
        model.Parameter("rnn.0.forward.input_weight").Value.Span[0] = 1;
        model.Parameter("rnn.0.forward.recurrent_weight").Value.Span[0] = 1e15f;
        Tensor<float> x = new(new Shape(1, 4, 1)), y = new(new Shape(1, 4, 1));
        // Forwards all states stay 0; backwards 1e15 cubed is beyond float.
        y[0, 3, 0] = 1;
        GradientFlow flow = model.Gradients(x, y);
        Assert.Equal(GradientVerdict.NotFinite, flow.Verdict);
        Assert.Equal("node 'rnn', layer 0 (forward), step 0, gradient '∂L/∂h' of sample 0, unit 0: negative infinite", flow.FirstNonFinite!.ToString());
        x[0, 2, 0] = float.NaN;
        Assert.Equal("input 'x', step 2 of sample 0, feature 0: NaN", model.Gradients(x, y).FirstNonFinite!.ToString());
        Assert.Null(model.Gradients(new Tensor<float>(new Shape(1, 2, 1)), new Tensor<float>(new Shape(1, 2, 1))).FirstNonFinite);
    }

    [Fact]
    public void What_has_no_gradient_through_time_is_refused_by_name()
    {
        Model<double> dense = Model.Sequential<double>(ModelInput.Sequences(2), ("head", new Dense<double>(2, 1)));
        Assert.Contains("no recurrent layer", Assert.Throws<InvalidOperationException>(() => dense.Gradients(new Tensor<double>(new Shape(1, 2, 2)), new(new Shape(1, 2, 1)))).Message, StringComparison.Ordinal);
        Model<double> model = Of(new LayerSpec(CellCatalog.Elman(), 2));
        Assert.Contains("the target y has (1, 2, 3)", Assert.Throws<ArgumentException>(() => model.Gradients(new Tensor<double>(new Shape(1, 2, Inputs)), new(new Shape(1, 2, 3)))).Message, StringComparison.Ordinal);
        Assert.Contains("no output 'z'", Assert.Throws<ArgumentException>(() => model.Gradients(new Dictionary<string, Signal<double>> { ["x"] = new Tensor<double>(new Shape(1, 2, Inputs)) }, new Dictionary<string, Tensor<double>> { ["z"] = new(new Shape(1, 2, 2)) })).Message, StringComparison.Ordinal);
    }
}
