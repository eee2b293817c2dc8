using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Trains a model: a loop over batches whose progress are values, and whose every bit follows from the data, the settings and the seed.</summary>
/// <remarks>
/// It prints nothing, and stops where its caller stops asking. An interrupted training goes on from its last checkpoint with the bits of one that was left alone, at any thread count
/// and vector width. A trainer belongs to one thread at a time, and so does its model meanwhile.
/// </remarks>
public sealed partial class Trainer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _rate;
    private readonly CarriedStates _carried = new();
    private readonly BestEpoch _best = new();
    private readonly List<EpochResult> _history = [];
    private RandomStream? _random;
    private Dictionary<string, Tensor<T>>? _bestWeights;
    private double _lossSum;
    private long _lossCount, _step;
    private int _epoch;
    private bool _isRunning, _hasStopped;

    /// <param name="model">Its parameters are changed in place.</param>
    /// <param name="loss">Of every output that the data has a target for; the sum, where there are several.</param>
    public Trainer(Model<T> model, Loss loss, Optimizer<T> optimizer)
    {
        (Model, Loss, Optimizer) = (model, loss, optimizer);
        _rate = optimizer.LearningRate;
    }

    public Model<T> Model { get; }
    public Loss Loss { get; }
    public Optimizer<T> Optimizer { get; }

    /// <summary>The learning rate along the training; null for that of the optimiser throughout.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>What each epoch is measured on at its end; null for nothing.</summary>
    public DataSource<T>? Validation { get; init; }

    /// <summary>What is measured on <see cref="Validation"/> beside the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>When to stop before the last epoch; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The most that √Σ g² over all gradients may be; larger ones are shortened together. Null for no bound.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The most that the norm of the gradients of each layer may be; null for no bound.</summary>
    public double? ClipLayerNorm { get; init; }

    /// <summary>The most that the norm of the gradient of each parameter may be, as Keras's <c>clipnorm</c>; null for no bound.</summary>
    public double? ClipEachNorm { get; init; }

    /// <summary>The most that a single gradient may be, up or down; null for no bound.</summary>
    public double? ClipValue { get; init; }

    /// <summary>What large weights cost; added to the loss.</summary>
    public IReadOnlyList<WeightRegularizer> Regularizers { get; init; } = [];

    /// <summary>What large activities cost, by the name of the output that shows them; added to the loss.</summary>
    public IReadOnlyDictionary<string, ActivityRegularizer> ActivityRegularizers { get; init; } = new Dictionary<string, ActivityRegularizer>();

    /// <summary>Where weights may lie; they are put back there after every step.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>Batches whose gradients are added before the optimiser makes a step: one batch for the loss, and the memory of a part of it.</summary>
    public int AccumulatedBatches
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Gradients of at least 1 batch make a step.");
    } = 1;

    /// <summary>A mean of the weights, which validation then uses, and which the model has in the end; null for the weights themselves.</summary>
    public WeightAverage<T>? Average { get; init; }

    /// <summary>Long sequences in parts; null for whole ones.</summary>
    public Truncation? Truncation { get; init; }

    /// <summary>How often a step is fed with the model's own prediction of the step before; null for never: the true input throughout (teacher forcing).</summary>
    public ScheduledSampling? ScheduledSampling { get; init; }

    /// <summary>Groups of the rows of a batch whose sums are added one after another: part of what decides the bits, never of the threads. 1 is usual.</summary>
    public int Shards
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The rows of a batch are cut into at least 1 shard.");
    } = 1;

    /// <summary>Decides the order of the data and what dropout drops: PyTorch's stream of this seed for the order, that of the next for dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Whether every epoch has the data in another order.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>Where the training leaves what it needs to go on; null for nowhere.</summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>Steps of the optimiser made so far.</summary>
    public long Step => _step;

    /// <summary>Epochs behind it.</summary>
    public int Epoch => _epoch;

    /// <summary>What each epoch gave, those before an interruption included.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    private RandomStream Random => _random ??= new TorchRandom(Seed + 1);

    /// <summary>The loss and the metrics on data, without training on it.</summary>
    public EpochResult Evaluate(DataSource<T> data) => Evaluating.Run(Model, Loss, Metrics, data) with { Epoch = _epoch, LearningRate = Optimizer.LearningRate };

    private void Check(int epochs)
    {
        if (epochs < 0) throw new ArgumentOutOfRangeException(nameof(epochs), epochs, "A training has 0 epochs or more.");
        if (_isRunning) throw new InvalidOperationException("This trainer is running already. End that run, or take another trainer.");
        (string Name, double? Limit)[] clips = [(nameof(ClipNorm), ClipNorm), (nameof(ClipLayerNorm), ClipLayerNorm), (nameof(ClipEachNorm), ClipEachNorm), (nameof(ClipValue), ClipValue)];
        foreach ((string name, double? limit) in clips)
            if (limit is double bound && !(bound > 0)) throw new ArgumentException(FormattableString.Invariant($"{name} is more than 0, found {bound}. Null is no bound."));
        if (clips.Count(row => row.Limit is not null) > 1) throw new ArgumentException($"Gradients are bounded in one way; found {string.Join(" and ", clips.Where(row => row.Limit is not null).Select(row => row.Name))}.");
        if (ActivityRegularizers.Keys.FirstOrDefault(name => Model.Outputs.All(output => output.Name != name)) is { } unknown)
            throw new ArgumentException($"An activity regulariser is for output '{unknown}', which the model has not. It has: {string.Join(", ", Model.Outputs.Select(output => output.Name))}.");
        if (ActivityRegularizers.Count > 0 && AccumulatedBatches > 1) throw new ArgumentException("An activity regulariser is a mean over a batch, so it does not go with gradients of several batches. Take larger batches.");
        if (Metrics.Count > 0 && Validation is null) throw new ArgumentException($"The metrics ({string.Join(", ", Metrics)}) are measured on validation data, and there is none. Give {nameof(Validation)}, or no metrics.");
        if (EarlyStopping?.Metric is { } watched && Metrics.All(metric => metric.Name != watched))
            throw new ArgumentException($"Early stopping watches '{watched}', which is not among the metrics ({(Metrics.Count == 0 ? "none" : string.Join(", ", Metrics))}).");
        if (ScheduledSampling is not null) ScheduledSampling.Check(Model);
        if (Truncation is null) return;
        Training.Truncation.Check(Model);
        if (AccumulatedBatches > 1) throw new ArgumentException($"{nameof(Truncation)} makes a step after every part, so gradients of {AccumulatedBatches} batches cannot be added. Give one of the two.");
    }
}

/// <summary>What an epoch, or an evaluation, gave.</summary>
/// <param name="Loss">Mean over the sequences.</param>
public sealed record EpochResult(double Loss)
{
    /// <summary>From 1; 0 before the first.</summary>
    public int Epoch { get; init; }

    /// <summary>Null where there was no data to validate on.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>By name, in the order in which they were given.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Of the last step.</summary>
    public double LearningRate { get; init; }
}
