namespace Elman.Training;

/// <summary>What schedules share: refusals of numbers that mean nothing, and the wave.</summary>
internal static class ScheduleChecks
{
    public static int AtLeastOne(string schedule, string what, int value) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"Schedule '{schedule}': {what} is at least 1, found {value}.");

    public static double Factor(string schedule, double value) => Positive(schedule, "the factor", value);

    public static double Positive(string schedule, string what, double value) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"Schedule '{schedule}': {what} is more than 0, found {SavedNumbers.Text(value)}.");

    public static long[] Ascending(string schedule, IReadOnlyList<long> places)
    {
        for (int i = 0; i < places.Count; i++)
            if (places[i] < (i == 0 ? 0 : places[i - 1]))
                throw new ArgumentException($"Schedule '{schedule}': milestones are places in ascending order, found {string.Join(", ", places)}.");
        return [.. places];
    }

    /// <summary>μ + (η − μ)·(1 + cos(π·x))/2</summary>
    public static double Wave(double from, double to, double x) => to + (from - to) * (1 + Math.Cos(Math.PI * x)) / 2;
}
