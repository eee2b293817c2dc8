using System.Globalization;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

/// <summary>The first number that is not finite is named, wherever it comes from.</summary>
public sealed class NonFiniteTests
{
    private const int N = 3, T = 5, Features = 2;

    private static readonly float[] _bad = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    private static readonly Dictionary<float, string> _words = new() { [float.NaN] = "NaN", [float.PositiveInfinity] = "infinite", [float.NegativeInfinity] = "negative infinite" };

    public static TheoryData<string> EveryModel => [.. ModelTable.Names];

    [Fact]
    public void In_an_input_it_is_named_with_its_step_and_sample()
    {
        Model<float> model = TwoLayers();
        foreach (float bad in _bad)
            for (int place = 0; place < N * T * Features; place += 7)
            {
                Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, T, Features);
                x.Span[place] = bad;
                Assert.Equal($"input 'x', step {place / Features % T} of sample {place / Features / T}, feature {place % Features}: {_words[bad]}", Found(model, x));
            }
    }

    [Fact]
    public void In_an_input_without_steps_it_is_named_with_its_sample()
    {
        Model<float> model = ModelTable.Row<float>("no steps").Model();
        Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, 4);
        x.Span[2 * 4 + 1] = float.NaN;
        Assert.Equal("input 'x' of sample 2, feature 1: NaN", Found(model, x));
    }

    [Theory, MemberData(nameof(EveryModel))]
    public void In_any_parameter_it_is_named_with_its_place(string name)
    {
        foreach (float bad in _bad)
            for (int i = 0; i < ModelTable.Row<float>(name).Model().Parameters.Count; i++)
            {
                Model<float> model = ModelTable.Row<float>(name).Model();
                var parameter = model.Parameters[i];
                int place = parameter.Shape.Count / 2;
                parameter.Value.Span[place] = bad;
                NonFinite found = model.Trace(ModelRow<float>.Inputs(model), new TraceOptions { BatchSize = 4 }).FirstNonFinite()!;
                Assert.Equal(TraceKind.Parameter, found.Kind);
                Assert.Equal(parameter.Name, $"{found.Node}.{found.Name}");
                Assert.Equal(place, found.Unit);
                Assert.Equal(bad, (float)found.Value);
                Assert.Equal(bad, parameter.Value[[.. found.Index]]);
            }
    }

    [Fact]
    public void A_product_beyond_all_numbers_is_named_as_the_pre_activation_of_its_layer_step_and_sample()
    {
        // The upper layer's sums overflow where the lower one is not zero: from step 3 of sample 1 on.
        foreach ((Direction direction, string way, int step) in new[] { (Direction.Forward, "forward", 3), (Direction.Reverse, "backward", 4) })
        {
            Model<float> model = Relu(direction);
            Set(model, "rnn.0.forward.input_weight", 1);
            Set(model, $"rnn.1.{way}.input_weight", float.MaxValue);
            var x = new Tensor<float>(new Shape(N, T, Features));
            x[1, 3, 0] = 4;
            x[1, 4, 1] = 4;
            Assert.Equal($"node 'rnn', layer 1 ({way}), step {step}, pre-activation 'hidden.pre' of sample 1, unit 0: infinite", Found(model, x));
        }
    }

    [Fact]
    public void What_bounded_gates_do_not_show_is_found_in_their_pre_activations()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(Features), ("lstm", new RecurrentStack<float>(Features, new LayerSpec(CellCatalog.Lstm(), 3))));
        foreach ((int gate, string name) in new[] { "input", "forget", "candidate", "output" }.Index())
        {
            foreach (var parameter in model.Parameters) parameter.Value.Span.Clear();
            model.Parameter("lstm.0.forward.input_weight").Value[gate * 3 + 2, 0] = float.MaxValue;
            var x = new Tensor<float>(new Shape(N, T, Features));
            x[2, 1, 0] = -2;
            Trace<float> trace = model.Trace(x);
            Assert.All(trace.Prediction.Output.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
            Assert.Equal($"node 'lstm', layer 0 (forward), step 1, pre-activation '{name}.pre' of sample 2, unit 2: negative infinite", trace.FirstNonFinite()!.ToString());
        }
    }

    [Fact]
    public void An_activation_that_grows_too_fast_is_named_as_the_gate()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(Features), ("rnn", new RecurrentStack<float>(Features, new LayerSpec(CellCatalog.Elman(Activation.Parse("exponential")), 2))));
        foreach (var parameter in model.Parameters) parameter.Value.Span.Clear();
        Set(model, "rnn.0.forward.input_weight", 1);
        var x = new Tensor<float>(new Shape(N, T, Features));
        x[0, 2, 1] = 100;
        Assert.Equal("node 'rnn', layer 0 (forward), step 2, gate 'hidden' of sample 0, unit 0: infinite", Found(model, x));
    }

    [Fact]
    public void A_state_that_sums_finite_numbers_beyond_all_is_named_as_the_state()
    {
        Cell cell = CellCatalog.Lstm(Activation.Parse("hard_sigmoid"), Activation.Relu);
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(Features), ("rnn", new RecurrentStack<float>(Features, new LayerSpec(cell, 4))));
        foreach (var parameter in model.Parameters) parameter.Value.Span.Fill(0.5f);
        var x = new Tensor<float>(new Shape(N, T, Features));
        // Each step adds 2e38 to c.
        x.Span.Fill((float)(4e38 / Features));
        Assert.Equal("node 'rnn', layer 0 (forward), step 1, state 'c' of sample 0, unit 0: infinite", Found(model, x));
    }

    [Fact]
    public void The_recurrent_part_of_a_candidate_is_named_before_what_it_goes_into()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(Features), ("rnn", new RecurrentStack<float>(Features, new LayerSpec(CellCatalog.Gru(), 4))));
        foreach (var parameter in model.Parameters) parameter.Value.Span.Fill(0.5f);
        // The rows of the candidate, the last of three gates.
        model.Parameter("rnn.0.forward.recurrent_weight").Value.Span[(2 * 4 * 4)..].Fill(3e38f);
        var x = new Tensor<float>(new Shape(N, T, Features));
        x.Span.Fill(-4f / Features);
        Assert.Equal("node 'rnn', layer 0 (forward), step 1, value 'inner' of sample 0, unit 0: negative infinite", Found(model, x));
    }

    [Fact]
    public void What_a_node_makes_of_finite_numbers_is_named_as_its_output()
    {
        Model<float> steps = Model.Sequential<float>(ModelInput.Sequences(Features), ("fc", new Dense<float>(Features, 2)), ("next", new Dense<float>(2, 2)));
        foreach (var parameter in steps.Parameters) parameter.Value.Span.Clear();
        steps.Parameter("fc.weight").Value[1, 0] = float.MaxValue;
        var x = new Tensor<float>(new Shape(N, T, Features));
        x[1, 4, 0] = 2;
        Assert.Equal("node 'fc', step 4, output of sample 1, feature 1: infinite", Found(steps, x));
    }

    [Fact]
    public void Steps_that_are_not_there_do_not_count()
    {
        Model<float> model = TwoLayers();
        Tensor<float> x = Autograd.Draw.Tensor<float>(3, N, T, Features);
        for (int step = 2; step < T; step++) x[1, step, 0] = float.NaN;
        foreach (int? batch in new int?[] { null, 1, 2 })
        {
            Assert.Null(model.Trace(x, new TraceOptions { Lengths = [5, 2, 5], BatchSize = batch }).FirstNonFinite());
            Assert.NotNull(model.Trace(x, new TraceOptions { Lengths = [5, 3, 5], BatchSize = batch }).FirstNonFinite());
        }
    }

    [Fact]
    public void Its_words_are_the_same_in_every_culture()
    {
        NonFinite found = new(TraceKind.State, "h", double.NaN) { Node = "rnn", Layer = 0, Sample = 1000, Step = 2000, Unit = 3 };
        Assert.Equal("de-DE", CultureInfo.CurrentCulture.Name);
        Assert.Equal("node 'rnn', layer 0 (forward), step 2000, state 'h' of sample 1000, unit 3: NaN", found.ToString());
    }

    private static string Found(Model<float> model, Tensor<float> x) => model.Trace(x).FirstNonFinite()!.ToString();

    private static Model<float> TwoLayers()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(Features), ("rnn", new RecurrentStack<float>(Features, new LayerSpec(CellCatalog.Gru(), 4), new LayerSpec(CellCatalog.Lstm(), 3, Direction.Bidirectional))));
        foreach (var parameter in model.Parameters) Autograd.Draw.Tensor<float>(parameter.Shape.Count, parameter.Shape.Dimensions.ToArray()).Values.CopyTo(parameter.Value.Span);
        return model;
    }

    private static Model<float> Relu(Direction upper)
    {
        Cell cell = CellCatalog.Elman(Activation.Relu);
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(Features), ("rnn", new RecurrentStack<float>(Features, new LayerSpec(cell, 4), new LayerSpec(cell, 4, upper))));
        foreach (var parameter in model.Parameters) parameter.Value.Span.Clear();
        return model;
    }

    private static void Set(Model<float> model, string parameter, float value) => model.Parameter(parameter).Value.Span.Fill(value);
}
