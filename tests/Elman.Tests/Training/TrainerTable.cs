using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Small trainings of every kind that a trainer knows, each with everything that could be forgotten by a checkpoint.</summary>
internal static class TrainerTable
{
    public const int Epochs = 3;

    private static readonly (string Name, Func<Checkpoints?, (Trainer<float> Trainer, DataSource<float> Data)> Make)[] _rows =
    [
        ("dropout, shuffled", place => (new(Model(Direction.Bidirectional, dropout: 0.3), Loss.MeanSquaredError, new Adam<float>(0.01)) { Seed = 3, Checkpoints = place }, Sequences(23, uneven: true))),
        ("average, schedule, early stopping", place => (new(Model(), Loss.MeanSquaredError, new AdamW<float>(0.02))
        {
            Schedule = Schedule.Named("step", new() { ["every"] = 2, ["pace"] = "steps" }), Average = new ExponentialAverage<float>(0.9), EarlyStopping = new() { Patience = 1 },
            Validation = Sequences(5, uneven: false), Metrics = [Metric.Named("mae"), Metric.Named("rmse")], ClipNorm = 0.1, Checkpoints = place,
        }, Sequences(17, uneven: false))),
        ("shards, batches added", place => (new(Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { Shards = 3, AccumulatedBatches = 2, Checkpoints = place }, Sequences(23, uneven: true))),
        ("own predictions, regularised, bounded", place => (new(Autoregressive(), Loss.MeanSquaredError, new Adam<float>(0.01))
        {
            ScheduledSampling = ScheduledSampling.Linear(0.2, 0.8, 10), Regularizers = [new() { L2 = 0.01 }, new(ParameterKind.Recurrent) { L1 = 0.001 }], Constraints = [new MaxNorm(0.5)], ClipEachNorm = 0.1,
            ActivityRegularizers = new Dictionary<string, ActivityRegularizer> { ["y"] = new() { L2 = 0.01 } }, Checkpoints = place,
        }, Series(11))),
        ("parts of sequences", place => (new(Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { Truncation = new(4), Checkpoints = place }, Sequences(9, uneven: true))),
        ("parts with a longer way back", place => (new(Model(), Loss.MeanSquaredError, new Adam<float>(0.01)) { Truncation = new(3, 6), Checkpoints = place }, Sequences(9, uneven: false))),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. _rows.Select(row => row.Name)];

    /// <summary>A training at its beginning.</summary>
    public static (Trainer<float> Trainer, DataSource<float> Data) New(string name, Checkpoints? place = null) => _rows.Single(row => row.Name == name).Make(place);

    public static Model<float> Model(Direction direction = Direction.Forward, double dropout = 0)
    {
        var stack = new RecurrentStack<float>(2, new LayerSpec(CellCatalog.Lstm(), 6, direction), new LayerSpec(CellCatalog.Gru(), 5));
        (string, Layer<float>)[] layers = dropout > 0 ? [("rnn", stack), ("drop", new Dropout<float>(dropout)), ("head", new Dense<float>(5, 1))] : [("rnn", stack), ("head", new Dense<float>(5, 1))];
        return Elman.Models.Model.Sequential<float>(ModelInput.Sequences(2), layers).Initialize(InitialWeights<float>.PyTorch, new TorchRandom(1));
    }

    /// <summary>What comes out at a step can go in at the next.</summary>
    public static Model<float> Autoregressive() => Elman.Models.Model.Sequential<float>(ModelInput.Sequences(1), ("rnn", new RecurrentStack<float>(1, new LayerSpec(CellCatalog.Gru(), 5))), ("head", new Dense<float>(5, 1)))
        .Initialize(InitialWeights<float>.PyTorch, new TorchRandom(1));

    /// <summary>Sequences of 10 steps, or of up to 10, and the running mean of their first feature.</summary>
    public static DataSource<float> Sequences(int count, bool uneven, int batch = 4, int steps = 10)
    {
        Tensor<float> x = Draw.Tensor<float>(count, count, steps, 2), y = new(new Shape(count, steps, 1));
        for (int n = 0; n < count; n++)
        {
            float sum = 0;
            for (int t = 0; t < steps; t++)
            {
                sum += x[n, t, 0];
                y[n, t, 0] = sum / (t + 1);
            }
        }
        int[]? lengths = uneven ? [.. Enumerable.Range(0, count).Select(n => 1 + n * 7 % steps)] : null;
        return new ArrayExamples<float>(new Signal<float>(x, lengths), new Signal<float>(y, lengths)).InBatches(batch);
    }

    /// <summary>Sequences whose target is the input one step later.</summary>
    private static DataSource<float> Series(int count)
    {
        Tensor<float> all = Draw.Tensor<float>(count, count, 8, 1);
        return new ArrayExamples<float>(new Signal<float>(Elman.Autograd.Ops.Slice(all, .., ..^1, ..)), new Signal<float>(Elman.Autograd.Ops.Slice(all, .., 1.., ..))).InBatches(4);
    }

    /// <summary>All bits that a training leaves: the weights of its model, and the losses of its steps.</summary>
    public static byte[] Bits(Trainer<float> trainer, IEnumerable<Progress> run)
    {
        double[] losses = [.. run.Select(progress => progress.Loss)];
        return [.. trainer.Model.Parameters.SelectMany(parameter => Tests.Bits.Of(parameter.Value.Values)), .. Tests.Bits.Of<double>(losses)];
    }

    public static byte[] WeightBits(Model<float> model) => [.. model.Parameters.SelectMany(parameter => Tests.Bits.Of(parameter.Value.Values))];
}
