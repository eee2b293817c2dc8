using System.Globalization;

namespace Elman.Training;

/// <summary>How a series is cut into windows, and what is asked of each.</summary>
public sealed record SeriesOptions
{
    /// <summary>Steps of a window.</summary>
    public required int Length { get; init; }

    /// <summary>Steps from the start of one window to that of the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>
    /// Steps behind a window that are its target, side by side: 1 for a model that forecasts further by taking its forecasts for truth (recursive), H for one that says all H at once (direct).
    /// </summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Whether the target is what follows each step of the window, (N, T, targets), in place of what follows the last one, (N, horizon · targets).</summary>
    public bool EveryStep { get; init; }

    internal void Check()
    {
        foreach ((string name, int value) in new[] { (nameof(Length), Length), (nameof(Stride), Stride), (nameof(Horizon), Horizon) })
            if (value < 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Windows have a {name} of at least 1, found {value}."));
        if (EveryStep && Horizon != 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A target for every step is the step after it: the horizon is 1 then, found {Horizon}."));
    }
}
