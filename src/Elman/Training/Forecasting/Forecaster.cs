using System.Globalization;
using System.Numerics;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Training;

/// <summary>Forecasts a series with a model that was trained on windows of it.</summary>
/// <remarks>
/// A model says <see cref="SeriesNote.Horizon"/> steps at once (direct). Further ahead its forecasts are taken for truth and it is asked again (recursive), which needs every column that goes in to be
/// forecast too.
/// </remarks>
public sealed class Forecaster<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int AtOnce = 256;

    private readonly int[] _places;

    /// <param name="model">Takes and gives unscaled numbers.</param>
    /// <param name="note">Which columns it takes and gives; null for what is written in the model.</param>
    public Forecaster(Model<T> model, SeriesNote? note = null)
    {
        (Model, Note) = (model, note ?? SeriesNote.Of(model)
            ?? throw new ArgumentException("The model does not say on what series it was trained. Give its columns, its targets and its window."));
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1 || !model.Inputs[0].Shape.HasSteps || model.Inputs[0].Shape.IsIds)
            throw new ArgumentException($"A forecast takes a model of one input of numbers with steps and one output; this one takes {string.Join(", ", model.Inputs)} and has {model.Outputs.Count} outputs.");
        if (model.Inputs[0].Shape.Features != Note.Columns.Count)
            throw new ArgumentException($"The model takes {model.Inputs[0].Shape.Features} columns, found {Note.Columns.Count}: {string.Join(", ", Note.Columns)}. Name as many, in the order of its features.");
        SignalShape output = model.Wiring.ShapeOf(model.Wiring.OutputSources[0]);
        if (output.Features != Note.Horizon * Note.Targets.Count)
            throw new ArgumentException($"The model gives {output.Features} numbers, expected {Note.Horizon * Note.Targets.Count}: {Note.Horizon} steps of {string.Join(", ", Note.Targets)}. Name its targets, and how many steps it says at once.");
        if (Note.Targets.FirstOrDefault(target => !Note.Columns.Contains(target)) is { } unknown)
            throw new ArgumentException($"There is no column '{unknown}' to forecast. Columns: {string.Join(", ", Note.Columns)}.");
        _places = [.. Note.Columns.Select(column => Note.Targets.ToList().IndexOf(column))];
    }

    public Model<T> Model { get; }
    public SeriesNote Note { get; }

    /// <summary>Whether forecasts can be taken for truth: every column that goes in also comes out.</summary>
    public bool IsRecursive => !_places.Contains(-1);

    /// <summary>The steps behind the series, with intervals from the errors that the same forecasts would have had within it.</summary>
    /// <param name="series">(steps, columns), unscaled</param>
    /// <param name="steps">How many.</param>
    /// <param name="level">The share of truths that an interval should hold, in (0, 1).</param>
    public Forecast Ahead(Tensor<T> series, int steps, double level = 0.9, CancellationToken cancellation = default)
    {
        CheckSeries(series);
        if (!(level > 0 && level < 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"An interval holds a share between 0 and 1, such as 0.9; found {level}."));
        double[] values = From(series, [series.Shape[0]], steps, cancellation)[0];
        return new(Note.Targets, series.Shape[0], steps, values) { Intervals = Residuals<T>.Of(this, series, steps, cancellation)?.Around(values, level) };
    }

    /// <summary>What would have been forecast at each of some steps, knowing only what lies before it: (steps · targets) numbers each, step by step.</summary>
    /// <param name="origins">The first step of each forecast.</param>
    public double[][] From(Tensor<T> series, IReadOnlyList<int> origins, int steps, CancellationToken cancellation = default)
    {
        CheckSeries(series);
        CheckSteps(steps);
        int columns = Note.Columns.Count;
        var found = new double[origins.Count][];
        for (int start = 0; start < origins.Count; start += AtOnce)
        {
            int count = Math.Min(AtOnce, origins.Count - start);
            var windows = new Tensor<T>(new Shape(count, Note.Window, columns));
            for (int i = 0; i < count; i++)
            {
                int origin = origins[start + i];
                if (origin < Note.Window || origin > series.Shape[0]) throw new ArgumentOutOfRangeException(nameof(origins), origin, $"A forecast begins at step {Note.Window} to {series.Shape[0]}, behind a window of {Note.Window}.");
                series.Values.Slice((origin - Note.Window) * columns, Note.Window * columns).CopyTo(windows.Span[(i * Note.Window * columns)..]);
                found[start + i] = new double[steps * Note.Targets.Count];
            }
            Fill(windows, found.AsSpan(start, count), steps, cancellation);
        }
        return found;
    }

    /// <summary>Refuses more steps than the model can say.</summary>
    internal void CheckSteps(int steps)
    {
        if (steps < 1) throw new ArgumentOutOfRangeException(nameof(steps), $"A forecast has at least 1 step, found {steps}.");
        if (steps <= Note.Horizon || IsRecursive) return;
        string missing = string.Join(", ", Note.Columns.Where((_, i) => _places[i] < 0));
        throw new ArgumentException($"The model says {Note.Horizon} {(Note.Horizon == 1 ? "step" : "steps")} ahead. To go on to {steps} it would need the future of {missing}, which it does not forecast. Ask for {Note.Horizon}, or train it with these among the targets or with a horizon of {steps}.");
    }

    private void Fill(Tensor<T> windows, Span<double[]> found, int steps, CancellationToken cancellation)
    {
        int columns = Note.Columns.Count, targets = Note.Targets.Count, count = windows.Shape[0], length = Note.Window;
        for (int done = 0; done < steps; done += Note.Horizon)
        {
            Tensor<T> said = Last(Model.Predict(windows, new PredictOptions { Cancellation = cancellation }).Output);
            int now = Math.Min(Note.Horizon, steps - done);
            for (int i = 0; i < count; i++)
                for (int k = 0; k < now * targets; k++) found[i][done * targets + k] = double.CreateChecked(said[i, k]);
            if (done + now == steps) return;
            // The window moves on by what was said.
            for (int i = 0; i < count; i++)
            {
                Span<T> window = windows.Span.Slice(i * length * columns, length * columns);
                int moved = Math.Min(Note.Horizon, length);
                window[(moved * columns)..].CopyTo(window);
                for (int step = 0; step < moved; step++)
                    for (int column = 0; column < columns; column++)
                        window[(length - moved + step) * columns + column] = said[i, (Note.Horizon - moved + step) * targets + _places[column]];
            }
        }
    }

    /// <summary>What is said after the last step.</summary>
    private static Tensor<T> Last(Tensor<T> y)
    {
        if (y.Shape.Rank == 2) return y;
        (int count, int steps, int width) = (y.Shape[0], y.Shape[1], y.Shape[2]);
        var last = new Tensor<T>(new Shape(count, width));
        for (int i = 0; i < count; i++) y.Values.Slice((i * steps + steps - 1) * width, width).CopyTo(last.Span[(i * width)..]);
        return last;
    }

    private void CheckSeries(Tensor<T> series)
    {
        SeriesCheck.Series(series);
        if (series.Shape[1] != Note.Columns.Count) throw new ArgumentException($"The series has {series.Shape[1]} columns, the model takes {Note.Columns.Count}: {string.Join(", ", Note.Columns)}.");
        if (series.Shape[0] < Note.Window) throw new ArgumentException($"The series has {series.Shape[0]} steps; a forecast looks back on {Note.Window}. Give a longer one.");
    }
}
