using Elman.Storage;

namespace Elman.Training;

/// <summary>Schedules one after the other, each beginning at its own place 0: a warm-up, then a cosine. PyTorch's <c>SequentialLR</c>.</summary>
public sealed class SequenceSchedule : Schedule
{
    private readonly Schedule[] _parts;
    private readonly long[] _milestones;

    /// <param name="milestones">The places where the second, third, … begin; one fewer than schedules.</param>
    public SequenceSchedule(IReadOnlyList<Schedule> parts, IReadOnlyList<long> milestones)
    {
        if (parts.Count == 0 || milestones.Count != parts.Count - 1)
            throw new ArgumentException($"Schedule 'sequence' has one milestone fewer than schedules, found {parts.Count} schedules and {milestones.Count} milestones.");
        (_parts, _milestones) = ([.. parts], ScheduleChecks.Ascending(Name, milestones));
        Pace = ChainParts.CommonPace(Name, parts);
    }

    public override string Name => "sequence";

    public override double RateAt(double rate, long k)
    {
        int part = _milestones.Count(milestone => milestone <= k);
        return _parts[part].RateAt(rate, k - (part == 0 ? 0 : _milestones[part - 1]));
    }

    public override void Observe(double metric)
    {
        foreach (Schedule part in _parts) part.Observe(metric);
    }

    public override IReadOnlyList<NamedArray> State() => ChainParts.State(_parts);
    public override void Restore(IReadOnlyList<NamedArray> state) => ChainParts.Restore(Name, _parts, state);
}

/// <summary>Schedules at once: each makes its rate of the rate that the one before gives. Where all multiply, PyTorch's <c>ChainedScheduler</c>.</summary>
public sealed class ChainSchedule : Schedule
{
    private readonly Schedule[] _parts;

    public ChainSchedule(params IReadOnlyList<Schedule> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("Schedule 'chain' has at least one schedule, found none.");
        _parts = [.. parts];
        Pace = ChainParts.CommonPace(Name, parts);
    }

    public override string Name => "chain";
    public override double RateAt(double rate, long k) => _parts.Aggregate(rate, (given, part) => part.RateAt(given, k));

    public override void Observe(double metric)
    {
        foreach (Schedule part in _parts) part.Observe(metric);
    }

    public override IReadOnlyList<NamedArray> State() => ChainParts.State(_parts);
    public override void Restore(IReadOnlyList<NamedArray> state) => ChainParts.Restore(Name, _parts, state);
}

/// <summary>What chains share: one pace, and the states of their parts, numbered.</summary>
internal static class ChainParts
{
    public static SchedulePace CommonPace(string name, IReadOnlyList<Schedule> parts) => parts.All(part => part.Pace == parts[0].Pace)
        ? parts[0].Pace
        : throw new ArgumentException($"Schedule '{name}': its schedules count the same thing, found {string.Join(", ", parts.Select(part => $"{part.Name} by {part.Pace}"))}. Set Pace.");

    public static IReadOnlyList<NamedArray> State(IReadOnlyList<Schedule> parts) =>
        [.. parts.SelectMany((part, i) => part.State().Select(array => array.Renamed($"{i}/{array.Name}")))];

    public static void Restore(string name, IReadOnlyList<Schedule> parts, IReadOnlyList<NamedArray> state)
    {
        var of = state.ToLookup(array => array.Name.Split('/')[0], StringComparer.Ordinal);
        for (int i = 0; i < parts.Count; i++)
            parts[i].Restore([.. of[FormattableString.Invariant($"{i}")].Select(array => array.Renamed(array.Name[(array.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]))]);
        if (of.Any(group => !int.TryParse(group.Key, System.Globalization.CultureInfo.InvariantCulture, out int i) || i >= parts.Count))
            throw new ArgumentException($"Schedule '{name}': the state is that of another chain; this one has {parts.Count} schedules.");
    }
}
