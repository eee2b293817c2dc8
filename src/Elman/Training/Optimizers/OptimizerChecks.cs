namespace Elman.Training;

/// <summary>Refusals of numbers that an optimiser cannot work with.</summary>
internal static class OptimizerChecks
{
    public static double AtLeastZero(string name, string what, double value) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"{name}: {what} is 0 or more and finite, found {SavedNumbers.Text(value)}.");

    /// <summary>A number that says how much of the past is kept.</summary>
    public static double Share(string name, string what, double value) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"{name}: {what} is at least 0 and less than 1, found {SavedNumbers.Text(value)}.");

    /// <summary>What keeps a division from zero.</summary>
    public static double? Epsilon(string name, double? value) => value is null ? null : AtLeastZero(name, "ε", value.Value);
}
