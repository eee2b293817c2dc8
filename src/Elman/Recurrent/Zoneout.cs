namespace Elman.Recurrent;

/// <summary>In training, units of a state that keep their value of the step before (Krueger et al. 2017).</summary>
/// <remarks>
/// s' = m∘s + (1 − m)∘s̃, where s̃ is what the cell makes of the step, and m is 1 with the rate, drawn for each unit, sequence and step.
/// Without training m is the rate itself where there is expectation, and 0 otherwise.
/// </remarks>
/// <param name="Hidden">The rate for the output h.</param>
/// <param name="Cell">The rate for every other state, such as c.</param>
/// <param name="Expectation">Whether a pass without training takes the mean of both values; MXNet's <c>ZoneoutCell</c> does not.</param>
public sealed record Zoneout(double Hidden, double Cell = 0, bool Expectation = true)
{
    /// <summary>Of a state by its number.</summary>
    internal double RateOf(int state) => state == 0 ? Hidden : Cell;

    internal void Check()
    {
        foreach (double rate in (ReadOnlySpan<double>)[Hidden, Cell])
            if (!(rate is >= 0 and < 1)) throw new ArgumentException(FormattableString.Invariant($"A zoneout has a rate of {rate}; expected at least 0 and below 1."));
        if (Hidden == 0 && Cell == 0) throw new ArgumentException("A zoneout has two rates of 0 and does nothing. Leave it out.");
    }
}
