using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

/// <summary>What a step of many refuses; afterwards no session has moved, and all can be used.</summary>
public sealed class StepManyRefusalTests
{
    private static readonly Model<float> _model = ModelTable.Row<float>("a list").Model();

    [Fact]
    public void A_session_that_is_there_twice_is_refused_by_both_places() => Refused(sessions => [sessions[0], sessions[1], sessions[2], sessions[1]], "sessions[3] is also sessions[1]");

    [Fact]
    public void A_session_of_another_model_is_refused_though_the_models_are_alike()
    {
        using Session<float> other = ModelTable.Row<float>("a list").Model().OpenSession();
        Refused(sessions => [sessions[0], other], "sessions[1] is of another model");
    }

    [Fact]
    public void A_missing_session_is_refused_by_place() => Refused(sessions => [sessions[0], null!], "sessions[1] is null");

    [Fact]
    public void Sessions_on_two_outputs_are_refused()
    {
        Model<float> model = Model.Graph<float>().Input(ModelInput.Sequences(3)).Node("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Gru(), 4)), "x")
            .Node("a", new Dense<float>(4, 2), "rnn").Node("b", new Dense<float>(4, 2), "rnn").Output("a").Output("b").Build();
        using Session<float> a = model.OpenSession("a"), b = model.OpenSession("b");
        Assert.Contains("sessions[1] is on output 'b', sessions[0] on 'a'", Assert.Throws<ArgumentException>(() => model.StepMany([a, b], new float[6], new float[4])).Message, StringComparison.Ordinal);
        model.StepMany([a], new float[3], new float[2]);
        model.StepMany([b], new float[3], new float[2]);
        Assert.Equal((1, 1), (a.Steps, b.Steps));
    }

    [Fact]
    public void A_disposed_session_is_refused_and_the_others_stay_free()
    {
        Session<float> gone = _model.OpenSession();
        gone.Dispose();
        using Session<float> one = _model.OpenSession();
        Assert.Throws<ObjectDisposedException>(() => _model.StepMany([one, gone], new float[6], new float[4]));
        one.Step(new float[3], new float[2]);
        Assert.Equal(1, one.Steps);
    }

    [Theory]
    [InlineData(5, 0, 4, "Input 'x': a step of 2 sessions takes 2 · 3 numbers, found 5")]
    [InlineData(6, 0, 5, "Output 'y': a step of 2 sessions gives 2 · 2 numbers, found room for 5")]
    [InlineData(0, 2, 4, "takes 2 · 3 numbers, found 2 ids")]
    public void Sizes_that_do_not_fit_are_refused(int numbers, int ids, int room, string says)
    {
        using Session<float> one = _model.OpenSession(), two = _model.OpenSession();
        Session<float>[] sessions = [one, two];
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
        {
            if (ids > 0) _model.StepMany(sessions, new int[ids], new float[room]);
            else _model.StepMany(sessions, new float[numbers], new float[room]);
        });
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, one.Steps);
    }

    [Fact]
    public void Ids_are_asked_for_by_number_and_an_unknown_one_moves_nobody()
    {
        Model<float> model = ModelTable.Row<float>("ids").Model();
        using Session<float> one = model.OpenSession(), two = model.OpenSession();
        byte[] before = one.Save();
        Assert.Contains("takes 2 ids, found 1", Assert.Throws<ArgumentException>(() => model.StepMany([one, two], [1], new float[18])).Message, StringComparison.Ordinal);
        Assert.Contains("takes 2 ids, found 0 and 2 numbers", Assert.Throws<ArgumentException>(() => model.StepMany([one, two], new float[2], new float[18])).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 8, found 9", Assert.Throws<ArgumentOutOfRangeException>(() => model.StepMany([one, two], [1, 9], new float[18])).Message, StringComparison.Ordinal);
        Assert.Equal(before, one.Save());
        model.StepMany([one, two], [1, 8], new float[18]);
        Assert.Equal(1, one.Steps);
    }

    [Fact]
    public void A_session_that_another_thread_steps_is_refused_and_the_others_stay_free()
    {
        using var inside = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("inner", new Waiting(inside, done)));
        Session<float> busy = model.OpenSession(), free = model.OpenSession();
        var other = new Thread(() => busy.Step(new float[3], new float[3]));
        other.Start();
        inside.Wait(TestContext.Current.CancellationToken);
        Assert.Contains("Another thread is using this session", Assert.Throws<InvalidOperationException>(() => model.StepMany([free, busy], new float[6], new float[6])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.StepMany([busy], new float[3], new float[3]));
        done.Set();
        other.Join();
        model.StepMany([free, busy], new float[6], new float[6]);
        Assert.Equal((1, 2), (free.Steps, busy.Steps));
    }

    [Fact]
    public void Nobody_to_step_is_no_work() => _model.StepMany([], Array.Empty<float>(), []);

    private static void Refused(Func<Session<float>[], Session<float>[]> choose, string says)
    {
        Session<float>[] sessions = [_model.OpenSession(), _model.OpenSession(), _model.OpenSession()], chosen = choose(sessions);
        ArgumentException error = Assert.Throws<ArgumentException>(() => _model.StepMany(chosen, new float[3 * chosen.Length], new float[2 * chosen.Length]));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.All(sessions, session => Assert.Equal(0, session.Steps));
        _model.StepMany(sessions, new float[9], new float[6]);
        Assert.All(sessions, session => Assert.Equal(1, session.Steps));
    }

    /// <summary>A layer whose first step says that it has begun, and waits.</summary>
    private sealed class Waiting(ManualResetEventSlim inside, ManualResetEventSlim done) : Layer<float>
    {
        public override LayerDescription Description => new("waiting", []);
        public override IReadOnlyList<Elman.Autograd.Parameter<float>> Parameters => [];
        public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(inputs[0], 0);
        public override Signal<float> Forward(ReadOnlySpan<Signal<float>> inputs, Pass pass) => inputs[0];
        public override LayerStream<float> OpenStream() => new Stream(inside, done);

        private sealed class Stream(ManualResetEventSlim inside, ManualResetEventSlim done) : LayerStream<float>
        {
            public override void Step(ReadOnlySpan<float> input, Span<float> output)
            {
                inside.Set();
                done.Wait();
                input.CopyTo(output);
            }
        }
    }
}
