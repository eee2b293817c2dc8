using System.Numerics;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>How a table of numbers becomes examples.</summary>
public sealed record SeriesSettings
{
    /// <summary>How windows are cut.</summary>
    public required SeriesOptions Windows { get; init; }

    /// <summary>The columns that are forecast; null for all.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>One of <see cref="Scaling.Ways"/>, fitted to the part to train on.</summary>
    public string Scaling { get; init; } = "standard";

    /// <summary>The share of the steps to choose by, behind those to train on.</summary>
    public double Validation { get; init; } = 0.15;

    /// <summary>The share of the last steps, to test on.</summary>
    public double Test { get; init; } = 0.15;
}

/// <summary>A series made ready to train on: split in time, scaled by what its first part tells, cut into windows; and what of that goes into the model that is saved.</summary>
public sealed class PreparedSeries<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="series">(steps, columns)</param>
    /// <param name="columns">The names of the columns.</param>
    public PreparedSeries(Tensor<T> series, IReadOnlyList<string> columns, SeriesSettings settings)
    {
        SeriesCheck.Series(series);
        if (columns.Count != series.Shape[1]) throw new ArgumentException($"The series has {series.Shape[1]} columns and {columns.Count} names: {string.Join(", ", columns)}.");
        IReadOnlyList<string> targets = settings.Targets ?? columns;
        int[] places = [.. targets.Select(name => columns.ToList().IndexOf(name))];
        if (Array.IndexOf(places, -1) is >= 0 and var missing) throw new ArgumentException($"There is no column '{targets[missing]}' to forecast. Columns: {string.Join(", ", columns)}.");
        Series = series;
        Split = TimeSplit.OfShares(series.Shape[0], settings.Validation, settings.Test);
        Inputs = Training.Scaling.Fit(settings.Scaling, series, Split.Train);
        Outputs = Inputs.Of(places).Times(settings.Windows.Horizon);
        Windows = new SeriesWindows<T>(Inputs.Apply(series), settings.Windows, places);
        Parts = Windows.Split(Split);
        Note = new(columns, targets, settings.Windows.Length, settings.Windows.Horizon, settings.Windows.EveryStep, Split.Train);
    }

    /// <summary>As it was given, unscaled.</summary>
    public Tensor<T> Series { get; }

    public TimeSplit Split { get; }

    /// <summary>Of the columns that go in.</summary>
    public Scaling Inputs { get; }

    /// <summary>Of what comes out: the targets, step by step of the horizon.</summary>
    public Scaling Outputs { get; }

    /// <summary>All windows, scaled.</summary>
    public SeriesWindows<T> Windows { get; }

    /// <summary>Those to train on, to choose by and to test on, scaled.</summary>
    public SplitExamples<T> Parts { get; }

    public SeriesNote Note { get; }

    /// <summary>Numbers that a model of this takes in a step.</summary>
    public int Features => Note.Columns.Count;

    /// <summary>Numbers that a model of this gives.</summary>
    public int OutputCount => Outputs.Columns;

    /// <summary>What is saved of a model that was trained on these windows: it takes and gives unscaled numbers, and knows its columns.</summary>
    public Model<T> Finish(Model<T> trained)
    {
        bool isScaled = Inputs.Center.Any(center => center != 0) || Inputs.Width.Any(width => width != 1);
        Model<T> finished = isScaled ? trained.WithScaling(Inputs, Outputs) : trained;
        Note.WriteTo(finished);
        return finished;
    }
}
