using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>What is done with weights beside moving them: penalties, bounds, freezing and averages.</summary>
public sealed class WeightTests
{
    private static Model<double> NewModel() => Model.Sequential<double>(ModelInput.Sequences(3),
        ("rnn", new RecurrentStack<double>(3, new LayerSpec(CellCatalog.Lstm(), 4))), ("norm", new LayerNorm<double>(4)), ("head", new Dense<double>(4, 2)))
        .Initialize(InitialWeights<double>.PyTorch, new TorchRandom(1));

    public static TheoryData<ParameterKind?, int> EveryKind => new() { { null, 8 }, { ParameterKind.Kernel, 2 }, { ParameterKind.Recurrent, 1 }, { ParameterKind.Bias, 4 }, { ParameterKind.Other, 1 } };

    [Theory, MemberData(nameof(EveryKind))]
    public void A_weight_regulariser_is_about_its_kind(ParameterKind? kind, int count)
    {
        Model<double> model = NewModel();
        Tensor<double>[] chosen = [.. model.Parameters.Where(parameter => kind is null || ParameterKinds.Of(parameter.Name, parameter.Shape.Rank) == kind).Select(parameter => parameter.Value)];
        Assert.Equal(count, chosen.Length);
        var regularizer = new WeightRegularizer(kind) { L1 = 0.3, L2 = 0.7 };
        double expected = chosen.Sum(w => w.Values.ToArray().Sum(x => 0.3 * Math.Abs(x) + 0.7 * x * x));
        Tensor<double> cost = regularizer.Of(model.Parameters);
        Assert.Equal(expected, cost.Values[0], 1e-12);
        cost.Backward();
        Assert.Equal(count, model.Parameters.Count(parameter => parameter.Value.Gradient is not null));
        foreach (Tensor<double> w in chosen)
            for (int i = 0; i < w.Shape.Count; i++) Assert.Equal(0.3 * Math.Sign(w.Values[i]) + 1.4 * w.Values[i], w.Gradient!.Values[i], 1e-12);
    }

    [Fact]
    public void A_weight_regulariser_of_nothing_costs_nothing() => Assert.Equal(0, new WeightRegularizer { L2 = 1, Names = "decoder.*" }.Of(NewModel().Parameters).Values[0]);

