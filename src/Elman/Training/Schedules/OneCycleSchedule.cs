namespace Elman.Training;

/// <summary>
/// One rise to the highest rate and one fall far below the first (Smith and Topin 2017), both half waves: from h/d up to h in the first share of the steps, then down to h/(d·f) at the
/// last of n. The optimiser's own rate plays no part. PyTorch's <c>OneCycleLR</c> without its cycle of momentum.
/// </summary>
public sealed class OneCycleSchedule : Schedule
{
    private readonly double _highest;
    private readonly int _places;

    /// <param name="highest">h</param>
    /// <param name="places">n; behind them the rate stays.</param>
    public OneCycleSchedule(double highest, int places)
    {
        _highest = ScheduleChecks.Positive(Name, "the highest rate", highest);
        _places = ScheduleChecks.AtLeastOne(Name, "the number of places", places);
        Pace = SchedulePace.Steps;
    }

    public override string Name => "one_cycle";

    /// <summary>The share of the rise.</summary>
    public double Rise
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"Schedule '{Name}': the share of the rise is between 0 and 1, found {SavedNumbers.Text(value)}.");
    } = 0.3;

    /// <summary>d: the first rate is h/d.</summary>
    public double FirstDivisor { get; init => field = ScheduleChecks.Positive(Name, "the divisor of the first rate", value); } = 25;

    /// <summary>f: the last rate is the first divided by it.</summary>
    public double LastDivisor { get; init => field = ScheduleChecks.Positive(Name, "the divisor of the last rate", value); } = 1e4;

    public override double RateAt(double rate, long k)
    {
        double first = _highest / FirstDivisor, top = Rise * _places - 1, end = _places - 1, at = Math.Min(k, end);
        return at <= top
            ? ScheduleChecks.Wave(first, _highest, top > 0 ? at / top : 1)
            : ScheduleChecks.Wave(_highest, first / LastDivisor, (at - top) / (end - top));
    }
}
