using System.Text.Json.Nodes;

namespace Elman.Training;

public abstract partial class Schedule
{
    private static readonly NamedRow<Schedule>[] _rows =
    [
        new(["step", "StepLR"], s => new StepSchedule(s.Whole("every"), s.Number("factor", 0.1)) { Pace = PaceOf(s) }),
        new(["multi_step", "MultiStepLR"], s => new MultiStepSchedule(Places(s), s.Number("factor", 0.1)) { Pace = PaceOf(s) }),
        new(["exponential", "ExponentialLR"], s => new ExponentialSchedule(s.Number("factor")) { Pace = PaceOf(s) }),
        new(["cosine", "CosineAnnealingLR"], s => new CosineSchedule(s.Whole("period"), s.Number("lowest", 0)) { Pace = PaceOf(s) }),
        new(["cosine_restarts", "CosineAnnealingWarmRestarts"], s => new CosineRestartsSchedule(s.Whole("period"), s.Whole("growth", 1), s.Number("lowest", 0)) { Pace = PaceOf(s) }),
        new(["one_cycle", "OneCycleLR"], s => new OneCycleSchedule(s.Number("highest"), s.Whole("places"))
            { Pace = PaceOf(s, SchedulePace.Steps), Rise = s.Number("rise", 0.3), FirstDivisor = s.Number("first_divisor", 25), LastDivisor = s.Number("last_divisor", 1e4) }),
        new(["linear", "LinearLR"], s => new LinearSchedule(s.Number("from"), s.Number("to", 1), s.Whole("places")) { Pace = PaceOf(s) }),
        new(["warm_up"], s => new WarmUpSchedule(s.Whole("places")) { Pace = PaceOf(s) }),
        new(["plateau", "ReduceLROnPlateau"], s => new PlateauSchedule(s.Number("factor", 0.1), s.Whole("patience", 10))
        {
            Pace = PaceOf(s), HigherIsBetter = s.Flag("higher_is_better", false), Threshold = s.Number("threshold", 1e-4), IsAbsolute = s.Flag("absolute", false),
            CoolDown = s.Whole("cool_down", 0), Lowest = s.Number("lowest", 0),
        }),
        new(["sequence", "SequentialLR"], s => new SequenceSchedule(Parts(s), Places(s))),
        new(["chain", "ChainedScheduler"], s => new ChainSchedule(Parts(s))),
    ];

    /// <summary>The names of all schedules.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _rows.Select(row => row.Names[0])];

    /// <summary>A schedule by its name, with settings by theirs. An unknown one is refused with the known ones.</summary>
    public static Schedule Named(string name, JsonObject? settings = null) => NameTable.Make("schedule", _rows, name, settings);

    private static SchedulePace PaceOf(SettingReader settings, SchedulePace otherwise = SchedulePace.Epochs) => settings.Choice("pace", otherwise);

    private static long[] Places(SettingReader settings) =>
        [.. (settings.Numbers("milestones") ?? throw new ArgumentException("A schedule with milestones has a list of places under 'milestones', found none.")).Select(place => checked((long)place))];

    /// <summary>The parts of a chain: objects with a <c>name</c> and their own settings.</summary>
    private static IReadOnlyList<Schedule> Parts(SettingReader settings) =>
        [.. settings.Objects("parts").Select(part =>
        {
            var own = (JsonObject)part.DeepClone();
            string name = own["name"] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new ArgumentException($"A part of a chain of schedules has a name, found {part.ToJsonString()}.");
            own.Remove("name");
            return Named(name, own);
        })];
}
