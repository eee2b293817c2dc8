using System.Globalization;

namespace Elman.Training;

/// <summary>A series cut in time: steps before <see cref="Train"/> to train on, from there to before <see cref="Validation"/> to choose by, and the rest to test on.</summary>
/// <param name="Train">The step behind the last one to train on.</param>
/// <param name="Validation">The step behind the last one to choose by.</param>
/// <param name="Count">All steps.</param>
public sealed record TimeSplit(int Train, int Validation, int Count)
{
    public int Train { get; } = Train >= 1 && Train <= Validation && Validation <= Count ? Train : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
        $"A split in time has 1 ≤ train ≤ validation ≤ all steps; found {Train}, {Validation}, {Count}."));

    /// <summary>The last steps to test on, those before them to choose by, the rest to train on.</summary>
    /// <param name="count">All steps.</param>
    /// <param name="validation">The share to choose by, in [0, 1).</param>
    /// <param name="test">The share to test on, in [0, 1).</param>
    public static TimeSplit OfShares(int count, double validation, double test)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Shares for validation and test are 0 or more and together below 1; found {validation} and {test}."));
        int tested = (int)Math.Round(count * test), chosen = (int)Math.Round(count * validation);
        return new(count - tested - chosen, count - tested, count);
    }
}
