using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Forecasts of a model whose answers are known: the next row is W times the last one.</summary>
public sealed class ForecastTests
{
    private static readonly double[,] _w = { { 0.9, -0.3 }, { 0.2, 0.8 } };

    [Theory, InlineData(1), InlineData(7)]
    public void A_recursive_forecast_takes_its_own_words_for_truth(int steps)
    {
        Forecast forecast = new Forecaster<double>(Linear(1), Note(1)).Ahead(Series(20), steps);
        double[] row = Rows(20 + steps)[19];
        for (int step = 0; step < steps; step++)
        {
            row = Times(row);
            Assert.Equal(row[0], forecast[step, 0], 1e-12);
            Assert.Equal(row[1], forecast[step, 1], 1e-12);
        }
        Assert.Equal((20, steps), (forecast.First, forecast.Steps));
    }

    [Theory, InlineData(2), InlineData(3), InlineData(8)]
    public void A_direct_forecast_says_its_horizon_at_once_and_goes_on_from_there(int steps)
    {
        Forecast direct = new Forecaster<double>(Linear(3), Note(3)).Ahead(Series(20), steps), recursive = new Forecaster<double>(Linear(1), Note(1)).Ahead(Series(20), steps);
        for (int i = 0; i < direct.Values.Count; i++) Assert.Equal(recursive.Values[i], direct.Values[i], 1e-12);
    }

    [Fact]
    public void A_model_of_every_step_is_asked_for_its_last_word()
    {
        Model<double> every = Model.Sequential<double>(ModelInput.Sequences(2), ("head", Head(1)));
        Forecast forecast = new Forecaster<double>(every, Note(1) with { EveryStep = true }).Ahead(Series(20), 4), last = new Forecaster<double>(Linear(1), Note(1)).Ahead(Series(20), 4);
        Assert.Equal(last.Values, forecast.Values);
    }

    [Fact]
    public void An_interval_holds_the_share_of_truths_that_it_says()
    {
        // Steps of ±1, and a model that expects no change: the error of a step is one of two, that of two steps one of three.
        var random = new TorchRandom(1);
        var series = new Tensor<double>(new Shape(400, 1));
        for (int i = 1; i < 400; i++) series[i, 0] = series[i - 1, 0] + random.NextNormal();
        var still = new Dense<double>(1, 1);
        still.Weight.Value.Span[0] = 1;
        still.Bias!.Value.Span[0] = 0;
        var forecaster = new Forecaster<double>(Model.Sequential<double>(ModelInput.Sequences(1), ("last", new LastStep<double>()), ("head", still)), new SeriesNote(["a"], ["a"], 2, 1, false, 100));
        ForecastIntervals ninety = forecaster.Ahead(series, 4, 0.9).Intervals!, half = forecaster.Ahead(series, 4, 0.5).Intervals!;
        // A normal error of deviation √h lies within 1.645·√h in nine cases of ten.
        for (int step = 0; step < 4; step++)
        {
            Assert.InRange((ninety.High[step] - ninety.Low[step]) / (2 * 1.645 * Math.Sqrt(step + 1)), 0.8, 1.2);
            Assert.InRange(half.High[step] - half.Low[step], 0.01, (ninety.High[step] - ninety.Low[step]) * 0.7);
        }
        Assert.Equal((300, false), (ninety.Residuals, ninety.SeenInTraining));
        Assert.True(new Forecaster<double>(forecaster.Model, forecaster.Note with { Trained = 395 }).Ahead(series, 4).Intervals!.SeenInTraining);
        Assert.Null(forecaster.Ahead(new Tensor<double>(new Shape(12, 1)), 4).Intervals);
    }

    [Fact]
    public void Scores_are_those_of_the_forecasts_and_of_no_change()
    {
        IReadOnlyList<SeriesScore> scores = SeriesScores.Of(new Forecaster<double>(Linear(1), Note(1)), Series(20), 5, 20, 2, ["rmse", "mae"], season: 4);
        Assert.Equal([("a", 1, 14), ("b", 1, 14), ("a", 2, 14), ("b", 2, 14)], scores.Select(score => (score.Target, score.Ahead, score.Count)));
        Assert.All(scores, score => Assert.InRange(score.Model["rmse"], 0, 1e-12));
        double[][] rows = Rows(20);
        Assert.Equal(Enumerable.Range(5, 14).Average(origin => Math.Abs(rows[origin - 1][1] - rows[origin + 1][1])), scores[3].Persistence["mae"], 1e-12);
        Assert.Equal(Enumerable.Range(5, 14).Average(origin => Math.Abs(rows[origin - 3][1] - rows[origin + 1][1])), scores[3].Season!["mae"], 1e-12);
    }

