using Elman.Storage;

namespace Elman.Training;

/// <summary>Multiplies the rate when a metric has not become better for some time. PyTorch's <c>ReduceLROnPlateau</c>.</summary>
public sealed class PlateauSchedule(double factor = 0.1, int patience = 10) : Schedule
{
    // A change of the rate that is smaller is not made.
    private const double Least = 1e-8;
    private readonly double _factor = factor is > 0 and < 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), $"Schedule 'plateau': the factor is between 0 and 1, found {SavedNumbers.Text(factor)}.");
    private readonly int _patience = patience >= 0 ? patience : throw new ArgumentOutOfRangeException(nameof(patience), $"Schedule 'plateau': the patience is 0 or more, found {patience}.");
    private double _best = double.NaN;
    private int _reductions, _bad, _cooling;

    public override string Name => "plateau";

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>How much better than the best so far counts: a share of it, or an amount where <see cref="IsAbsolute"/>.</summary>
    public double Threshold { get; init => field = OptimizerChecks.AtLeastZero("plateau", "the threshold", value); } = 1e-4;

    /// <summary>Whether the threshold is an amount.</summary>
    public bool IsAbsolute { get; init; }

    /// <summary>Observations after a change that do not count.</summary>
    public int CoolDown { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), $"Schedule 'plateau': the cool-down is 0 or more, found {value}."); }

    /// <summary>The rate is never below.</summary>
    public double Lowest { get; init => field = OptimizerChecks.AtLeastZero("plateau", "the lowest rate", value); }

    /// <summary>How often the rate was changed.</summary>
    public int Reductions => _reductions;

    public override double RateAt(double rate, long k)
    {
        for (int i = 0; i < _reductions; i++)
        {
            double next = Math.Max(rate * _factor, Lowest);
            if (rate - next > Least) rate = next;
        }
        return rate;
    }

    public override void Observe(double metric)
    {
        if (IsBetter(metric)) (_best, _bad) = (metric, 0);
        else _bad++;
        if (_cooling > 0) (_cooling, _bad) = (_cooling - 1, 0);
        if (_bad <= _patience) return;
        _reductions++;
        (_cooling, _bad) = (CoolDown, 0);
    }

    public override IReadOnlyList<NamedArray> State() =>
        [SavedNumbers.Number("best", _best), SavedNumbers.Number("reductions", _reductions), SavedNumbers.Number("bad", _bad), SavedNumbers.Number("cooling", _cooling)];

    public override void Restore(IReadOnlyList<NamedArray> state)
    {
        double[] values = SavedNumbers.Read(Name, state, "best", "reductions", "bad", "cooling");
        (_best, _reductions, _bad, _cooling) = (values[0], (int)values[1], (int)values[2], (int)values[3]);
    }

    private bool IsBetter(double metric)
    {
        if (double.IsNaN(_best)) return !double.IsNaN(metric);
        double bound = (IsAbsolute, HigherIsBetter) switch
        {
            (false, false) => _best * (1 - Threshold),
            (false, true) => _best * (1 + Threshold),
            (true, false) => _best - Threshold,
            (true, true) => _best + Threshold,
        };
        return HigherIsBetter ? metric > bound : metric < bound;
    }
}