    public static TheoryData<bool, bool> EveryActivity => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory, MemberData(nameof(EveryActivity))]
    public void An_activity_regulariser_sees_the_steps_that_are_there(bool ofChange, bool isMean)
    {
        Tensor<double> h = Draw.Leaf(Draw.Tensor<double>(3, 2, 4, 3));
        var regularizer = new ActivityRegularizer { L1 = 0.2, L2 = 0.5, OfChange = ofChange, IsMean = isMean };
        var (sum, count) = (0.0, 0);
        foreach ((int n, int length) in new[] { (0, 4), (1, 2) })
            for (int t = ofChange ? 1 : 0; t < length; t++)
                for (int f = 0; f < 3; f++, count++)
                {
                    double d = h[n, t, f] - (ofChange ? h[n, t - 1, f] : 0);
                    sum += 0.2 * Math.Abs(d) + 0.5 * d * d;
                }
        Assert.Equal(sum / (isMean ? count : 2), regularizer.Of(new Signal<double>(h, [4, 2])).Values[0], 1e-12);
        CentralDifference.Check([h], () => regularizer.Of(new Signal<double>(h, [4, 2])));
    }

    [Fact]
    public void A_bounded_norm_shortens_the_rows_that_are_too_long()
    {
        Parameter<double>[] parameters = [new("a.weight", Tensor.From(new[,] { { 3.0, 4 }, { 0.3, 0.4 } })), new("b.weight", Tensor.From(new[,] { { 30.0, 40 } }))];
        new MaxNorm(2, "a.*").Apply(parameters);
        double factor = 2 / (1e-7 + 5.0);
        Assert.Equal([3 * factor, 4 * factor, 0.3, 0.4], parameters[0].Value.Values.ToArray());
        Assert.Equal([30.0, 40], parameters[1].Value.Values.ToArray());
    }

    [Fact]
    public void Weights_that_may_not_be_negative_are_zero_instead()
    {
        Parameter<double>[] parameters = [new("a.weight", Tensor.From([-1.0, 2, -3]))];
        new NonNegative().Apply(parameters);
        Assert.Equal([0, 2, 0], parameters[0].Value.Values.ToArray());
    }

    [Fact]
    public void What_is_frozen_gets_no_gradient_and_stays()
    {
        Model<double> model = NewModel(), free = NewModel();
        foreach (Parameter<double> parameter in model.Parameters) parameter.IsFrozen = parameter.Name.StartsWith("rnn", StringComparison.Ordinal);
        string[] frozen = [.. model.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Name)];
        Assert.Equal(4, frozen.Length);
        double[] before = [.. model.Parameter("rnn.0.forward.recurrent_weight").Value.Values];
        Tensor<double> x = Draw.Tensor<double>(2, 2, 5, 3), y = Draw.Tensor<double>(3, 2, 5, 2);
        foreach (Model<double> each in new[] { model, free })
        {
            Loss.MeanSquaredError.Of(each.Forward(x, new Pass { Training = true }).Numbers!, y).Backward();
            new Sgd<double>(0.1).Step(each.Parameters);
        }
        Assert.All(model.Parameters, parameter => Assert.Equal(!parameter.IsFrozen, parameter.Value.Gradient is not null));
        Assert.Equal(before, model.Parameter("rnn.0.forward.recurrent_weight").Value.Values.ToArray());
        Bits.AssertEqual(free.Parameter("head.weight").Value.Values, model.Parameter("head.weight").Value.Values, "head.weight");

        // The layer's own parameter and the model's are one: it thaws too.
        foreach (Parameter<double> parameter in model.Parameters) parameter.IsFrozen = false;
        Loss.MeanSquaredError.Of(model.Forward(x, new Pass { Training = true }).Numbers!, y).Backward();
        Assert.All(model.Parameters, parameter => Assert.NotNull(parameter.Value.Gradient));
    }

    [Fact]
    public void A_whole_model_that_is_frozen_is_not_recorded()
    {
        Model<double> model = NewModel();
        foreach (Parameter<double> parameter in model.Parameters) parameter.IsFrozen = true;
        Assert.False(Operation.IsRecorded(model.Forward(Draw.Tensor<double>(2, 2, 5, 3), new Pass { Training = true }).Numbers!));
    }

    public static TheoryData<string> EveryAverage => ["ema", "swa"];

    [Theory, MemberData(nameof(EveryAverage))]
    public void An_average_is_that_of_all_updates_and_survives_being_saved(string name)
    {
        Parameter<double> w = new("w", Tensor.From([1.0, 2]));
        WeightAverage<double> average = Make(), restored = Make();
        double[][] seen = [[1, 2], [3, 0], [5, 7], [2, 2]];
        for (int k = 0; k < seen.Length; k++)
        {
            seen[k].CopyTo(w.Value.Span);
            if (k == 2) restored.Restore(average.State());
            (k < 2 ? average : restored).Update([w]);
        }
        double[] expected = name == "swa"
            ? [.. Enumerable.Range(0, 2).Select(i => seen.Average(row => row[i]))]
            : [.. Enumerable.Range(0, 2).Select(i => seen.Skip(1).Aggregate(seen[0][i], (mean, row) => 0.75 * mean + 0.25 * row[i]))];
        restored.Swap([w]);
        Assert.All(expected.Zip(w.Value.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Throws<InvalidOperationException>(() => restored.Update([w]));
        Assert.Throws<InvalidOperationException>(() => restored.State());
        restored.Swap([w]);
        Assert.Equal(seen[3], w.Value.Values.ToArray());

        WeightAverage<double> Make() => name == "ema" ? new ExponentialAverage<double>(0.75) : new StochasticAverage<double>();
    }

    [Fact]
    public void Gradients_of_parts_accumulate_to_those_of_the_whole_batch()
    {
        Model<double> whole = NewModel(), parts = NewModel();
        Tensor<double> x = Draw.Tensor<double>(2, 6, 5, 3), y = Draw.Tensor<double>(3, 6, 5, 2);
        Loss.MeanSquaredError.Of(whole.Forward(x, new Pass { Training = true }).Numbers!, y).Backward();
        double divisor = Loss.MeanSquaredError.Divisor<double>(y.Shape, y);
        foreach (Range part in new[] { ..1, 1..4, 4..6 })
            Loss.MeanSquaredError.Of(parts.Forward(x.Slice(part), new Pass { Training = true }).Numbers!, y.Slice(part), divisor).Backward();
        foreach ((Parameter<double> w, Parameter<double> p) in whole.Parameters.Zip(parts.Parameters))
            for (int i = 0; i < w.Shape.Count; i++) Assert.Equal(w.Value.Gradient!.Values[i], p.Value.Gradient!.Values[i], 1e-13);
    }
}
