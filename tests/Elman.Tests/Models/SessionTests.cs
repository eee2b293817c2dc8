using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Tests.Models;

/// <summary>Sessions against whole sequences, at every vector width and thread count.</summary>
[Collection(ComputeTests.Name)]
public sealed class SessionTests
{
    private const int T = ModelRow<float>.StepCount;

    public static TheoryData<string> EveryStreaming => [.. ModelTable.Rows<float>().Where(row => row.Steps).Select(row => row.Name)];

    [Theory, MemberData(nameof(EveryStreaming))]
    public void Steps_give_the_bits_of_the_whole_sequence_at_every_width(string name)
    {
        foreach ((string kernel, int threads) in ComputeTests.Settings)
        {
            using IDisposable use = Compute.Use(kernel, threads);
            Compare<float>(name, $"{name}, float, {kernel}, {threads} threads");
            Compare<double>(name, $"{name}, double, {kernel}, {threads} threads");
        }
    }

    [Theory, MemberData(nameof(EveryStreaming))]
    public void A_step_allocates_nothing(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        using Session<float> session = model.OpenSession();
        Signal<float> input = ModelRow<float>.Inputs(model, 1).Values.Single();
        var y = new float[session.Outputs];
        for (int i = 0; i < 100; i++) Step(session, input, i % T, y);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Step(session, input, i % T, y);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1100, session.Steps);
    }

    [Theory, MemberData(nameof(EveryStreaming))]
    public void A_session_can_be_forked_saved_restored_and_reset(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        Signal<float> input = ModelRow<float>.Inputs(model, 1).Values.Single();
        using Session<float> session = model.OpenSession();
        float[] first = Run(session, input, 0, 2);
        byte[] saved = session.Save();
        using Session<float> fork = session.Fork();
        float[] rest = Run(session, input, 2, T);

        Assert.Equal(2, fork.Steps);
        Bits.AssertEqual<float>(rest, Run(fork, input, 2, T), "the fork");
        using Session<float> restored = model.OpenSession();
        restored.Restore(saved);
        Assert.Equal(2, restored.Steps);
        Bits.AssertEqual<float>(rest, Run(restored, input, 2, T), "restored");
        session.Restore(saved);
        Bits.AssertEqual<float>(rest, Run(session, input, 2, T), "restored over another state");
        Assert.Equal(saved, session.Fork().Model == model ? Again(model, saved) : []);
        session.Reset();
        Assert.Equal(0, session.Steps);
        Bits.AssertEqual<float>(first, Run(session, input, 0, 2), "reset");
    }

    [Theory, MemberData(nameof(EveryStreaming))]
    public void A_change_of_a_parameter_is_seen_by_the_next_step(string name)
    {
        Model<float> model = ModelTable.Row<float>(name).Model();
        Signal<float> input = ModelRow<float>.Inputs(model, 1).Values.Single();
        foreach (Parameter<float> parameter in model.Parameters)
        {
            using Session<float> changed = model.OpenSession(), kept = model.OpenSession();
            Assert.Equal(Run(kept, input, 0, 2), Run(changed, input, 0, 2));
            float[] expected = Run(kept, input, 2, 4);
            byte[] saved = kept.Save();
            float[] before = parameter.Value.Values.ToArray();
            foreach (ref float value in parameter.Value.Span) value += 0.5f;
            Assert.NotEqual(expected, Run(changed, input, 2, 4));
            Assert.Contains("other weights", Assert.Throws<ArgumentException>(() => changed.Restore(saved)).Message, StringComparison.Ordinal);
            before.CopyTo(parameter.Value.Span);
            changed.Restore(saved);
        }
    }

    [Fact]
    public void A_step_may_write_over_what_it_reads()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(4), ("fc", new Dense<float>(4, 4)));
        foreach (Parameter<float> parameter in model.Parameters) foreach ((int i, float _) in parameter.Value.Values.ToArray().Index()) parameter.Value.Span[i] = i * 0.3f - 1;
        using Session<float> session = model.OpenSession();
        float[] apart = new float[4], x = [1, 2, 3, 4];
        session.Step(x, apart);
        session.Step(x, x);
        Assert.Equal(apart, x);
    }

    private static void Compare<TNumber>(string name, string what) where TNumber : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<TNumber>
    {
        Model<TNumber> model = ModelTable.Row<TNumber>(name).Model();
        Dictionary<string, Signal<TNumber>> inputs = ModelRow<TNumber>.Inputs(model, 1);
        Signal<TNumber> input = inputs.Values.Single();
        bool everyStep = model.Summary().Outputs[0].Shape.Contains('T');
        TNumber[] whole = model.Predict(inputs).Output.Values.ToArray();
        using Session<TNumber> session = model.OpenSession();
        var y = new TNumber[session.Outputs];
        for (int t = 0; t < T; t++)
        {
            if (input.Ids is { } ids) session.Step(ids.Values[t], y);
            else session.Step(input.Numbers!.Values.Slice(t * session.Inputs, session.Inputs), y);
            ReadOnlySpan<TNumber> expected = everyStep ? whole.AsSpan(t * y.Length, y.Length)
                : model.Predict(Tensor.From(input.Numbers!.Values[..((t + 1) * session.Inputs)], new Shape(t + 1, session.Inputs))).Output.Values;
            Bits.AssertEqual(expected, y, $"{what}, step {t}");
        }
    }

    private static byte[] Again(Model<float> model, byte[] state)
    {
        using Session<float> session = model.OpenSession();
        session.Restore(state);
        return session.Save();
    }

    private static void Step(Session<float> session, Signal<float> input, int t, float[] y)
    {
        if (input.Ids is { } ids) session.Step(ids.Values[t], y);
        else session.Step(input.Numbers!.Values.Slice(t * session.Inputs, session.Inputs), y);
    }

    private static float[] Run(Session<float> session, Signal<float> input, int from, int to)
    {
        var all = new List<float>();
        var y = new float[session.Outputs];
        for (int t = from; t < to; t++)
        {
            Step(session, input, t, y);
            all.AddRange(y);
        }
        return [.. all];
    }
}
