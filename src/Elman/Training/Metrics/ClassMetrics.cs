using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>A measure of the scores of classes: the target names the class by its id, or is a distribution whose largest entry counts.</summary>
/// <remarks>Scores of width 1 decide between 0 and 1: the class is 1 where a score is above 0, a target 1 where it is above ½.</remarks>
public abstract class ClassMetric : Metric
{
    private protected ClassMetric() { }

    /// <summary>The id of a step that is not there; −100 as in PyTorch, null for none.</summary>
    public int? IgnoreId { get; init; } = -100;

    public sealed override bool HigherIsBetter => true;

    public sealed override void Add<T>(Tensor<T> prediction, LossTarget<T> target)
    {
        var shapes = new MetricShapes { Called = Name, Kind = TargetKind.Either, IgnoreId = IgnoreId };
        LossSteps<T> steps = LossSteps<T>.Of(shapes, prediction.Shape, target);
        int width = steps.Width, each = prediction.Shape.Rank == 3 ? prediction.Shape[1] : 1;
        foreach (int row in steps.Rows)
        {
            ReadOnlySpan<T> scores = prediction.Values.Slice(row * width, width);
            int right = target.Ids is { } ids ? ids.Values[row] : width == 1 ? Of(target.Numbers!.Values[row] > T.CreateChecked(0.5)) : Largest(target.Numbers!.Values.Slice(row * width, width));
            Take(scores, right, row / each);
        }
        EndBatch();
    }

    /// <summary>Takes in one step.</summary>
    /// <param name="right">The class of the target.</param>
    /// <param name="sequence">Within the batch.</param>
    private protected abstract void Take<T>(ReadOnlySpan<T> scores, int right, int sequence) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private protected virtual void EndBatch() { }

    /// <summary>The class that scores decide for; of equal ones the first.</summary>
    private protected static int Decision<T>(ReadOnlySpan<T> scores) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        scores.Length == 1 ? Of(scores[0] > T.Zero) : Largest(scores);

    private static int Of(bool positive) => positive ? 1 : 0;

    private static int Largest<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[largest]) largest = i;
        return largest;
    }
}

/// <summary>The share of steps whose right class is among the k of the highest scores; k = 1 is the accuracy.</summary>
public sealed class Accuracy(int top = 1) : ClassMetric
{
    private readonly int _top = top >= 1 ? top : throw new ArgumentOutOfRangeException(nameof(top), $"Accuracy looks at the 1 or more best classes, found {top}.");
    private long _right, _count;

    public override string Name => _top == 1 ? "accuracy" : FormattableString.Invariant($"top_{_top}_accuracy");
    public override double Result => _count == 0 ? double.NaN : _right / (double)_count;
    public override void Reset() => (_right, _count) = (0, 0);

    private protected override void Take<T>(ReadOnlySpan<T> scores, int right, int sequence)
    {
        _count++;
        if (_top == 1 || scores.Length == 1)
        {
            if (Decision(scores) == right) _right++;
            return;
        }

        // Of equal scores the one that stands first is the better.
        int better = 0;
        for (int c = 0; c < scores.Length; c++)
            if (scores[c] > scores[right] || (scores[c] == scores[right] && c < right)) better++;
        if (better < _top && !T.IsNaN(scores[right])) _right++;
    }
}

/// <summary>The share of sequences all of whose steps are right.</summary>
public sealed class ExactMatch : ClassMetric
{
    private readonly Dictionary<int, bool> _batch = [];
    private long _right, _count;

    public override string Name => "exact_match";
    public override double Result => _count == 0 ? double.NaN : _right / (double)_count;
    public override void Reset() => (_right, _count) = (0, 0);

    private protected override void Take<T>(ReadOnlySpan<T> scores, int right, int sequence) =>
        _batch[sequence] = _batch.GetValueOrDefault(sequence, true) && Decision(scores) == right;

    private protected override void EndBatch()
    {
        _right += _batch.Values.Count(right => right);
        _count += _batch.Count;
        _batch.Clear();
    }
}

/// <summary>How often a class was taken for another; its result is the accuracy.</summary>
public sealed class ConfusionMatrix : ClassMetric
{
    private long[,] _counts = new long[0, 0];

    public override string Name => "confusion";
    public override void Reset() => _counts = new long[0, 0];

    /// <summary>[right, predicted]: steps of the one class that were taken for the other.</summary>
    public long[,] Counts => (long[,])_counts.Clone();

    public override double Result => ClassCounts.Accuracy(_counts);

    private protected override void Take<T>(ReadOnlySpan<T> scores, int right, int sequence) => ClassCounts.Add(ref _counts, Math.Max(2, scores.Length), right, Decision(scores));
}

/// <summary>2·hits/(2·hits + false alarms + misses) of each class, and the mean over the classes that occur in targets or predictions; of one class alone where it is named.</summary>
/// <remarks>scikit-learn's <c>f1_score(average="macro")</c>, and <c>"binary"</c> with a class. Scores of width 1 have the class 1.</remarks>
public sealed class F1Score(int? ofClass = null) : ClassMetric
{
    private long[,] _counts = new long[0, 0];
    private bool _binary;

    public override string Name => "f1";
    public override void Reset() => _counts = new long[0, 0];
    public override double Result => ClassCounts.F1(_counts, ofClass ?? (_binary ? 1 : null));

    private protected override void Take<T>(ReadOnlySpan<T> scores, int right, int sequence)
    {
        _binary = scores.Length == 1;
        ClassCounts.Add(ref _counts, Math.Max(2, scores.Length), right, Decision(scores));
    }
}
