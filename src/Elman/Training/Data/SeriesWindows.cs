using System.Globalization;
using System.Numerics;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>The windows of a series, each with the steps behind it as its target. They are cut when they are asked for: the series is held once.</summary>
public sealed class SeriesWindows<T> : Examples<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _targets;
    private readonly int _first, _count;

    /// <param name="series">(steps, columns)</param>
    /// <param name="options">How it is cut.</param>
    /// <param name="targets">The columns that are forecast; null for all.</param>
    public SeriesWindows(Tensor<T> series, SeriesOptions options, IReadOnlyList<int>? targets = null)
        : this(SeriesCheck.Series(series), Checked(options), SeriesCheck.Targets(series, targets), 0, series.Shape[0]) { }

    /// <param name="from">The first step that may be a target.</param>
    /// <param name="end">The step behind the last one that may be.</param>
    private SeriesWindows(Tensor<T> series, SeriesOptions options, int[] targets, int from, int end)
    {
        (Series, Options, _targets) = (series, options, targets);
        // Window w has the steps from w·stride on; its first target is behind its last step, or behind its first one where every step has a target.
        int before = options.EveryStep ? 1 : options.Length, reach = options.Length + options.Horizon;
        _first = (Math.Max(0, from - before) + options.Stride - 1) / options.Stride;
        _count = Math.Max(0, (end - reach) / options.Stride - _first + 1);
        if (end < reach) _count = 0;
    }

    public Tensor<T> Series { get; }
    public SeriesOptions Options { get; }

    public override int Count => _count;

    public override int LengthOf(int index) => Options.Length;

    /// <summary>The step of the series at which a window starts.</summary>
    public int StartOf(int index) => (_first + index) * Options.Stride;

    /// <summary>The first step of the series that is a target of a window.</summary>
    public int TargetOf(int index) => StartOf(index) + (Options.EveryStep ? 1 : Options.Length);

    /// <summary>The windows all of whose targets are steps from the first to the one before the end. What a window sees may lie earlier: it is known when the forecast is made.</summary>
    public SeriesWindows<T> Between(int first, int end)
    {
        if (first < 0 || end > Series.Shape[0] || first > end)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The series has steps 0 to {Series.Shape[0] - 1}; found a part from {first} to before {end}."));
        return new(Series, Options, _targets, first, end);
    }

    /// <summary>The parts to train on, to choose by and to test on. No target of one is a target of another, and what is trained on lies before all that is tested.</summary>
    public SplitExamples<T> Split(TimeSplit split)
    {
        if (split.Count != Series.Shape[0]) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The split is one of {split.Count} steps, the series has {Series.Shape[0]}."));
        return new(Part("train on", 0, split.Train), split.Validation == split.Train ? null : Part("validate on", split.Train, split.Validation), split.Count == split.Validation ? null : Part("test on", split.Validation, split.Count));
    }

    public override Batch<T> Gather(ReadOnlySpan<int> rows)
    {
        int columns = Series.Shape[1], after = Options.EveryStep ? Options.Length : Options.Horizon, length = Options.Length;
        var x = new Tensor<T>(new Shape(rows.Length, length, columns));
        var y = new Tensor<T>(Options.EveryStep ? new Shape(rows.Length, after, _targets.Length) : new Shape(rows.Length, after * _targets.Length));
        Span<T> into = x.Span, target = y.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"Windows are numbered 0 to {Count - 1}.");
            Series.Values.Slice(StartOf(rows[i]) * columns, length * columns).CopyTo(into[(i * length * columns)..]);
            int first = TargetOf(rows[i]);
            for (int step = 0; step < after; step++)
                for (int k = 0; k < _targets.Length; k++) target[(i * after + step) * _targets.Length + k] = Series.Values[(first + step) * columns + _targets[k]];
        }
        return new(x, y) { Rows = rows.ToArray() };
    }

    private SeriesWindows<T> Part(string purpose, int first, int end)
    {
        SeriesWindows<T> part = Between(first, end);
        return part.Count > 0 ? part : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"There is no window to {purpose}: steps {first} to {end - 1} hold none of {Options.Length} steps with {Options.Horizon} behind it. Take shorter windows, or another split."));
    }

    private static SeriesOptions Checked(SeriesOptions options)
    {
        options.Check();
        return options;
    }
}

/// <summary>Examples to train on, to choose by, and to test on.</summary>
public sealed record SplitExamples<T>(Examples<T> Train, Examples<T>? Validation, Examples<T>? Test) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
