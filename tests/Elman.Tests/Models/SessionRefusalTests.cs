using System.Text;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Models;

public sealed class SessionRefusalTests
{
    private static readonly Model<float> _list = ModelTable.Row<float>("a list").Model();
    private static readonly Model<float> _ids = ModelTable.Row<float>("ids").Model();

    public static TheoryData<string, string?, string> Unstreamable =>
    [
        ("both ways", null, "Node 'rnn' cannot run one step at a time. Layer 0 of the stack visits the steps from the end"),
        ("reverse", null, "Node 'rnn' cannot run one step at a time"),
        ("two inputs and three outputs", "scores", "Node 'both' cannot run one step at a time. Concatenate takes 2 inputs"),
        ("two inputs and three outputs", "cell", "'a_rnn.0.backward.c' is a state"),
        ("no steps", null, "Input 'x (N, 4)' has no steps"),
    ];

    [Theory, MemberData(nameof(Unstreamable))]
    public void A_node_that_cannot_step_is_refused_by_name_when_the_session_opens(string model, string? output, string says)
    {
        var error = Assert.Throws<NotSupportedException>(() => ModelTable.Row<float>(model).Model().OpenSession(output));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_gives_one_output_and_asks_which()
    {
        Model<float> model = Model.Graph<float>().Input(ModelInput.Sequences(3)).Node("rnn", new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Gru(), 4)), "x")
            .Node("a", new Dense<float>(4, 1), "rnn").Node("b", new Dense<float>(4, 2), "rnn").Output("a").Output("b").Build();
        Assert.Contains("Name it: a, b", Assert.Throws<ArgumentException>(() => model.OpenSession()).Message, StringComparison.Ordinal);
        Assert.Contains("It has: a, b", Assert.Throws<ArgumentException>(() => model.OpenSession("c")).Message, StringComparison.Ordinal);
        using Session<float> b = model.OpenSession("b");
        Assert.Equal(("b", 3, 2), (b.Output, b.Inputs, b.Outputs));
        using Session<float> a = model.OpenSession("a");
        Assert.Contains("on output 'b', this session is on 'a'", Assert.Throws<ArgumentException>(() => a.Restore(b.Save())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_another_width_is_refused_and_changes_nothing()
    {
        using Session<float> session = _list.OpenSession();
        Assert.Contains("Input 'x': a step takes 3 numbers, found 4", Assert.Throws<ArgumentException>(() => session.Step(new float[4], new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("Output 'y': a step gives 2 numbers, found room for 3", Assert.Throws<ArgumentException>(() => session.Step(new float[3], new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("found the id 5", Assert.Throws<ArgumentException>(() => session.Step(5, new float[2])).Message, StringComparison.Ordinal);
        using Session<float> ids = _ids.OpenSession();
        Assert.Contains("takes ids", Assert.Throws<ArgumentException>(() => ids.Step(new float[1], new float[9])).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 8, found 9", Assert.Throws<ArgumentOutOfRangeException>(() => ids.Step(9, new float[9])).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (session.Steps, ids.Steps));
    }

    [Fact]
    public void A_disposed_session_is_refused()
    {
        Session<float> session = _list.OpenSession();
        session.Dispose();
        session.Dispose();
        Action[] uses = [() => session.Step(new float[3], new float[2]), session.Reset, () => session.Save(), () => session.Fork(), () => session.Restore([])];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
    }

    [Fact]
    public void A_second_user_at_the_same_time_is_refused()
    {
        Session<float>? session = null;
        var errors = new List<string>();
        var inner = new Reentrant(() =>
        {
            Action[] uses = [() => session!.Step(new float[3], new float[3]), () => session!.Reset(), () => session!.Save(), () => session!.Fork(), () => session!.Restore([])];
            foreach (Action use in uses) errors.Add(Assert.Throws<InvalidOperationException>(use).Message);
        });
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("inner", inner));
        session = model.OpenSession();
        session.Step(new float[3], new float[3]);
        Assert.Equal(5, errors.Count);
        Assert.All(errors, error => Assert.Contains("Another thread is using this session", error, StringComparison.Ordinal));
        Assert.Equal(1, session.Steps);
    }

    [Fact]
    public void The_state_of_another_model_is_refused_by_name()
    {
        using Session<float> list = _list.OpenSession(), ids = _ids.OpenSession();
        string error = Assert.Throws<ArgumentException>(() => list.Restore(ids.Save())).Message;
        Assert.Contains("belongs to another model: its states are rnn.0.forward.h (5), those of this model rnn.0.forward.h (5)", error, StringComparison.Ordinal);

        using Session<double> wide = ModelTable.Row<double>("a list").Model().OpenSession();
        Assert.Contains("holds float64 numbers, this model float32", Assert.Throws<ArgumentException>(() => list.Restore(wide.Save())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_other_weights_is_refused_unless_it_is_allowed()
    {
        using Session<float> here = _list.OpenSession(), there = ModelTable.Row<float>("a list").Model(seed: 12).OpenSession();
        there.Step([1, 2, 3], new float[2]);
        byte[] state = there.Save();
        Assert.Contains("same architecture with other weights", Assert.Throws<ArgumentException>(() => here.Restore(state)).Message, StringComparison.Ordinal);
        Assert.Equal(0, here.Steps);
        here.Restore(state, allowOtherWeights: true);
        Assert.Equal(1, here.Steps);
    }

    [Fact]
    public void Damage_anywhere_in_a_state_is_refused_and_changes_nothing()
    {
        using Session<float> session = _list.OpenSession();
        session.Step([1, 2, 3], new float[2]);
        byte[] state = session.Save();
        using Session<float> other = _list.OpenSession();
        byte[] before = other.Save();
        for (int i = 0; i < state.Length; i++)
        {
            byte[] damaged = [.. state];
            damaged[i] ^= 1;
            Assert.Throws<BadFileException>(() => other.Restore(damaged));
        }
        for (int length = 0; length < state.Length; length += 7) Assert.Throws<BadFileException>(() => other.Restore(state.AsSpan(0, length)));
        Assert.Equal(before, other.Save());
    }

    [Fact]
    public void A_state_of_a_newer_format_is_refused_by_number()
    {
        using Session<float> session = _list.OpenSession();
        ArrayFile file = ArrayFile.Read(session.Save(), "state");
        file.Metadata["elman.session"] = "2";
        var error = Assert.Throws<BadFileException>(() => session.Restore(file.ToBytes(".safetensors")));
        Assert.Contains("it has format 2; this library reads up to 1", error.Message, StringComparison.Ordinal);
        file.Metadata.Remove("elman.session");
        Assert.Contains("no 'elman.session'", Assert.Throws<BadFileException>(() => session.Restore(file.ToBytes(".safetensors"))).Message, StringComparison.Ordinal);
        Assert.Throws<BadFileException>(() => session.Restore(Encoding.UTF8.GetBytes("hello")));
    }

    [Fact]
    public void A_state_names_its_arrays_by_node_layer_and_state()
    {
        using Session<float> session = ModelTable.Row<float>("a mixed stack with norm, activation and dropout").Model().OpenSession();
        Assert.Equal(["rnn.0.forward.h", "rnn.0.forward.c", "rnn.1.forward.h", "rnn.2.forward.h"], ArrayFile.Read(session.Save(), "state").Names);
    }

    [Fact]
    public void A_session_whose_layer_failed_can_be_used_again()
    {
        bool fails = true;
        var layer = new Reentrant(() =>
        {
            if (fails) throw new InvalidOperationException("broken");
        });
        using Session<float> session = Model.Sequential<float>(ModelInput.Sequences(3), ("layer", layer)).OpenSession();
        Action[] uses = [() => session.Step(new float[3], new float[3]), session.Reset];
        Assert.All(uses, use => Assert.Equal("broken", Assert.Throws<InvalidOperationException>(use).Message));
        fails = false;
        Assert.All(uses, use => use());
    }

    /// <summary>A layer whose step and whose restoring call somebody.</summary>
    private sealed class Reentrant(Action call) : Layer<float>
    {
        public override LayerDescription Description => new("reentrant", []);
        public override IReadOnlyList<Parameter<float>> Parameters => [];
        public override LayerPlan Plan(ReadOnlySpan<SignalShape> inputs) => new(inputs[0], 0);
        public override Signal<float> Forward(ReadOnlySpan<Signal<float>> inputs, Pass pass) => inputs[0];
        public override LayerStream<float> OpenStream() => new Stream(call);

        private sealed class Stream(Action call) : LayerStream<float>
        {
            public override int StateSize => 1;

            public override void Step(ReadOnlySpan<float> input, Span<float> output)
            {
                call();
                input.CopyTo(output);
            }

            public override void Restore(ReadOnlySpan<float> state) => call();
        }
    }
}
