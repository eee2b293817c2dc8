using System.Text.Json.Nodes;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Training;

public sealed class ScheduleTests
{
    private static readonly Dictionary<string, JsonObject> _rows = new()
    {
        ["step"] = new() { ["every"] = 3 },
        ["multi_step"] = new() { ["milestones"] = new JsonArray(2, 5) },
        ["exponential"] = new() { ["factor"] = 0.9 },
        ["cosine"] = new() { ["period"] = 7 },
        ["cosine_restarts"] = new() { ["period"] = 3, ["growth"] = 2 },
        ["one_cycle"] = new() { ["highest"] = 1, ["places"] = 10 },
        ["linear"] = new() { ["from"] = 0.1, ["places"] = 4 },
        ["warm_up"] = new() { ["places"] = 4 },
        ["plateau"] = new() { ["patience"] = 1, ["factor"] = 0.5, ["cool_down"] = 1 },
        ["sequence"] = new() { ["parts"] = new JsonArray(Part("warm_up", "places", 3), Part("plateau", "patience", 0)), ["milestones"] = new JsonArray(3) },
        ["chain"] = new() { ["parts"] = new JsonArray(Part("step", "every", 2), Part("plateau", "patience", 0), Part("warm_up", "places", 3)) },
    };

    public static TheoryData<string> EverySchedule => [.. _rows.Keys];

    [Fact]
    public void Every_schedule_has_a_row_here() => Assert.Equal(Schedule.Names, _rows.Keys);

    [Theory, MemberData(nameof(EverySchedule))]
    public void A_schedule_saved_and_restored_goes_on_the_same(string name)
    {
        Schedule alone = Make(name), before = Make(name), after = Make(name);
        Assert.Equal(name, alone.Name);
        for (int k = 0; k < 20; k++)
        {
            if (k == 8) after.Restore(before.State());
            Schedule part = k < 8 ? before : after;
            Assert.Equal(alone.RateAt(0.5, k), part.RateAt(0.5, k));
            alone.Observe(1.0 / (1 + k / 6));
            part.Observe(1.0 / (1 + k / 6));
        }
    }

    [Fact]
    public void A_sequence_begins_each_part_anew()
    {
        var schedule = new SequenceSchedule([new WarmUpSchedule(4), new ExponentialSchedule(0.5)], [4]);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 0.5, 0.25], Enumerable.Range(0, 7).Select(k => schedule.RateAt(1, k)));
    }

    [Fact]
    public void A_chain_multiplies()
    {
        var schedule = new ChainSchedule(new StepSchedule(2, 0.5), new ExponentialSchedule(0.5));
        Assert.Equal([1, 0.5, 0.125, 0.0625], Enumerable.Range(0, 4).Select(k => schedule.RateAt(1, k)));
    }

    [Fact]
    public void One_cycle_counts_steps_and_the_others_epochs() =>
        Assert.Equal(["one_cycle"], _rows.Keys.Where(name => Make(name).Pace == SchedulePace.Steps));

    private static readonly (string What, Action Act, string Expected)[] _wrong =
    [
        ("an unknown schedule", () => Schedule.Named("cosinus"), "There is no schedule 'cosinus'. Known: step, multi_step, exponential, cosine, cosine_restarts, one_cycle, linear, warm_up, plateau, sequence, chain."),
        ("a missing setting", () => Schedule.Named("step"), "schedule 'step': setting 'every' must be a whole number, found nothing."),
        ("milestones that fall", () => _ = new MultiStepSchedule([5, 3]), "ascending order, found 5, 3"),
        ("a period of zero", () => _ = new CosineSchedule(0), "Schedule 'cosine': the period is at least 1, found 0."),
        ("a factor of zero", () => _ = new ExponentialSchedule(0), "Schedule 'exponential': the factor is more than 0, found 0."),
        ("a chain of different paces", () => _ = new ChainSchedule(new OneCycleSchedule(1, 10), new StepSchedule(2)), "one_cycle by Steps, step by Epochs"),
        ("a sequence without its milestones", () => _ = new SequenceSchedule([new StepSchedule(2)], [3]), "found 1 schedules and 1 milestones"),
        ("a state of something else", () => new PlateauSchedule().Restore([SavedNumbersOf("worst")]), "plateau: its state has an array 'best', found worst."),
        ("a state where there is none", () => new StepSchedule(2).Restore([SavedNumbersOf("best")]), "step: its state has 0 arrays"),
    ];

    public static TheoryData<string> Wrong => [.. _wrong.Select(row => row.What)];

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused_by_name(string what)
    {
        (_, Action act, string expected) = _wrong.First(row => row.What == what);
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    private static Schedule Make(string name) => Schedule.Named(name, _rows[name].DeepClone().AsObject());
    private static JsonObject Part(string name, string setting, int value) => new() { ["name"] = name, [setting] = value };
    private static NamedArray SavedNumbersOf(string name) => NamedArray.From(name, Elman.Numerics.Tensor.Scalar(1.0));
}
