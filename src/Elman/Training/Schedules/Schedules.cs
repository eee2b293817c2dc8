namespace Elman.Training;

/// <summary>η·γ^⌊k/s⌋: every <paramref name="every"/> places the rate is multiplied by <paramref name="factor"/>.</summary>
public sealed class StepSchedule(int every, double factor = 0.1) : Schedule
{
    private readonly int _every = ScheduleChecks.AtLeastOne("step", "the number of places between changes", every);
    private readonly double _factor = ScheduleChecks.Factor("step", factor);

    public override string Name => "step";
    public override double RateAt(double rate, long k) => rate * Math.Pow(_factor, k / _every);
}

/// <summary>η·γⁿ, n the milestones at or before k.</summary>
public sealed class MultiStepSchedule : Schedule
{
    private readonly long[] _milestones;
    private readonly double _factor;

    /// <param name="milestones">Places in ascending order.</param>
    public MultiStepSchedule(IReadOnlyList<long> milestones, double factor = 0.1)
    {
        _milestones = ScheduleChecks.Ascending("multi_step", milestones);
        _factor = ScheduleChecks.Factor("multi_step", factor);
    }

    public override string Name => "multi_step";
    public override double RateAt(double rate, long k) => rate * Math.Pow(_factor, _milestones.Count(milestone => milestone <= k));
}

/// <summary>η·γᵏ</summary>
public sealed class ExponentialSchedule(double factor) : Schedule
{
    private readonly double _factor = ScheduleChecks.Factor("exponential", factor);

    public override string Name => "exponential";
    public override double RateAt(double rate, long k) => rate * Math.Pow(_factor, k);
}

/// <summary>μ + (η − μ)·(1 + cos(π·k/n))/2: half a wave down to μ in n places. Behind them it rises again as PyTorch's does, and so on.</summary>
public sealed class CosineSchedule(int period, double lowest = 0) : Schedule
{
    private readonly int _period = ScheduleChecks.AtLeastOne("cosine", "the period", period);
    private readonly double _lowest = OptimizerChecks.AtLeastZero("cosine", "the lowest rate", lowest);

    public override string Name => "cosine";
    public override double RateAt(double rate, long k) => ScheduleChecks.Wave(rate, _lowest, k / (double)_period);
}

/// <summary>The same half wave again and again, each m times as long as the one before; it begins anew at the full rate (Loshchilov and Hutter 2016).</summary>
public sealed class CosineRestartsSchedule(int period, int growth = 1, double lowest = 0) : Schedule
{
    private readonly int _period = ScheduleChecks.AtLeastOne("cosine_restarts", "the first period", period);
    private readonly int _growth = ScheduleChecks.AtLeastOne("cosine_restarts", "the growth of periods", growth);
    private readonly double _lowest = OptimizerChecks.AtLeastZero("cosine_restarts", "the lowest rate", lowest);

    public override string Name => "cosine_restarts";

    public override double RateAt(double rate, long k)
    {
        if (_growth == 1) return ScheduleChecks.Wave(rate, _lowest, k % _period / (double)_period);
        long length = _period;
        for (; k >= length; length *= _growth) k -= length;
        return ScheduleChecks.Wave(rate, _lowest, k / (double)length);
    }
}

/// <summary>η·(a + (b − a)·min(k, n)/n): from one factor to another in n places, and then it stays.</summary>
public sealed class LinearSchedule(double from, double to, int places) : Schedule
{
    private readonly double _from = ScheduleChecks.Positive("linear", "the first factor", from);
    private readonly double _to = OptimizerChecks.AtLeastZero("linear", "the last factor", to);
    private readonly int _places = ScheduleChecks.AtLeastOne("linear", "the number of places", places);

    public override string Name => "linear";
    public override double RateAt(double rate, long k) => rate * (_from + (_to - _from) * Math.Min(k, _places) / _places);
}

/// <summary>η·(k + 1)/n while k &lt; n, η from then on: the first steps are short.</summary>
/// <remarks>PyTorch's <c>LinearLR(start_factor=1/n, total_iters=n-1)</c>. To go on with another schedule, put it behind this one in a <see cref="SequenceSchedule"/>.</remarks>
public sealed class WarmUpSchedule(int places) : Schedule
{
    private readonly int _places = ScheduleChecks.AtLeastOne("warm_up", "the number of places", places);

    public override string Name => "warm_up";
    public override double RateAt(double rate, long k) => k < _places ? rate * (k + 1) / _places : rate;
}