    [Fact]
    public void A_prepared_series_gives_a_model_that_forecasts_unscaled_numbers()
    {
        var prepared = new PreparedSeries<double>(Series(40), ["a", "b"], new SeriesSettings { Windows = new SeriesOptions { Length = 4, Horizon = 2 }, Targets = ["b"] });
        Assert.Equal((2, 2, 28), (prepared.Features, prepared.OutputCount, prepared.Split.Train));
        Model<double> inner = Model.Sequential<double>(ModelInput.Sequences(2), ("last", new LastStep<double>()), ("head", new Dense<double>(2, 2))).Initialize(InitialWeights<double>.PyTorch, new TorchRandom(2));
        Model<double> finished = prepared.Finish(inner);
        double[] expected = prepared.Outputs.Undo(inner.Predict(prepared.Inputs.Apply(Tensor.From(Series(40).Values[72..], new Shape(1, 4, 2)))).Output).Values.ToArray();
        Assert.Equal(expected, new Forecaster<double>(finished).Ahead(Series(40), 2).Values);
    }

    private static readonly Dictionary<string, (Func<object> Make, string Says)> _wrong = new()
    {
        ["no note"] = (() => new Forecaster<double>(Linear(1)), "does not say on what series it was trained"),
        ["other columns"] = (() => new Forecaster<double>(Linear(1), Note(1) with { Columns = ["a"] }), "The model takes 2 columns, found 1: a."),
        ["other targets"] = (() => new Forecaster<double>(Linear(1), Note(1) with { Targets = ["a"] }), "The model gives 2 numbers, expected 1: 1 steps of a."),
        ["a target that is no column"] = (() => new Forecaster<double>(Linear(1), Note(1) with { Targets = ["a", "c"] }), "no column 'c' to forecast. Columns: a, b."),
        ["too far"] = (() => new Forecaster<double>(Model.Sequential<double>(ModelInput.Sequences(2), ("last", new LastStep<double>()), ("head", new Dense<double>(2, 1))), Note(1) with { Targets = ["a"] }).Ahead(Series(20), 3), "it would need the future of b"),
        ["no steps"] = (() => new Forecaster<double>(Linear(1), Note(1)).Ahead(Series(20), 0), "at least 1 step, found 0"),
        ["too short"] = (() => new Forecaster<double>(Linear(1), Note(1)).Ahead(Series(3), 1), "has 3 steps; a forecast looks back on 4"),
        ["a level of all"] = (() => new Forecaster<double>(Linear(1), Note(1)).Ahead(Series(20), 1, 1), "a share between 0 and 1, such as 0.9; found 1"),
        ["nothing to compare"] = (() => SeriesScores.Of(new Forecaster<double>(Linear(1), Note(1)), Series(20), 19, 20, 2), "There is nothing to compare: steps 19 to 19"),
        ["no such column"] = (() => new PreparedSeries<double>(Series(40), ["a", "b"], new SeriesSettings { Windows = new SeriesOptions { Length = 4 }, Targets = ["c"] }), "no column 'c' to forecast. Columns: a, b."),
    };

    public static TheoryData<string> Wrong => [.. _wrong.Keys];

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_forecast_is_said(string name) => Assert.Contains(_wrong[name].Says, Assert.ThrowsAny<ArgumentException>(() => _wrong[name].Make()).Message, StringComparison.Ordinal);

    private static SeriesNote Note(int horizon) => new(["a", "b"], ["a", "b"], 4, horizon, false, 0);

    private static Model<double> Linear(int horizon) => Model.Sequential<double>(ModelInput.Sequences(2), ("last", new LastStep<double>()), ("head", Head(horizon)));

    /// <summary>W, W², … W^h, one above the other.</summary>
    private static Dense<double> Head(int horizon)
    {
        var head = new Dense<double>(2, 2 * horizon);
        head.Bias!.Value.Span.Clear();
        for (int column = 0; column < 2; column++)
        {
            double[] unit = [column == 0 ? 1 : 0, column == 0 ? 0 : 1];
            for (int step = 0; step < horizon; step++)
            {
                unit = Times(unit);
                for (int k = 0; k < 2; k++) head.Weight.Value[step * 2 + k, column] = unit[k];
            }
        }
        return head;
    }

    private static double[] Times(double[] row) => [_w[0, 0] * row[0] + _w[0, 1] * row[1], _w[1, 0] * row[0] + _w[1, 1] * row[1]];

    private static double[][] Rows(int count)
    {
        var rows = new double[count][];
        rows[0] = [10, -4];
        for (int i = 1; i < count; i++) rows[i] = Times(rows[i - 1]);
        return rows;
    }

    private static Tensor<double> Series(int steps) => new(new Shape(steps, 2), [.. Rows(steps).SelectMany(row => row)]);
}
