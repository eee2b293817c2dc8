using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>A loss of the scores of classes, of which the target names one by its id, or gives the probability of each.</summary>
public abstract record ClassLoss : RowLoss
{
    private protected ClassLoss() { }

    /// <summary>A factor of each class; null for 1. A mean over ids is divided by the sum of the factors met, as PyTorch's is.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The id of a step that is not there; −100 as in PyTorch, null for none.</summary>
    public int? IgnoreId { get; init; } = -100;

    internal sealed override bool PerElement => false;
    internal sealed override bool Ignores(int id) => id == IgnoreId;
    internal sealed override double WeightOf(int id) => ClassWeights?[id] ?? 1;

    internal sealed override void CheckWidth(int width)
    {
        if (ClassWeights is not null && ClassWeights.Count != width)
            throw new ArgumentException($"{Name}: {width} classes have as many weights, found {ClassWeights.Count}.");
    }
}

/// <summary>Cross entropy of scores: l = −Σ q_c·log p_c, p = softmax(x), q_c = w_c·((1 − ε)·t_c + ε/C); t is 1 for the class of an id and 0 for the others, or a distribution.</summary>
public sealed record CrossEntropyLoss : ClassLoss
{
    public override string Name => "cross_entropy";

    /// <summary>ε: how much of every target is spread over all classes; 0 to 1.</summary>
    public double LabelSmoothing
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"{Name}: label smoothing is 0 to 1, found {SavedNumbers.Text(value)}.");
    }

    internal override TargetKind Takes => TargetKind.Either;

    // dx = p·Σq − q
    private protected override void Rows<T>(LossRows<T> rows)
    {
        int width = rows.Width;
        T[] logs = Arrays<T>.Take(rows.Prediction.Length, zero: false), q = Arrays<T>.Take(width);
        Softmax.LogForward(rows.Prediction, width, logs);
        T[] weights = ClassWeights is null ? [] : [.. ClassWeights.Select(T.CreateChecked)];
        for (int r = 0; r < rows.Losses.Length; r++)
        {
            ReadOnlySpan<T> log = logs.AsSpan(r * width, width);
            Fill(q, rows, r, weights);

            // A class of no probability has a log of −∞, which counts only where the target asks for it.
            if (LabelSmoothing == 0 && !rows.Ids.IsEmpty) rows.Losses[r] = -(q[rows.Ids[r]] * log[rows.Ids[r]]);
            else rows.Losses[r] = -Numerics.Reduction.SumOfProducts(q.AsSpan(0, width), log);
            if (rows.Slopes.IsEmpty) continue;
            LossMath.Scale<T>(-1, q.AsSpan(0, width), q.AsSpan(0, width));
            Softmax.LogBackward(log, q.AsSpan(0, width), width, rows.Slopes.Slice(r * width, width));
        }
        Arrays<T>.Return(logs);
        Arrays<T>.Return(q);
    }

    private void Fill<T>(Span<T> q, LossRows<T> rows, int r, T[] weights) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = rows.Width;
        T kept = T.CreateChecked(1 - LabelSmoothing), spread = T.CreateChecked(LabelSmoothing / width);
        for (int c = 0; c < width; c++)
        {
            T t = rows.Ids.IsEmpty ? rows.Numbers[r * width + c] : rows.Ids[r] == c ? T.One : T.Zero;
            q[c] = LabelSmoothing == 0 ? t : t * kept + spread;
            if (weights.Length > 0) q[c] *= weights[c];
        }
    }
}

/// <summary>Negative log likelihood: l = −w_y·x_y of logarithms of probabilities, such as log-softmax gives them.</summary>
public sealed record NegativeLogLikelihoodLoss : ClassLoss
{
    public override string Name => "nll";

    internal override TargetKind Takes => TargetKind.Ids;

    private protected override void Rows<T>(LossRows<T> rows)
    {
        for (int r = 0; r < rows.Losses.Length; r++)
        {
            (int at, T weight) = (r * rows.Width + rows.Ids[r], T.CreateChecked(WeightOf(rows.Ids[r])));
            rows.Losses[r] = -weight * rows.Prediction[at];
            if (!rows.Slopes.IsEmpty) rows.Slopes[at] = -weight;
        }
    }
}

/// <summary>Cross entropy of σ(x), number by number: l = −(p·t·log σ(x) + (1 − t)·log(1 − σ(x))), without ever forming σ.</summary>
public sealed record BinaryCrossEntropyLoss : RowLoss
{
    public override string Name => "bce_logits";

    /// <summary>p: how much more each feature's positive targets count; null for 1.</summary>
    public IReadOnlyList<double>? PositiveWeights { get; init; }

    internal override TargetKind Takes => TargetKind.Numbers;
    internal override bool PerElement => true;

    internal override void CheckWidth(int width)
    {
        if (PositiveWeights is not null && PositiveWeights.Count != width)
            throw new ArgumentException($"{Name}: {width} features have as many positive weights, found {PositiveWeights.Count}.");
    }

    private protected override void Rows<T>(LossRows<T> rows)
    {
        int width = rows.Width;
        T[] positive = PositiveWeights is null ? [T.One] : [.. PositiveWeights.Select(T.CreateChecked)];
        var losses = new T[width];
        for (int r = 0; r < rows.Losses.Length; r++)
        {
            ReadOnlySpan<T> x = rows.Prediction.Slice(r * width, width), t = rows.Numbers.Slice(r * width, width);
            LossMath.BinaryCrossEntropy(x, t, positive, losses);
            rows.Losses[r] = Numerics.Reduction.Sum<T>(losses);
            if (!rows.Slopes.IsEmpty) LossMath.BinaryCrossEntropySlope(x, t, positive, rows.Slopes.Slice(r * width, width));
        }
    }
}

/// <summary>Kullback–Leibler divergence of logarithms of probabilities x from a distribution t: l = Σ t·(log t − x). A mean is over steps, PyTorch's <c>batchmean</c>.</summary>
public sealed record DivergenceLoss : RowLoss
{
    public override string Name => "kl";

    internal override TargetKind Takes => TargetKind.Numbers;
    internal override bool PerElement => false;

    private protected override void Rows<T>(LossRows<T> rows)
    {
        int width = rows.Width;
        T[] losses = Arrays<T>.Take(rows.Prediction.Length, zero: false);
        LossMath.Divergence(rows.Prediction, rows.Numbers, losses);
        for (int r = 0; r < rows.Losses.Length; r++) rows.Losses[r] = Numerics.Reduction.Sum<T>(losses.AsSpan(r * width, width));
        if (!rows.Slopes.IsEmpty) LossMath.Scale(-1, rows.Numbers, rows.Slopes);
        Arrays<T>.Return(losses);
    }
}
