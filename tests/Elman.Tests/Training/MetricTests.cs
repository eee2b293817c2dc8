using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class MetricTests
{
    // Five examples of three classes; the best are 0, 2, 1, 1, 0.
    private static readonly Tensor<float> _scores = Tensor.From(new[,] { { 3f, 1, 2 }, { 0, 1, 5 }, { 1, 4, 2 }, { 2, 3, 1 }, { 9, 8, 7 } });
    private static readonly Tensor<int> _classes = Tensor.From([0, 2, 2, 1, 1]);
    private static readonly Tensor<float> _x = Tensor.From(new[,] { { 1f, 10 }, { 2, 20 }, { 4, 30 } }), _y = Tensor.From(new[,] { { 1f, 12 }, { 3, 20 }, { 2, 40 } });

    // F1: of class 0 1 hit, 1 false alarm; of 1 one of each; of 2 one hit, one miss: 2/3, 1/2, 2/3.
    private static readonly Dictionary<string, (JsonObject? Settings, double Expected, bool OfClasses)> _rows = new()
    {
        ["accuracy"] = (null, 3 / 5.0, true),
        ["top_k_accuracy"] = (new() { ["k"] = 2 }, 1, true),
        ["f1"] = (null, (2 / 3.0 + 1 / 2.0 + 2 / 3.0) / 3, true),
        ["exact_match"] = (null, 3 / 5.0, true),
        ["confusion"] = (null, 3 / 5.0, true),
        ["mae"] = (null, (0 + 2 + 1 + 0 + 2 + 10) / 6.0, false),
        ["mse"] = (null, (0 + 4 + 1 + 0 + 4 + 100) / 6.0, false),
        ["rmse"] = (null, Math.Sqrt((0 + 4 + 1 + 0 + 4 + 100) / 6.0), false),
        ["mape"] = (null, 100 * (0 + 2 / 12.0 + 1 / 3.0 + 0 + 2 / 2.0 + 10 / 40.0) / 6, false),
        ["r2"] = (null, (1 - 5 / 2.0 + 1 - 104 / 416.0) / 2, false),
        ["bits_per_character"] = (null, Nats() / Math.Log(2), true),
        ["perplexity"] = (null, Math.Exp(Nats()), true),
    };

    public static TheoryData<string> EveryMetric => [.. _rows.Keys];

    [Fact]
    public void Every_metric_has_a_row_here() => Assert.Equal(Metric.Names, _rows.Keys);

    [Theory, MemberData(nameof(EveryMetric))]
    public void A_metric_has_the_value_of_its_definition_over_all_batches(string name)
    {
        (JsonObject? settings, double expected, bool ofClasses) = _rows[name];
        Metric metric = Metric.Named(name, settings?.DeepClone().AsObject());
        Assert.True(double.IsNaN(metric.Result));
        for (int round = 0; round < 2; round++)
        {
            int count = ofClasses ? 5 : 3;
            foreach ((int first, int end) in new[] { (0, 2), (2, count) })
                if (ofClasses) metric.Add(Rows(_scores, first, end), Tensor.From(_classes.Values[first..end]));
                else metric.Add(Rows(_x, first, end), Rows(_y, first, end));
            Assert.Equal(expected, metric.Result, 1e-6);
            metric.Reset();
        }
        Assert.True(double.IsNaN(metric.Result));
    }

    [Fact]
    public void Steps_that_are_not_there_do_not_count()
    {
        // Two sequences of three steps, of which three are there.
        Tensor<float> scores = Tensor.From<float>([1, 0, 0, 1, float.NaN, float.NaN, 0, 1, 1, 0, 1, 0], new Shape(2, 3, 2));
        var ids = new LossTarget<float>(Tensor.From([0, 1, 7, 0, -100, 9], new Shape(2, 3))) { Lengths = [2, 2] };
        Metric accuracy = new Accuracy(), exact = new ExactMatch();
        accuracy.Add(scores, ids);
        exact.Add(scores, ids);
        Assert.Equal(2 / 3.0, accuracy.Result, 1e-12);
        Assert.Equal(1 / 2.0, exact.Result);
    }

    [Fact]
    public void Scores_of_width_one_decide_between_two_classes()
    {
        Tensor<float> scores = Tensor.From(new[,] { { 2f }, { -1 }, { 3 }, { -2 } });
        Tensor<float> truth = Tensor.From(new[,] { { 1f }, { 1 }, { 0 }, { 0 } });
        var (accuracy, f1, confusion) = (new Accuracy(), new F1Score(), new ConfusionMatrix());
        foreach (Metric metric in new Metric[] { accuracy, f1, confusion }) metric.Add(scores, truth);
        Assert.Equal(0.5, accuracy.Result);
        Assert.Equal(0.5, f1.Result);
        Assert.Equal([1, 1, 1, 1], confusion.Counts.Cast<long>());
    }

    [Fact]
    public void The_confusion_matrix_has_the_right_class_first()
    {
        var confusion = new ConfusionMatrix();
        confusion.Add(_scores, _classes);
        Assert.Equal([1, 0, 0, 1, 1, 0, 0, 1, 1], confusion.Counts.Cast<long>());
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_by_name()
    {
        Assert.Contains("There is no metric 'auc'. Known: accuracy, top_k_accuracy, f1, exact_match, confusion, mae, mse, rmse, mape, r2, bits_per_character, perplexity.", Assert.Throws<ArgumentException>(() => Metric.Named("auc")).Message, StringComparison.Ordinal);
        Assert.Contains("rmse: the target of a prediction (3, 2) has its shape, found (5, 3)", Assert.Throws<ArgumentException>(() => new RootMeanSquaredError().Add(_x, _scores)).Message, StringComparison.Ordinal);
        Assert.Contains("accuracy: a prediction (3, 2) has classes 0 to 1, found 2, first at example 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy().Add(_x, Tensor.From([0, 2, 1]))).Message, StringComparison.Ordinal);
    }

    private static double Nats()
    {
        double sum = 0;
        for (int i = 0; i < 5; i++) sum += Math.Log(Enumerable.Range(0, 3).Sum(c => Math.Exp(_scores[i, c] - _scores[i, _classes[i]])));
        return sum / 5;
    }

    private static Tensor<float> Rows(Tensor<float> x, int first, int end) => Tensor.From(x.Values[(first * x.Shape[1])..(end * x.Shape[1])], new Shape(end - first, x.Shape[1]));
}
