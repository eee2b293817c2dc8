namespace Elman.Models;

/// <summary>What the sum of log-probabilities is divided by, so that long sequences are not at a disadvantage.</summary>
/// <param name="Name">As in errors.</param>
/// <param name="Of">From the number of ids, the end among them, to the divisor; it may grow or fall with the length, but not both.</param>
public sealed record LengthPenalty(string Name, Func<int, double> Of)
{
    /// <summary>1: the sum itself.</summary>
    public static LengthPenalty None { get; } = new("none", _ => 1);

    /// <summary>((5 + n)/6)^α, as in Wu et al. 2016, equation 14.</summary>
    public static LengthPenalty Wu(double alpha) => new(FormattableString.Invariant($"((5 + n)/6)^{alpha}"), n => Math.Pow((5.0 + n) / 6, alpha));

    /// <summary>n^α: with α = 1 the mean of the log-probabilities.</summary>
    public static LengthPenalty Power(double alpha) => new(FormattableString.Invariant($"n^{alpha}"), n => Math.Pow(n, alpha));
}

/// <summary>How sequences are to be found.</summary>
public sealed record DecodeOptions
{
    /// <summary>Hypotheses carried on at a time; 1 is greedy: the best id at each step, until it is the end.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Finished hypotheses given back, the best first; at most as many as there are.</summary>
    public int Best { get; init; } = 1;

    /// <summary>Ids at most, the end among them. What has not ended by then is given back as it is.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Divides log-probabilities before hypotheses of different lengths are compared.</summary>
    public LengthPenalty LengthPenalty { get; init; } = LengthPenalty.None;

    public CancellationToken Cancellation { get; init; }

    internal void Check()
    {
        if (Beams < 1) throw new ArgumentOutOfRangeException(nameof(Beams), $"A search has at least 1 beam, found {Beams}.");
        if (Best < 1) throw new ArgumentOutOfRangeException(nameof(Best), $"At least 1 hypothesis is given back, found {Best}.");
        if (MaximumLength < 1) throw new ArgumentOutOfRangeException(nameof(MaximumLength), $"A sequence has at least 1 id, the end among them; found a maximum of {MaximumLength}.");
        if (Best > Beams) throw new ArgumentException($"{Beams} beams may find no more than {Beams} hypotheses worth having, and {Best} are asked for. Give at least {Best} beams.");
    }
}

/// <summary>One sequence that was found.</summary>
/// <param name="Ids">Without start and end.</param>
/// <param name="LogProbabilities">Of each id, the end's last where it ended.</param>
/// <param name="Ended">Whether it ended by itself, and not at the maximum length.</param>
/// <param name="Score">The sum of the log-probabilities divided by the length penalty: what hypotheses are ordered by.</param>
public sealed record Hypothesis(IReadOnlyList<int> Ids, IReadOnlyList<double> LogProbabilities, bool Ended, double Score)
{
    /// <summary>ln p(sequence | source), in base e.</summary>
    public double LogProbability { get; } = LogProbabilities.Sum();
}
