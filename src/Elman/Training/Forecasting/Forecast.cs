namespace Elman.Training;

/// <summary>Numbers of steps that have not come yet.</summary>
/// <param name="Targets">The columns that are forecast.</param>
/// <param name="First">The step of the series that the first one is, from 0.</param>
/// <param name="Steps">How many.</param>
/// <param name="Values">(steps, targets), row by row.</param>
public sealed record Forecast(IReadOnlyList<string> Targets, int First, int Steps, IReadOnlyList<double> Values)
{
    /// <summary>Where the truth should lie; null where the series is too short to tell.</summary>
    public ForecastIntervals? Intervals { get; init; }

    /// <summary>The number of a step and a target.</summary>
    public double this[int step, int target] => Values[step * Targets.Count + target];
}

/// <summary>From where to where the truth should lie, as the errors of earlier forecasts tell.</summary>
/// <param name="Level">The share of truths that an interval should hold.</param>
/// <param name="Low">(steps, targets), row by row.</param>
/// <param name="High">(steps, targets), row by row.</param>
/// <param name="Residuals">How many forecasts were compared with the truth, one step ahead; the further ahead, the fewer.</param>
/// <param name="SeenInTraining">Whether the model was trained on some of these truths, so that the intervals are too narrow.</param>
public sealed record ForecastIntervals(double Level, IReadOnlyList<double> Low, IReadOnlyList<double> High, int Residuals, bool SeenInTraining);
