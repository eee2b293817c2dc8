using System.Numerics;
using Elman.Formats.Csv;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Training;

namespace Elman.Cli.Training;

/// <summary>What a training reads: examples to train on and to measure on, what a model for them takes and gives, and what goes with the model.</summary>
internal sealed record TrainingData<T>(Examples<T> Train, Examples<T>? Validation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the model takes; null where these are ids.</summary>
    public int? Features { get; init; }

    /// <summary>Ids of the input, where these are ids.</summary>
    public int Vocabulary { get; init; }

    /// <summary>What the model gives for a step, or for a sequence.</summary>
    public required int Outputs { get; init; }

    /// <summary>Whether it gives that for every step.</summary>
    public bool EveryStep { get; init; }

    /// <summary>Whether the targets are classes.</summary>
    public bool IsClasses { get; init; }

    public Scaling? InputScaling { get; init; }
    public Scaling? OutputScaling { get; init; }
    public SeriesNote? Note { get; init; }

    public static TrainingData<T> Read(TrainingSettings settings)
    {
        string path = settings.Text("data") ?? throw new WrongUseException($"train: expected --data FILE, a .csv or an .npz; found none. See 'elman train --help'.");
        return Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Series(path, settings) : Arrays(path, settings);
    }

    private static TrainingData<T> Series(string path, TrainingSettings settings)
    {
        CsvTable table = CsvTable.Read(path);
        string[] targets = settings.Words("targets"), asked = settings.Words("columns");
        string[] columns = asked.Length > 0 ? [.. asked.Concat(targets.Except(asked))] : [.. table.Names];
        if (targets.Length == 0) targets = columns;
        foreach (string unknown in targets.Except(columns)) throw new WrongUseException($"'{path}': there is no column '{unknown}'. It has: {string.Join(", ", table.Names)}.");
        Tensor<T> series = table.Columns<T>(columns);
        var options = new SeriesOptions { Length = settings.Count("window", 24), Horizon = settings.Count("horizon", 1), Stride = settings.Count("stride", 1), EveryStep = settings.Flag("every_step") };
        TimeSplit split = TimeSplit.OfShares(series.Shape[0], settings.Number("validation", 0.2), settings.Number("test", 0));
        Scaling scaling = Scaling.Fit(settings.Text("scaling") ?? "standard", series, split.Train);
        int[] wanted = [.. targets.Select(target => Array.IndexOf(columns, target))];
        SplitExamples<T> parts = new SeriesWindows<T>(scaling.Apply(series), options, wanted).Split(split);
        int steps = options.EveryStep ? 1 : options.Horizon;
        return new(parts.Train, parts.Validation)
        {
            Features = columns.Length, Outputs = steps * targets.Length, EveryStep = options.EveryStep, InputScaling = scaling, OutputScaling = scaling.Of(wanted).Times(steps),
            Note = new(columns, targets, options.Length, options.Horizon, options.EveryStep, split.Train),
        };
    }

    private static TrainingData<T> Arrays(string path, TrainingSettings settings)
    {
        string? useless = new[] { "columns", "targets", "window", "horizon", "stride", "every_step", "scaling", "test" }.FirstOrDefault(settings.Has);
        if (useless is not null) throw new WrongUseException($"train: {useless} belongs to a .csv; the data is '{path}'. Leave it out.");
        ArrayFile file = ArrayFile.Load(path);
        int[]? lengths = file.TryGet("lengths", out NamedArray? given) ? [.. given.As<int>().Values] : null;
        NamedArray x = file["x"], y = file["y"];
        bool isIds = x.Shape.Rank == 2 && IsWhole(x), isClasses = IsWhole(y);
        Signal<T> input = isIds ? new(x.As<int>(), lengths) : new(x.As<T>(), lengths);
        int steps = x.Shape.Rank >= 2 ? x.Shape[1] : 0;
        bool everyStep = y.Shape.Rank == 3 || (y.Shape.Rank == 2 && y.Shape[1] == steps && (isClasses || steps > 1));
        Signal<T> target = isClasses ? new(y.As<int>(), everyStep ? lengths : null) : new(Numbers(y.As<T>(), everyStep), everyStep ? lengths : null);
        var all = new ArrayExamples<T>(input, target);
        double share = settings.Number("validation", 0.2);
        if (share is not (>= 0 and < 1)) throw new WrongUseException($"train: validation is a share of 0 or more and below 1; found {share}.");
        int measured = (int)Math.Round(all.Count * share), trained = all.Count - measured;
        return new(all.Part(..trained), measured == 0 ? null : all.Part(trained..))
        {
            Features = isIds ? null : x.Shape[^1], Vocabulary = isIds ? 1 + Most(input.Ids!) : 0,
            Outputs = isClasses ? 1 + Most(target.Ids!) : target.Numbers!.Shape[^1], EveryStep = everyStep, IsClasses = isClasses,
        };
    }

    private static readonly ElementType[] _whole =
        [ElementType.UInt8, ElementType.UInt16, ElementType.UInt32, ElementType.UInt64, ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Int64];

    private static bool IsWhole(NamedArray array) => _whole.Contains(array.Type);

    private static int Most(Tensor<int> ids) => ids.Values.Length == 0 ? 0 : Math.Max(0, ids.Values.ToArray().Max());

    /// <summary>With an axis of features.</summary>
    private static Tensor<T> Numbers(Tensor<T> y, bool everyStep) => y.Shape.Rank == (everyStep ? 2 : 1) ? Tensor.From(y.Values, new Shape([.. y.Shape.Dimensions, 1])) : y;
}
